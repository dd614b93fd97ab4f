"""F1: every key on one sheet, as it is mapped now."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from voipmon.ui.keys.actions import FIXED, Action
from voipmon.ui.keys.keymap import Keymap
from voipmon.ui.theme import BANNER, font
from voipmon.ui.tokens import GAP

Line = tuple[str, str]  # keys, what they do


def groups(bound: Iterable[Action], keymap: Keymap) -> dict[str, list[Line]]:
    """The sheet's lines under their headlines; an action without a key has none."""
    found: dict[str, list[Line]] = {}
    for action in bound:
        if keys := keymap.text(action.id):
            found.setdefault(action.group, []).append((keys, action.label))
        if action.always and keymap.key(action.id) != action.always:
            found.setdefault(action.group, []).append((action.always, action.label))
    for group, keys, meaning in FIXED:
        found.setdefault(group, []).append((keys, meaning))
    return found


class KeySheet(QDialog):
    """Two columns of keys, scrolled where they have no room; Esc closes it.

    It does not block the window: who reads it may try a key.
    """

    def __init__(
        self, parent: QWidget, bound: Iterable[Action], keymap: Keymap
    ) -> None:
        super().__init__(parent)
        self.setObjectName("help_sheet")
        self.setWindowTitle("Keys - voipmon")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        scroll = QScrollArea()
        scroll.setObjectName("help_scroll")
        scroll.setAccessibleName("Keys")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        lines = self._lines(groups(bound, keymap))
        scroll.setWidget(lines)
        close = QPushButton("&Close")
        close.setObjectName("help_close")
        close.setToolTip("Close (Esc)")
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        column.addWidget(scroll, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        around = QSize(6 * GAP, 10 * GAP + close.sizeHint().height())
        wanted = lines.sizeHint() + around
        self.resize(wanted.boundedTo(parent.size() - QSize(2 * GAP, 2 * GAP)))
        close.setFocus()

    def _lines(self, lines: dict[str, list[Line]]) -> QWidget:
        page = QWidget()
        page.setObjectName("help_page")
        row = QHBoxLayout(page)
        row.setContentsMargins(GAP, 0, GAP, 0)
        row.setSpacing(4 * GAP)
        half = sum(len(group) + 1 for group in lines.values()) / 2
        grid, used = self._column(row), 0
        for name, group in lines.items():
            if used and used + len(group) / 2 > half and row.count() == 1:
                grid, used = self._column(row), 0
            used += len(group) + 1
            self._fill(grid, name, group)
        return page

    @staticmethod
    def _column(row: QHBoxLayout) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GAP)
        grid.setVerticalSpacing(GAP // 2)
        grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addLayout(grid)
        return grid

    @staticmethod
    def _fill(grid: QGridLayout, name: str, group: list[Line]) -> None:
        title = QLabel(name)
        title.setFont(font(scale=BANNER, weight=QFont.Weight.DemiBold))
        if grid.rowCount() > 1:
            title.setContentsMargins(0, GAP, 0, 0)
        grid.addWidget(title, grid.rowCount(), 0, 1, 2)
        for keys, meaning in group:
            at = grid.rowCount()
            left = QLabel(keys)
            left.setFont(font(weight=QFont.Weight.DemiBold))
            grid.addWidget(left, at, 0)
            grid.addWidget(QLabel(meaning), at, 1)
