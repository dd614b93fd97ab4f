"""A table of words under fixed headings; one of its columns takes the room left."""

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from voipmon.ui.theme import Theme
from voipmon.ui.tokens import GAP

ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class PlainModel(QAbstractTableModel):
    """What such tables have in common; rows and `data` are the subclass's."""

    HEADERS: ClassVar[tuple[str, ...]] = ()

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.HEADERS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.HEADERS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class PlainTable(QTableView):
    """Shows a `PlainModel`; nothing of it is edited unless triggers are set.

    Args:
        samples: About the longest word of each column of fixed width.
        stretched: The column that takes the rest.
    """

    def __init__(
        self,
        model: PlainModel,
        theme: Theme,
        *,
        samples: Mapping[int, str],
        stretched: int,
    ) -> None:
        super().__init__()
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        for column, sample in samples.items():
            width = self.fontMetrics().horizontalAdvance(sample)
            self.setColumnWidth(column, width + 5 * GAP)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        theme.changed.connect(self.viewport().update)
