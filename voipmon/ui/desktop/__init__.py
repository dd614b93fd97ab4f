"""The window's neighbours: session lock, sleep and wake, tray, notifications, closing.

Threads: the GUI thread; each D-Bus connection has one thread of its own (`bus`), which
alone touches the socket. Nothing here waits for another program.

Decision: while the computer is locked or asleep every stream is closed, not muted /
because an open stream goes on filling the replay memory with customers' voices while
nobody who may hear them is there / instead of playing them silently / would change if
reopening took longer than the second it takes.

Decision: pausing stands between the window and the engine (`pausable_engine`) and keeps
the window's stream numbers / because calls, calls kept ready and everything yet to
come are then paused in one place and come back as they were / instead of each part of
the window closing and opening its own.

Decision: the screen counts as locked when login1's LockedHint, a screen saver or a
request to lock says so, whichever is first / because desktops differ in which of them
they serve, and to pause too often is the smaller harm / instead of LockedHint alone.

Decision: jeepney for D-Bus / because PySide6's QtDBus cannot send the unsigned integer
that every notification starts with, and its connect blocks the GUI thread; jeepney is
installed with the keychain anyway / instead of QtDBus / would change if both were
mended there.

Decision: on Windows lock and sleep come as window messages; on macOS only a wake is
noticed, by the clocks / because both are untested and more would pretend otherwise.
"""
