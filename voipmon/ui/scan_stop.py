"""Any key or click while scanning means: stay here."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from voipmon.ui.hopping import Hopping

# A key that is a shortcut is never seen as a press, only asked for as an override.
_TOUCHES = {
    QEvent.Type.ShortcutOverride,
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
}


class ScanStop(QObject):
    """Watches the program's events while it scans, and only then.

    The stop comes after the key has done what it does, so that the key that switches
    scanning off does not find it off already and switch it on.
    """

    def __init__(self, hopping: Hopping, parent: QObject) -> None:
        super().__init__(parent)
        self._hopping = hopping
        self._watching = False

    def follow(self) -> None:
        """Watch or not, as it scans or not; on every tick."""
        app = QApplication.instance()
        if app is not None and self._watching != self._hopping.scanning:
            self._watching = self._hopping.scanning
            if self._watching:
                app.installEventFilter(self)
            else:
                app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            held = isinstance(event, QKeyEvent) and event.isAutoRepeat()
            if not held:
                QTimer.singleShot(0, self, self._hopping.stop_scan)
        return False
