"""Lock, sleep and wake on Windows, from the messages that it sends to a window.

Sources: WTSRegisterSessionNotification, WM_WTSSESSION_CHANGE and WM_POWERBROADCAST of
the Windows API. Written from its documentation; never run on Windows yet.
"""

import ctypes
import sys
from ctypes import wintypes
from enum import Enum, auto

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication

from voipmon.ui.desktop.session import Session

_SESSION_CHANGE, _POWER = 0x02B1, 0x0218
_THIS_SESSION = 0  # NOTIFY_FOR_THIS_SESSION


class Meaning(Enum):
    """What a message says."""

    LOCKED = auto()
    UNLOCKED = auto()
    SLEEPING = auto()
    WOKE = auto()


_MEANINGS = {
    (_SESSION_CHANGE, 0x7): Meaning.LOCKED,  # WTS_SESSION_LOCK
    (_SESSION_CHANGE, 0x8): Meaning.UNLOCKED,  # WTS_SESSION_UNLOCK
    (_POWER, 0x4): Meaning.SLEEPING,  # PBT_APMSUSPEND; about 2 s are left
    (_POWER, 0x12): Meaning.WOKE,  # PBT_APMRESUMEAUTOMATIC, also without a user
}


def meaning(message: int, wparam: int) -> Meaning | None:
    """What a window message says of the session; None if nothing."""
    return _MEANINGS.get((message, wparam))


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, session: "WindowsSession") -> None:
        super().__init__()
        self._session = session

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        if QByteArray(kind) == b"windows_generic_MSG":
            msg = wintypes.MSG.from_address(int(message))
            self._session.on_message(msg.message, msg.wParam)
        return False, 0


class WindowsSession(Session):
    """Owner: the GUI thread.

    Args:
        window_id: Handle of a window of ours that lives as long as this.
    """

    def __init__(self, window_id: int) -> None:
        super().__init__()
        self._window_id = window_id
        self._filter = _Filter(self)

    def start(self) -> None:
        if sys.platform == "win32" and (app := QCoreApplication.instance()):
            app.installNativeEventFilter(self._filter)
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(
                self._window_id, _THIS_SESSION
            )

    def stop(self) -> None:
        if sys.platform == "win32" and (app := QCoreApplication.instance()):
            app.removeNativeEventFilter(self._filter)
            ctypes.windll.wtsapi32.WTSUnRegisterSessionNotification(self._window_id)

    def on_message(self, message: int, wparam: int) -> None:
        """Tell what one window message says."""
        match meaning(message, wparam):
            case Meaning.LOCKED:
                self.locked.emit()
            case Meaning.UNLOCKED:
                self.unlocked.emit()
            case Meaning.SLEEPING:
                self.sleeping.emit()
            case Meaning.WOKE:
                self.woke.emit()
