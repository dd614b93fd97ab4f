"""Threads: what connects sockets, playout, device and list into one `Monitor`.

May import net, audio, store and core. Every thread is a `worker.Worker`; each
mutable object has one owning thread, named in its class docstring. Between threads
go deques, rings and frozen values, never a shared lock held over work.
"""
