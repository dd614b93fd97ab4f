"""The meter of the source, and beside it the gain that levelling adds to it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from voipmon.core.analysis.ballistics import Needle
from voipmon.ui.theme import SMALL, Theme, font
from voipmon.ui.tokens import GAP
from voipmon.ui.widgets.level_meter import LevelMeter
from voipmon.ui.wording import gain

_WIDEST_DB = -12.0  # levelling goes no further
_CALM_S = 0.5  # a number that changes faster cannot be read
_UNIT = " levelling"
_TIP = (
    "Levelling brings the speech of all calls to one loudness. "
    "The meter shows the call as it arrives, without it."
)


class LevelledMeter(QWidget):
    """The label has its room for as long as levelling is on, so that nothing jumps."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.meter = LevelMeter(theme)
        self.meter.setObjectName("level_meter")
        self._label = QLabel()
        self._label.setObjectName("levelling_label")
        self._label.setFont(font(scale=SMALL))
        self._label.setProperty("soft", True)
        self._label.setToolTip(_TIP)
        self._label.setFixedHeight(self._label.fontMetrics().height())
        self._label.hide()
        self._unit = _UNIT
        self._since_s = _CALM_S
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.meter, 1)
        row.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        self.set_scale_shown(True)

    def set_name(self, name: str) -> None:
        """What readers call the meter."""
        self.meter.setAccessibleName(name)

    def set_scale_shown(self, shown: bool) -> None:
        """With numbers below the bar, or the bar alone and fewer words beside it."""
        self.meter.set_scale_shown(shown)
        self._unit = _UNIT if shown else ""
        metrics = self._label.fontMetrics()
        self._label.setFixedWidth(metrics.horizontalAdvance(self._text(_WIDEST_DB)) + 2)
        self._since_s = _CALM_S

    def show_needle(self, needle: Needle, dt_s: float, *, clipped: bool) -> None:
        """One frame later."""
        self._since_s += dt_s
        self.meter.show_needle(needle, dt_s, clipped=clipped)

    def show_levelling(self, levelling_db: float | None) -> None:
        """Tell the gain that is applied now; None: levelling is off."""
        if levelling_db is None:
            self._label.hide()
        elif self._since_s >= _CALM_S or self._label.isHidden():
            self._since_s = 0.0
            self._label.setText(self._text(levelling_db))
            self._label.show()

    def _text(self, levelling_db: float) -> str:
        return gain(levelling_db) + self._unit
