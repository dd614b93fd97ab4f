"""The one clock of the window: 30 Hz while it is seen, a slow pulse while it is not."""

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

FRAME_MS = 33  # [ms] about 30 Hz
HIDDEN_MS = 1000  # [ms] facts are still taken and a dead engine noticed; nothing drawn


class Clock(QObject):
    """Owned by the main window; everything that moves hangs on `tick`.

    `tick` carries the seconds since the last one and whether to draw.
    """

    tick = Signal(float, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._visible = False
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        """Begin to tick."""
        self._since.start()
        self._timer.start(FRAME_MS if self._visible else HIDDEN_MS)

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()

    def set_visible(self, visible: bool) -> None:
        """Tell whether anybody can see the window."""
        if visible == self._visible:
            return
        self._visible = visible
        if self._timer.isActive():
            self._timer.start(FRAME_MS if visible else HIDDEN_MS)

    @property
    def interval_ms(self) -> int:
        """Present period [ms]; 0 while stopped."""
        return self._timer.interval() if self._timer.isActive() else 0

    def _on_timeout(self) -> None:
        self.tick.emit(self._since.restart() / 1000.0, self._visible)
