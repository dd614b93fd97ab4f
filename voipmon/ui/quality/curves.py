"""Ten minutes of delay, made-up sound and arrivals, drawn by pyqtgraph."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from voipmon.core.domain.snapshot import HISTORY_S, HistoryPoint
from voipmon.ui.theme import SMALL, Theme, font
from voipmon.ui.tokens import GAP, Tokens
from voipmon.ui.wording import MINUS

_AXIS = 40  # [px] room for four digits
_SIDES = ("left", "bottom")
_MINUTES = (9, 6, 3)  # before now, named below the plots
_MARK = 0.25  # of the height: how far a stall's mark rises
_LINE = 1.6  # [px]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plot: its name in the legend, its look."""

    name: str
    sign: str
    token: str
    style: Qt.PenStyle = Qt.PenStyle.SolidLine
    unit: str = ""
    pairs: bool = False  # strokes from point to point, two points each


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot: least top of its scale, lines."""

    least: float
    lines: tuple[Line, ...]


PLOTS = (
    Plot(
        200.0,
        (
            Line("Behind live", "—", "accent", unit="ms"),
            Line("target", "- -", "soft", Qt.PenStyle.DashLine),
            Line("stall", "╷", "late", pairs=True),
            Line("skip", "┆", "broken", Qt.PenStyle.DotLine, pairs=True),
        ),
    ),
    Plot(100.0, (Line("Filled in", "—", "late", unit="ms/s"),)),
    Plot(60.0, (Line("Frames", "—", "good", unit="/s"),)),
)


@dataclass(slots=True)
class Series:
    """The history as arrays, one element a second; seconds without sound are NaN."""

    minutes: NDArray[np.float64]  # before now
    lines: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    stalls: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    skips: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))


def series(history: Sequence[HistoryPoint]) -> Series:
    """Columns of the history; `stalls` and `skips` are the minutes they fell in."""
    table = np.array(
        [
            (p.lag_ms, p.delay_ms, p.target_ms, p.concealed_ms, p.frames, p.stalls,
             p.skipped_ms)
            for p in history
        ],
        float,
    ).reshape(-1, 7)  # fmt: skip
    lag, delay, target, concealed, frames, stalls, skipped = table.T
    lag = np.where(lag < 0, np.nan, lag)
    minutes = (np.arange(len(table)) - len(table) + 1) / 60
    # The target is playout's part; the device's is added, to be comparable.
    lines = {
        "Behind live": lag,
        "target": target + (lag - delay),
        "Filled in": concealed,
        "Frames": frames,
    }
    return Series(minutes, lines, minutes[stalls > 0], minutes[skipped > 0])


class Curves(QWidget):
    """Three small plots side by side, minutes before now from left to right.

    Empty at first; the owner calls `step` in each frame, so that none is late.
    Made of views and axes alone: a `PlotItem` brings fifty hidden widgets for its
    menu, which every change of the style sheet would polish.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("quality_curves")
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._views: list[_View] = []
        self._untinted: list[_View] = []
        theme.changed.connect(self._on_theme)

    @property
    def curves(self) -> dict[str, pg.PlotCurveItem]:
        """What is drawn, by the legend's names."""
        return {name: item for view in self._views for name, item in view.items.items()}

    def step(self) -> bool:
        """Do one frame's worth: make a plot, or paint one in a new theme's colours.

        Returns:
            True if something was done; call it again in the next frame.
        """
        if self._untinted:
            self._untinted.pop(0).tint(self._theme.tokens)
            return True
        if len(self._views) < len(PLOTS):
            view = _View(PLOTS[len(self._views)], self._theme.tokens)
            self._row.addLayout(view.column, 1)
            self._views.append(view)
            return True
        return False

    def show_history(self, history: Sequence[HistoryPoint]) -> None:
        """Draw these seconds, the last one being now."""
        told = series(history)
        for view in self._views:
            view.draw(told)

    def _on_theme(self) -> None:
        self._untinted = list(self._views)


class _View:
    """One plot with its legend."""

    def __init__(self, plot: Plot, tokens: Tokens) -> None:
        self._plot = plot
        self._view = pg.GraphicsView()
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # there is nothing to press
        self._view.setMinimumHeight(72)
        names = ", ".join(line.name for line in plot.lines)
        self._view.setAccessibleName(f"{names}: last ten minutes")
        self._box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
        self._box.setXRange(-HISTORY_S / 60, 0, padding=0)
        self._axes = [pg.AxisItem(side, linkView=self._box) for side in _SIDES]
        for axis in self._axes:  # text costs 2 ms, and the curves change each second
            axis.setCacheMode(axis.CacheMode.DeviceCoordinateCache)
        self._axes[0].setWidth(_AXIS)
        self._axes[1].setTicks([[(-at, f"{MINUS}{at} min") for at in _MINUTES]])
        holder = pg.GraphicsLayout()
        holder.layout.setSpacing(0)
        holder.layout.setContentsMargins(0, 2, 2, 0)
        holder.addItem(self._axes[0], 0, 0)
        holder.addItem(self._box, 0, 1)
        holder.addItem(self._axes[1], 1, 1)
        self._view.setCentralItem(holder)
        self.items = {line.name: pg.PlotCurveItem() for line in plot.lines}
        for item in self.items.values():
            self._box.addItem(item, ignoreBounds=True)
        self._legend = QLabel()
        self._legend.setFont(font(scale=SMALL))
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self.column = QVBoxLayout()
        self.column.setSpacing(0)
        self.column.addWidget(self._legend)
        self.column.addWidget(self._view, 1)
        self.tint(tokens)

    def draw(self, told: Series) -> None:
        """Show other data."""
        lines = [told.lines[n.name] for n in self._plot.lines if not n.pairs]
        values = np.concatenate(lines)
        top = float(np.nanmax(values)) if np.isfinite(values).any() else 0.0
        top = max(self._plot.least, 1.1 * top)
        self._box.setYRange(0, top, padding=0)
        for line in self._plot.lines:
            item = self.items[line.name]
            if not line.pairs:
                item.setData(told.minutes, told.lines[line.name], connect="finite")
                continue
            high = _MARK * top if line.name == "stall" else top
            at = told.stalls if line.name == "stall" else told.skips
            item.setData(
                np.repeat(at, 2), np.tile((0.0, high), len(at)), connect="pairs"
            )

    def tint(self, tokens: Tokens) -> None:
        """Take other colours."""
        self._view.setBackground(tokens.colour("surface"))
        parts = []
        for line in self._plot.lines:
            colour = tokens.colour(line.token)
            width = 2 * _LINE if line.pairs else _LINE
            pen = pg.mkPen(colour, width=width, style=line.style)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            self.items[line.name].setPen(pen)
            unit = f" [{line.unit}]" if line.unit else ""
            parts.append(
                f'<b style="color:{colour.name()}">{line.sign}</b> {line.name}{unit}'
            )
        soft = tokens.colour("soft").name()
        legend = " &nbsp; ".join(parts)
        self._legend.setText(f'<span style="color:{soft}">{legend}</span>')
        for axis in self._axes:
            axis.setPen(tokens.colour("line"))
            axis.setTextPen(tokens.colour("soft"))
            axis.setStyle(tickFont=font(scale=0.78), tickLength=-4)
        self._axes[0].setGrid(38)
