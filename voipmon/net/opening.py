"""Opening a connection that somebody may lose interest in.

Name resolution, a TCP handshake with a silent host and a TLS handshake cannot be
broken off from another thread by any means that every system has.

Decision: each opening runs on a daemon thread of its own, which is abandoned when it
is not wanted any more; because the program must end within 2 s whatever a network
does, and connections are kept alive, so that openings are rare; instead of a
non-blocking connect with our own resolver and handshake loop; would change if the
standard library's connect could be cancelled.
"""

import socket
import threading
from collections.abc import Callable


class Opening:
    """One attempt; `run` on the thread that wants it, `give_up` on any.

    Args:
        connect: Blocks; returns a socket or raises.
    """

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        self._connect = connect
        self._lock = threading.Lock()  # guards who owns the socket
        self._over = threading.Event()
        self._given_up = False
        self._sock: socket.socket | None = None
        self._error: BaseException | None = None

    def run(self) -> socket.socket | None:
        """Wait for the socket; None if it was given up. Raises what `connect` does."""
        threading.Thread(target=self._work, name="opening", daemon=True).start()
        try:
            self._over.wait()
        except BaseException:  # a signal's exception in the waiting thread
            self.give_up()
            raise
        with self._lock:
            if self._given_up:
                return None
            if self._error is not None:
                raise self._error
            return self._sock

    def give_up(self) -> None:
        """Let `run` return at once; a socket that still comes is closed."""
        with self._lock:
            self._given_up = True
            sock, self._sock = self._sock, None
        if sock is not None:
            sock.close()
        self._over.set()

    def _work(self) -> None:
        sock = error = None
        try:
            sock = self._connect()
        except BaseException as caught:  # noqa: BLE001 - raised again by `run`
            error = caught
        with self._lock:
            wanted = not self._given_up
            if wanted:
                self._sock, self._error = sock, error
        if sock is not None and not wanted:
            sock.close()
        self._over.set()
