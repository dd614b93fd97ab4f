"""The tab: what happened, the newest on top, to be read and copied."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from voipmon.ui.activity.log import Log, as_text
from voipmon.ui.activity.model import Column, LogModel
from voipmon.ui.theme import Theme
from voipmon.ui.tokens import GAP
from voipmon.ui.widgets.empty_words import EmptyWords
from voipmon.ui.widgets.plain_table import PlainTable

_SAMPLES: dict[int, str] = {
    Column.TIME: "00:00:00",
    Column.WHO: "Mrs Whitfield-Oyelaran",
}
_EMPTY = (
    "Nothing has happened yet.\n"
    "What does is kept in memory and forgotten when you sign out."
)


class ActivityTab(QWidget):
    """Draws a `Log`."""

    def __init__(self, log: Log, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("activity_page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = LogModel(log, theme, self)
        self.view = PlainTable(
            self.model, theme, samples=_SAMPLES, stretched=Column.TEXT
        )
        self.view.setObjectName("activity_table")
        self.view.setAccessibleName("Activity log, newest first")
        self._copy = QPushButton("&Copy")
        self._copy.setObjectName("activity_copy")
        self._copy.setToolTip("Copy the selected lines, or all of them (Ctrl+C)")
        self._copy.clicked.connect(self.copy)
        self._empty = EmptyWords(theme, self.view.viewport())
        self._empty.say("log", _EMPTY)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.view)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self.copy)
        buttons = QVBoxLayout()
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, GAP, 2 * GAP, GAP)
        row.setSpacing(2 * GAP)
        row.addWidget(self.view, 1)
        row.addLayout(buttons)

    def refresh(self, dt_s: float) -> None:
        """Take what was written."""
        del dt_s
        self.model.sync()
        self._empty.setVisible(self.model.rowCount() == 0)
        self._copy.setEnabled(self.model.rowCount() > 0)

    def copy(self) -> None:
        """Put the selected lines on the clipboard, or all of them."""
        rows = {index.row() for index in self.view.selectionModel().selectedRows()}
        lines = self.model.lines(rows)
        QGuiApplication.clipboard().setText(as_text(lines))
