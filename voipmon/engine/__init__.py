"""The boundary between window and engine: protocol, both ends of the pipe.

`protocol` and `client` are the window's side and import no services; `process`
hosts `services.Monitor` behind the pipe; `memory` is what a new engine must be told.

Decision: two processes / because sound must not wait for a window: with 100 streams
and bursts of list work in one process 296 of 3,000 audio callbacks were late, with
two none / instead of threads / would change if Python lost its global lock.

Decision: one message up holds snapshot and facts, and the next is built only when the
window acknowledged it / because a window that does not read then costs nothing /
instead of a stream of snapshots, which fills the pipe and blocks the engine.

Decision: an engine with a crashed thread ends itself (status 70) and is replaced /
because half an engine looks healthy while sound has stopped.
"""
