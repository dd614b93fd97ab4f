"""The newest of what happened to a stream, as a list that can be read and scrolled."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from voipmon.ui import wording
from voipmon.ui.diary import Diary
from voipmon.ui.theme import SMALL, Theme, font


class Happened(QWidget):
    """One line for each entry of a diary, the newest on top."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._diary: Diary | None = None
        self._count = 0  # entries shown or forgotten
        title = QLabel("What happened")
        title.setFont(font(scale=SMALL))
        title.setProperty("soft", True)
        self._list = QListWidget()
        self._list.setObjectName("quality_diary")
        self._list.setAccessibleName("What happened to this call's sound")
        self._list.setFont(font(scale=SMALL))
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMinimumWidth(180)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(title)
        column.addWidget(self._list, 1)
        theme.changed.connect(self._redo)

    def show_diary(self, diary: Diary | None) -> None:
        """Show a diary's entries; only those that are new cost something."""
        if diary is not self._diary:
            self._diary = diary
            self._redo()
        if diary is None or diary.count == self._count:
            return
        fresh = min(diary.count - self._count, len(diary.entries))
        for entry in list(diary.entries)[len(diary.entries) - fresh :]:
            text = f"{wording.clock_time(entry.at_s)}  {entry.text}"
            item = QListWidgetItem(text)
            item.setToolTip(text)
            item.setForeground(self._theme.tokens.colour(entry.tone))
            self._list.insertItem(0, item)
        while self._list.count() > len(diary.entries):
            self._list.takeItem(self._list.count() - 1)
        self._count = diary.count

    def _redo(self) -> None:
        self._list.clear()
        self._count = 0
        self.show_diary(self._diary)
