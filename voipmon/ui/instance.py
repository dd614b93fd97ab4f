"""One window for each profile: a second start raises the first window and ends.

Who holds the lock file has the window; others reach it over a local socket that only
the same user may open. Nothing but the wish to be raised is ever passed on.
"""

import hashlib
import logging
import time
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_log = logging.getLogger(__name__)

ANSWER_S = 2.0  # a window that takes longer hangs
START_S = 10.0  # from the lock to the socket, on a cold disk
_AGAIN_S = 0.05
_WISH = b"raise\n"
_ANSWER = b"raised\n"


class Called(Enum):
    """What became of calling the window that is there."""

    RAISED = auto()
    HUNG = auto()
    GONE = auto()  # and the place is ours now


class SingleInstance(QObject):
    """The place of one profile's window; GUI thread.

    Args:
        place: Folder of the profile: two with different settings may run.
        runtime: Folder for lock and socket that other users cannot enter.
    """

    wanted = Signal()  # somebody started the program again

    def __init__(self, place: Path, runtime: Path) -> None:
        super().__init__()
        name = hashlib.sha256(str(place).encode()).hexdigest()[:16]
        self._socket = str(runtime / f"voipmon-{name}")
        self._lock = QLockFile(f"{self._socket}.lock")
        self._lock.setStaleLockTime(0)  # stale when its process is dead, never by age
        self._server: QLocalServer | None = None

    def take(self) -> bool:
        """Take the place, also from a dead process; False if somebody has it."""
        if self._lock.tryLock(0):
            return True
        if self._lock.error() is QLockFile.LockError.LockFailedError:
            return False
        _log.warning("no lock file can be made: a second start will not be noticed")
        return True

    def listen(self) -> None:
        """Let others call; needs the application. Once, after `take`."""
        QLocalServer.removeServer(self._socket)  # a dead one's
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_call)
        if not self._server.listen(self._socket):
            _log.warning("no socket can be made: a second start cannot raise us")

    def call(self, wait_s: float = ANSWER_S, start_s: float = START_S) -> Called:
        """Ask the window that is there to come to the front; blocks.

        Args:
            wait_s: For the answer of one that listens.
            start_s: For one that has just been started to listen.
        """
        until = time.monotonic() + start_s
        while True:
            socket = QLocalSocket()
            socket.connectToServer(self._socket)
            if socket.waitForConnected(round(wait_s * 1000)):
                socket.write(_WISH)
                socket.waitForReadyRead(round(wait_s * 1000))
                answered = socket.readAll().data() == _ANSWER
                return Called.RAISED if answered else Called.HUNG
            if self.take():
                return Called.GONE
            if time.monotonic() > until:
                return Called.HUNG
            time.sleep(_AGAIN_S)

    def release(self) -> None:
        """Give the place free."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _on_call(self) -> None:
        while self._server is not None and (
            caller := self._server.nextPendingConnection()
        ):
            caller.setReadBufferSize(len(_WISH))
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(lambda c=caller: self._on_wish(c))
            QTimer.singleShot(round(ANSWER_S * 1000), caller, caller.abort)

    def _on_wish(self, caller: QLocalSocket) -> None:
        if caller.bytesAvailable() < len(_WISH):
            return
        if caller.readAll().data() == _WISH:
            self.wanted.emit()
            caller.write(_ANSWER)
        caller.disconnectFromServer()
