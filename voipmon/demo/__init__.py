"""A protocol-faithful VoIPBIN on loopback, for trials and tests.

Shares only core with the program, so that a misreading cannot hide on both sides.

Decision: sound is a pure function of the room and the sample number (`talk`).
Because a test can then ask for exactly what was sent, at any codec and
encapsulation, and a hundred streams of one call cost one rendering.
Instead of recorded files played with a cursor for each stream.
Would change if what a party hears depended on what streams inject; then a room
gets a mixer with state and the pure part stays its first input.

Decision: frames are written straight to the transport with ready-made headers, on
one absolute 5 ms clock for all streams.
Because 200 streams over TLS are 10,000 messages a second; the server library's own
sender costs a coroutine for each.
Would change if the library offered a synchronous send.

Decision: control endpoints below `/__demo__/` always exist, without credentials.
Because the server binds loopback alone and guards nothing but recorded prompts.
"""
