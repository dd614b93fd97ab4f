"""A neutral referee of voice playout: what a listener gets from a jitter buffer.

It judges delay, concealment, time-scaling and clicks of an engine for 8 kHz mono
speech in 20 ms frames that arrive over one TCP connection. A trace says when each
frame reaches the client (`trace`), a virtual sound card pulls the sound (`sim`), and
where in the sent speech each piece of the output comes from is found by correlation
(`align`): the same estimator for every engine, which need not say anything about
itself. `judge` puts the figures together; `peers.toml` has those of other engines.

Decision: virtual time / because ten minutes then take seconds, and the figures are the
same on every machine (but for processor time) / instead of the real sound server, which
`tests/e2e` has for what depends on it / would change if the engine read a clock itself.

Decision: the figures of engines that need foreign libraries are kept as data / because
their libraries change and are not to be had everywhere / instead of bindings to them;
the FIFO that most simple players are is run live, and shows that the referee still
judges as it did when the others were measured.

No figure may be read alone: an unbounded FIFO has few gaps because its delay only
grows; PESQ hardly minds a long pause and hardly forgives time-scaling.
"""
