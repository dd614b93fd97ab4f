"""The tab: a judgement, figures, curves, and what happened; curves come when shown."""

import importlib
import sys
import threading
import time
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from voipmon.ui.card import Card
from voipmon.ui.quality import report
from voipmon.ui.quality.happened import Happened
from voipmon.ui.state import WindowState
from voipmon.ui.theme import LARGE, SMALL, Theme, font
from voipmon.ui.tokens import GAP
from voipmon.ui.widgets.labels import CutLabel

if TYPE_CHECKING:
    from voipmon.ui.quality.curves import Curves

_FIGURES = 20  # see `report.figures`
_PER_COLUMN = 4
_WORDS_S = 0.5  # figures that change faster cannot be read
_COPIED_S = 2.0  # how long the button says that it was done
_SLICE_S = 0.004  # for making classes, between two turns of the window
_TURN_S = 0.0005  # that the loading thread keeps the interpreter for itself
_CURVES = "voipmon.ui.quality.curves"
_COPY = "&Copy as text"


class QualityTab(QWidget):
    """Follows the selected card.

    Loading pyqtgraph takes 0.3 s and 30 MB: it is done when the tab is opened first,
    by a thread, so that neither the start nor the waveforms wait for it.
    """

    def __init__(self, state: WindowState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("quality_page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self._theme = theme
        self._curves: Curves | None = None
        self._loader: threading.Thread | None = None
        modules = (QtCore, QtGui, QtWidgets)
        self._unmade = ((module, name) for module in modules for name in dir(module))
        self._warming = QTimer(self)
        self._warming.setInterval(10)  # [ms]
        self._warming.timeout.connect(self._warm)
        self._since_s = _WORDS_S
        self._copied_s = 0.0
        self._shown: Card | None = None
        self._drawn: tuple[Card | None, int] | None = None  # what the curves show
        self._headline = CutLabel()
        self._headline.setObjectName("quality_headline")
        self._headline.setFont(font(scale=LARGE, weight=QFont.Weight.DemiBold))
        self._meaning = CutLabel()
        self._meaning.setObjectName("quality_meaning")
        self._meaning.setProperty("soft", True)
        self._copy = QPushButton(_COPY)
        self._copy.setObjectName("quality_copy")
        self._copy.setToolTip("Copy all of this as plain text, no names (Ctrl+C)")
        self._copy.clicked.connect(self.copy)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        keys.activated.connect(self.copy)
        self._names: list[QLabel] = []
        self._values: list[QLabel] = []
        self._happened = Happened(theme)
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._headline)
        words.addWidget(self._meaning)
        top = QHBoxLayout()
        top.addLayout(words, 1)
        top.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        self._wait = QLabel("Loading the curves…")
        self._wait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._wait.setProperty("soft", True)
        self._pictures = QHBoxLayout()
        self._pictures.setSpacing(2 * GAP)
        self._pictures.addWidget(self._wait, 3)
        self._pictures.addWidget(self._happened, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GAP, GAP, 2 * GAP, GAP)
        column.setSpacing(GAP - 2)
        column.addLayout(top)
        column.addLayout(self._make_grid())
        column.addLayout(self._pictures, 1)

    def _make_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(2)
        for number in range(_FIGURES):
            name, value = QLabel(), QLabel()
            name.setProperty("soft", True)
            name.setFont(font(scale=SMALL))
            value.setFont(font(scale=SMALL, weight=QFont.Weight.DemiBold))
            value.setTextFormat(Qt.TextFormat.PlainText)
            row, column = number % _PER_COLUMN, number // _PER_COLUMN
            grid.addWidget(name, row, 3 * column)
            grid.addWidget(value, row, 3 * column + 1)
            grid.setColumnStretch(3 * column + 2, 1)
            self._names.append(name)
            self._values.append(value)
        return grid

    def refresh(self, dt_s: float) -> None:
        """Twice a second is often enough for a page to study."""
        self._follow_loader()
        self._since_s += dt_s
        card = self._state.selected
        if self._copied_s > 0:
            self._copied_s -= dt_s
            if self._copied_s <= 0:
                self._copy.setText(_COPY)
        if self._since_s < _WORDS_S and card is self._shown:
            return
        self._since_s, self._shown = 0.0, card
        judgement, meaning = report.headline(card, self._state)
        self._headline.setText(judgement)
        self._meaning.setText(meaning)
        self._copy.setEnabled(card is not None)
        self._show_figures(card)
        self._happened.show_diary(card.diary if card else None)
        self._draw(card)

    def _show_figures(self, card: Card | None) -> None:
        told = report.figures(card, self._state) if card is not None else []
        for number, (name, value) in enumerate(
            zip(self._names, self._values, strict=True)
        ):
            figure = told[number] if number < len(told) else report.NOTHING
            if figure.name != name.text():
                name.setText(figure.name)
                for part in (name, value):
                    part.setToolTip(figure.meaning)
            if figure.value != value.text():
                value.setText(figure.value)
                value.setAccessibleName(f"{figure.name}: {figure.value}")

    def _draw(self, card: Card | None) -> None:
        """Once for each second of history."""
        now = (card, card.history_next if card else 0)
        if self._curves is not None and now != self._drawn:
            self._drawn = now
            self._curves.show_history(card.history if card else [])

    def _follow_loader(self) -> None:
        """Once pyqtgraph is there, one plot in each frame."""
        if self._loader is None or self._loader.is_alive():
            return
        if self._curves is None:
            from voipmon.ui.quality.curves import Curves

            self._curves = Curves(self._theme)
            self._pictures.replaceWidget(self._wait, self._curves)
            self._pictures.setStretch(0, 3)
            self._wait.deleteLater()
        if self._curves.step():
            self._since_s, self._drawn = _WORDS_S, None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._loader is None:
            self._warming.start()
        self._since_s = _WORDS_S
        self.refresh(0.0)

    def _warm(self) -> None:
        """Make some more of Qt's classes; after the last, pyqtgraph can be loaded.

        PySide makes a class when its name is first asked for. pyqtgraph asks for all
        of them in one breath, 50 ms without a turn for any other thread; and two
        threads that ask at the same time crash the program.
        """
        until = time.perf_counter() + _SLICE_S
        for module, name in self._unmade:  # goes on where it stopped
            getattr(module, name)
            if time.perf_counter() > until:
                return
        self._warming.stop()
        if self._loader is None:
            self._loader = threading.Thread(target=_load_curves, name="curves-import")
            self._loader.start()

    def copy(self) -> None:
        """Put everything on the clipboard as text."""
        if self._state.selected is not None:
            text = report.as_text(self._state.selected, self._state)
            QGuiApplication.clipboard().setText(text)
            self._copy.setText("Copied")
            self._copied_s = _COPIED_S


def _load_curves() -> None:
    """Import pyqtgraph without holding the window up; runs on a thread of its own.

    A frame asks for the interpreter a dozen times: with the usual 5 ms of waiting for
    each it would be late.
    """
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_S)
    try:
        importlib.import_module(_CURVES)
    finally:
        sys.setswitchinterval(usual_s)
