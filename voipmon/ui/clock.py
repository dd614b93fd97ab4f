"""The one clock of the window: 30 Hz while something moves, slower otherwise."""

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

FRAME_MS = 33  # [ms] about 30 Hz
CALM_MS = 100  # [ms] nothing is listened to or metered: only words change
HIDDEN_MS = 1000  # [ms] facts are still taken and a dead engine noticed; nothing drawn


class Clock(QObject):
    """Owned by the main window; everything that moves hangs on `tick`.

    `tick` carries the seconds since the last one and whether to draw.
    """

    tick = Signal(float, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._visible = False
        self._calm = False
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        """Begin to tick."""
        self._since.start()
        self._timer.start(self._wanted_ms)

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()

    def set_visible(self, visible: bool) -> None:
        """Tell whether anybody can see the window."""
        self._visible = visible
        self._adjust()

    def set_calm(self, calm: bool) -> None:
        """Tell whether nothing moves: a third of the rate is enough for words."""
        self._calm = calm
        self._adjust()

    @property
    def interval_ms(self) -> int:
        """Present period [ms]; 0 while stopped."""
        return self._timer.interval() if self._timer.isActive() else 0

    @property
    def _wanted_ms(self) -> int:
        if not self._visible:
            return HIDDEN_MS
        return CALM_MS if self._calm else FRAME_MS

    def _adjust(self) -> None:
        if self._timer.isActive() and self._timer.interval() != self._wanted_ms:
            self._timer.start(self._wanted_ms)

    def _on_timeout(self) -> None:
        self.tick.emit(self._since.restart() / 1000.0, self._visible)
