"""Threads: what connects sockets, playout, device and list into one `Monitor`.

May import net, audio, store and core. Every thread is a `worker.Worker`; each
mutable object has one owning thread, named in its class docstring. Between threads
go deques, rings and frozen values, never a shared lock held over work.

Decision: the playout thread is paced by the device's ring while a device plays and by
the monotonic clock while none does / because meters, waveforms and recordings must
go on without any device / instead of a silent stream on a dummy device.

Decision: with no stream open the playout thread sleeps after a second of silence, and
after five more the device is closed, until a stream or a test sound is asked for /
because a silent stream alone costs the machine 1.2 % of a core, and mixing nothing
2.6 %, while opening again takes 3 ms: a click is heard after 182 ms (median) from rest
and after 183 ms else / instead of a quicker callback. Only on a sound server, which
tells what becomes of the device meanwhile, and not over Bluetooth, which begins late /
would change if users missed the first word on some device.

Decision: metered streams go through the same playout engine, told that nobody hears
them / because they become heard without a click and with a filled history / instead
of a second, simpler path.

Decision: REST and WebSocket upgrades share one budget of 15 requests in any second /
because the platform counts both against the whole company.
"""
