"""Pure heart of voipmon: no Qt, thread, socket, file, clock or log.

Time is always an argument. Values are frozen; each mutable object has one owner.
May import numpy, msgspec and the value parts of the standard library (enforced by
import contracts). Inside: domain > replay > playout | analysis > wire | dsp > frame |
errors.
"""
