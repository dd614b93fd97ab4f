"""Bytes of the wire to values and back.

RTP, AudioSocket, G.711, WebSocket frames, REST objects. Each parser gives a value
or a `WireError`, for any bytes at all.
"""
