"""A socket with a deadline for the whole exchange instead of for each read.

`socket.settimeout` bounds one system call; a server that sends a byte now and then
could hold a thread for ever.
"""

import contextlib
import io
import math
import socket
from time import monotonic
from typing import Any


class DeadlineSocket:
    """The part of a socket that `http.client` and urllib3 use.

    Owned by one exchange at a time; only `abort` may come from another thread.
    `until` is a time of `monotonic`.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self.until = math.inf

    def arm(self) -> None:
        """Give the next system call what is left; TimeoutError if nothing is."""
        left_s = self.until - monotonic()
        if left_s <= 0:
            raise TimeoutError
        self._sock.settimeout(min(left_s, 3600.0))

    def settimeout(self, _: float | None) -> None:
        """Ignored: the deadline governs."""

    def fileno(self) -> int:
        """Descriptor, for urllib3's look at whether the peer has hung up."""
        return self._sock.fileno()

    def sendall(self, data: bytes) -> None:
        """Send all, before the deadline."""
        self.arm()
        self._sock.sendall(data)

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        """Return a reader that keeps the socket open until it is closed itself."""
        return io.BufferedReader(_Reader(self, self._sock.makefile("rb", buffering=0)))

    def shutdown(self, how: int) -> None:
        """Shut down a direction."""
        self._sock.shutdown(how)

    def abort(self) -> None:
        """Wake whoever waits in this socket, with an end of file or an error."""
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self._sock, socket.SHUT_RDWR)  # below TLS

    def close(self) -> None:
        """Close, once its readers are closed."""
        self._sock.close()


class _Reader(io.RawIOBase):
    def __init__(self, owner: DeadlineSocket, raw: io.RawIOBase) -> None:
        self._owner = owner
        self._raw = raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._owner.arm()
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
