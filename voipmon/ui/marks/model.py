"""The marks of this session as a table, the newest first; notes are edited in place."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from voipmon.ui import wording
from voipmon.ui.marks.mark import Mark, out_of_reach, unmark
from voipmon.ui.state import WindowState
from voipmon.ui.theme import Theme
from voipmon.ui.widgets.plain_table import ROOT, Index, PlainModel

NOTE_LENGTH = 500  # [characters] a line, not a report


class Column(IntEnum):
    """From left to right."""

    TIME = 0
    CALL = 1
    NOTE = 2
    REPLAY = 3


class MarksModel(PlainModel):
    """Owns the marks; memory only."""

    HEADERS = ("Time", "Call", "Note", "Replay")

    def __init__(
        self, state: WindowState, theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._theme = theme
        self._marks: list[Mark] = []
        self._reasons: list[str] = []  # why each cannot be replayed, as drawn

    @property
    def marks(self) -> list[Mark]:
        """All of them, the newest first."""
        return list(self._marks)

    def mark_at(self, row: int) -> Mark | None:
        """The mark of a row."""
        return self._marks[row] if 0 <= row < len(self._marks) else None

    def add(self, mark: Mark) -> None:
        """Keep one more."""
        self.beginInsertRows(ROOT, 0, 0)
        self._marks.insert(0, mark)
        self._reasons.insert(0, out_of_reach(mark, self._state))
        self.endInsertRows()

    def remove(self, row: int) -> None:
        """Forget one, also on the strip."""
        self.beginRemoveRows(ROOT, row, row)
        mark = self._marks.pop(row)
        del self._reasons[row]
        self.endRemoveRows()
        unmark(mark, self._state, self._marks)

    def clear(self) -> None:
        """Forget all."""
        self.beginResetModel()
        self._marks.clear()
        self._reasons.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """Look again which of them can be replayed."""
        for row, mark in enumerate(self._marks):
            reason = out_of_reach(mark, self._state)
            if reason != self._reasons[row]:
                self._reasons[row] = reason
                at = self.index(row, Column.REPLAY)
                self.dataChanged.emit(at, at)

    # -- Qt's questions --------------------------------------------------------------

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._marks)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == Column.NOTE:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        mark = self.mark_at(index.row())
        if mark is None:
            return None
        column = Column(index.column())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._text(index.row(), mark, column)
        if role == Qt.ItemDataRole.EditRole and column is Column.NOTE:
            return mark.text
        if role == Qt.ItemDataRole.ToolTipRole and column in {Column.CALL, Column.NOTE}:
            return self._text(index.row(), mark, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            plain = column is Column.NOTE or (
                column is Column.REPLAY and not self._reasons[index.row()]
            )
            return self._theme.tokens.colour("text" if plain else "soft")
        return None

    def setData(
        self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        mark = self.mark_at(index.row())
        if mark is None or role != Qt.ItemDataRole.EditRole:
            return False
        mark.text = " ".join(str(value).split())[:NOTE_LENGTH]
        self.dataChanged.emit(index, index)
        return True

    def _text(self, row: int, mark: Mark, column: Column) -> str:
        match column:
            case Column.TIME:
                return wording.clock_time(mark.at_s)
            case Column.CALL:
                return " · ".join(filter(None, (mark.who, mark.other)))
            case Column.NOTE:
                return mark.text
        return self._reasons[row] or "can be played"
