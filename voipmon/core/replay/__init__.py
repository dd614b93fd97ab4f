"""Hearing again what was just said: a stream's last minute, then live again.

`ring` keeps the sound, `compress` makes it shorter at its own pitch, `pauses` finds
what need not be heard again, `replay` puts them together.
"""
