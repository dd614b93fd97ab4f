"""The log as a table, the newest line on top."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from voipmon.ui import wording
from voipmon.ui.activity.log import KEPT, Line, Log
from voipmon.ui.theme import Theme
from voipmon.ui.widgets.plain_table import ROOT, Index, PlainModel


class Column(IntEnum):
    """From left to right."""

    TIME = 0
    WHO = 1
    TEXT = 2


class LogModel(PlainModel):
    """Announces new lines at `sync`; draws nothing anew that it has drawn."""

    HEADERS = ("Time", "Call", "What happened")

    def __init__(self, log: Log, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._theme = theme
        self._lines: list[Line] = []  # shown, the oldest first
        self._count = 0
        self._clears = log.clears

    def sync(self) -> None:
        """Take what was written since the last time."""
        log = self._log
        if log.clears != self._clears:
            self.beginResetModel()
            self._lines, self._count, self._clears = [], 0, log.clears
            self.endResetModel()
        fresh = min(log.count - self._count, len(log.lines))
        if fresh <= 0:
            return
        self._count = log.count
        self.beginInsertRows(ROOT, 0, fresh - 1)
        self._lines += list(log.lines)[len(log.lines) - fresh :]
        self.endInsertRows()
        if (over := len(self._lines) - KEPT) > 0:
            last = len(self._lines) - 1
            self.beginRemoveRows(ROOT, last - over + 1, last)
            del self._lines[:over]
            self.endRemoveRows()

    def lines(self, rows: set[int]) -> list[Line]:
        """Lines of these rows, or of all, the oldest first."""
        end = len(self._lines) - 1
        return [
            line for at, line in enumerate(self._lines) if not rows or end - at in rows
        ]

    # -- Qt's questions --------------------------------------------------------------

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        at = len(self._lines) - 1 - index.row()
        if not 0 <= at < len(self._lines):
            return None
        line, column = self._lines[at], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            if column is Column.TIME:
                return wording.clock_time(line.at_s)
            return line.who if column is Column.WHO else line.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.text
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = line.tone if column is Column.TEXT else "soft"
            return self._theme.tokens.colour(tone)
        return None
