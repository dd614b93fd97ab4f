"""Ten minutes of lag, buffer, concealed sound and frames, drawn by pyqtgraph."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from voipmon.core.domain.snapshot import HISTORY_S, HistoryPoint
from voipmon.ui.theme import SMALL, Theme, font
from voipmon.ui.tokens import GAP

_AXIS = 40  # [px] room for four digits
_NO_LAG = -1.0  # `HistoryPoint.lag_ms` while nothing plays
_KINDS = (
    ("Behind live [ms]", "lag_ms", "accent", 200.0),
    ("Buffer [ms]", "buffer_ms", "accent", 200.0),
    ("Filled in [ms/s]", "concealed_ms", "late", 100.0),
    ("Frames [1/s]", "frames", "good", 60.0),
)  # title, field, token, least top of the scale


class Curves(QWidget):
    """Four small plots side by side, minutes before now from left to right.

    Empty at first; the owner asks for one after the other, so that no frame is late.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("quality_curves")
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._plots: list[pg.PlotWidget] = []
        self.lines: list[pg.PlotDataItem] = []
        theme.changed.connect(self._tint)

    def add_next(self) -> bool:
        """Make one more plot: 20-40 ms of the GUI thread; True while some are left."""
        if len(self._plots) < len(_KINDS):
            self._add(_KINDS[len(self._plots)][0])
        return len(self._plots) < len(_KINDS)

    def _add(self, title: str) -> None:
        plot = pg.PlotWidget()
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # there is nothing to press
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setXRange(-HISTORY_S / 60, 0, padding=0)
        plot.setMinimumHeight(90)
        plot.setAccessibleName(f"{title}, last ten minutes")
        label = QLabel(f"{title}, last ten minutes")
        label.setFont(font(scale=SMALL))
        label.setProperty("soft", True)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label)
        column.addWidget(plot, 1)
        self._row.addLayout(column, 1)
        plot.getAxis("left").setWidth(_AXIS)
        self._plots.append(plot)
        self.lines.append(plot.plot())
        self._tint()

    def show_history(self, history: list[HistoryPoint]) -> None:
        """Draw these seconds, the last one being now."""
        minutes = (np.arange(len(history)) - len(history) + 1) / 60
        for (_title, field, _token, least), plot, line in zip(
            _KINDS, self._plots, self.lines, strict=False
        ):
            values = np.array([getattr(p, field) for p in history], float)
            if field == "lag_ms":
                values[values == _NO_LAG] = np.nan
            line.setData(minutes, values, connect="finite")
            top = np.nanmax(values) if np.isfinite(values).any() else 0.0
            plot.setYRange(0, max(least, 1.1 * float(top)), padding=0)

    def _tint(self) -> None:
        tokens = self._theme.tokens
        for (_title, _field, token, _top), plot, line in zip(
            _KINDS, self._plots, self.lines, strict=False
        ):
            plot.setBackground(tokens.colour("surface"))
            line.setPen(pg.mkPen(tokens.colour(token), width=1.6))
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(tokens.colour("line"))
                axis.setTextPen(tokens.colour("soft"))
                axis.setStyle(tickFont=font(scale=0.78), tickLength=-4)
            plot.showGrid(x=False, y=True, alpha=0.15)
