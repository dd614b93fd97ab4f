"""The tab: a sentence, figures, and four curves; pyqtgraph comes when it is shown."""

import importlib
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication, QShowEvent
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
from voipmon.ui.state import WindowState
from voipmon.ui.theme import LARGE, SMALL, Theme, font
from voipmon.ui.tokens import GAP

if TYPE_CHECKING:
    from voipmon.ui.quality.curves import Curves

_FIGURES = 11  # at most, see `report.figures`
_PER_COLUMN = 4
_WORDS_S = 0.5  # figures that change faster cannot be read
_CURVES = "voipmon.ui.quality.curves"


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
        self._complete = False  # all plots are made
        self._since_s = _WORDS_S
        self._shown: Card | None = None
        self._headline = QLabel()
        self._headline.setObjectName("quality_headline")
        self._headline.setFont(font(scale=LARGE, weight=QFont.Weight.DemiBold))
        self._headline.setTextFormat(Qt.TextFormat.PlainText)
        self._copy = QPushButton("&Copy as text")
        self._copy.setObjectName("quality_copy")
        self._copy.clicked.connect(self._on_copy)
        self._names: list[QLabel] = []
        self._values: list[QLabel] = []
        top = QHBoxLayout()
        top.addWidget(self._headline, 1)
        top.addWidget(self._copy)
        grid = self._make_grid()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2 * GAP, GAP, 2 * GAP, GAP)
        self._column.setSpacing(GAP - 2)
        self._column.addLayout(top)
        self._column.addLayout(grid)
        self._wait = QLabel("Loading the curves…")
        self._wait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._wait.setProperty("soft", True)
        self._column.addWidget(self._wait, 1)

    def _make_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(2)
        for number in range(_FIGURES):
            name, value = QLabel(), QLabel()
            name.setProperty("soft", True)
            name.setFont(font(scale=SMALL))
            value.setFont(font(scale=SMALL, weight=QFont.Weight.DemiBold))
            row, column = number % _PER_COLUMN, number // _PER_COLUMN
            grid.addWidget(name, row, 3 * column)
            grid.addWidget(value, row, 3 * column + 1)
            grid.setColumnMinimumWidth(3 * column + 2, 3 * GAP)
            self._names.append(name)
            self._values.append(value)
        grid.setColumnStretch(3 * (_FIGURES // _PER_COLUMN) + 3, 1)
        return grid

    def refresh(self, dt_s: float) -> None:
        """Twice a second is often enough for a page to study."""
        self._follow_loader()
        self._since_s += dt_s
        card = self._state.selected
        if self._since_s < _WORDS_S and card is self._shown:
            return
        self._since_s, self._shown = 0.0, card
        self._headline.setText(report.headline(card))
        self._copy.setEnabled(card is not None)
        pairs = []
        if card is not None and card.snap is not None:
            pairs = report.figures(card.snap, card.history)
        for number, (name, value) in enumerate(
            zip(self._names, self._values, strict=True)
        ):
            pair = pairs[number] if number < len(pairs) else ("", "")
            name.setText(pair[0])
            value.setText(pair[1])
        if self._curves is not None:
            self._curves.show_history(card.history if card else [])

    def _follow_loader(self) -> None:
        """Once pyqtgraph is there, one plot in each frame."""
        if self._complete or self._loader is None or self._loader.is_alive():
            return
        if self._curves is None:
            from voipmon.ui.quality.curves import Curves

            self._curves = Curves(self._theme)
            self._column.replaceWidget(self._wait, self._curves)
            self._wait.deleteLater()
        self._complete = not self._curves.add_next()
        self._since_s = _WORDS_S

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._loader is None:
            self._loader = threading.Thread(
                target=importlib.import_module, args=(_CURVES,), name="curves-import"
            )
            self._loader.start()
        self._since_s = _WORDS_S
        self.refresh(0.0)

    def _on_copy(self) -> None:
        if self._state.selected is not None:
            text = report.as_text(self._state.selected)
            QGuiApplication.clipboard().setText(text)
