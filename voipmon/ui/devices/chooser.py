"""The list of outputs: follows the devices there are, chooses by click or Enter."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from voipmon.ui import icons
from voipmon.ui.output_choices import Choice, choices
from voipmon.ui.state import WindowState
from voipmon.ui.theme import Theme, font
from voipmon.ui.tokens import GAP

_LEAST, _MOST = 3, 6  # lines shown at once
_CHOOSE = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_TIP = "Output device: click, or press Enter or Space, to choose"


class OutputList(QListWidget):
    """The chosen one has the mark; `follow` keeps the list as the devices are.

    Args:
        choose: Told name and API.
        fixed: Why nothing can be chosen, "" if it can.
    """

    def __init__(
        self,
        state: WindowState,
        theme: Theme,
        choose: Callable[[str, str], None],
        fixed: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName("output_list")
        self.setAccessibleName("Output device")
        self.setAccessibleDescription(fixed or _TIP)
        self.setToolTip(fixed or _TIP)
        self.setEnabled(not fixed)
        self.setFont(font())
        self.setIconSize(QSize(16, 16))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._state = state
        self._theme = theme
        self._choose = choose
        self._shown: tuple[Choice, ...] = ()
        self.itemClicked.connect(lambda item: self._take(self.row(item)))
        theme.changed.connect(self._tint)
        self.follow()

    @property
    def texts(self) -> list[str]:
        """What is listed."""
        return [choice.text for choice in self._shown]

    def follow(self) -> None:
        """Show what there is now; whoever moves in the list stays where he is."""
        found = choices(self._state.devices, self._state.output)
        if found == self._shown:
            return
        stood = self._place(self._shown, self.currentRow())
        before, self._shown = self._shown, found
        same = [c.text for c in before] == [c.text for c in found]
        if not same:
            self.clear()
            for choice in found:
                self.addItem(QListWidgetItem(choice.text))
            self._fit()
        self._tint()
        moved = [c.chosen for c in before] != [c.chosen for c in found] and same
        places = [(choice.name, choice.api) for choice in found]
        if stood in places and not moved:
            self.setCurrentRow(places.index(stood))
        else:
            self.setCurrentRow(next((i for i, c in enumerate(found) if c.chosen), 0))

    @staticmethod
    def _place(shown: tuple[Choice, ...], row: int) -> tuple[str, str] | None:
        return (shown[row].name, shown[row].api) if 0 <= row < len(shown) else None

    def _take(self, row: int) -> None:
        if place := self._place(self._shown, row):
            self._choose(*place)

    def _tint(self) -> None:
        mark = icons.icon("check", self._theme.tokens.colour("accent"))
        none = QIcon(_blank(self.iconSize()))
        for row, choice in enumerate(self._shown):
            item = self.item(row)
            item.setIcon(mark if choice.chosen else none)
            weight = QFont.Weight.DemiBold if choice.chosen else QFont.Weight.Normal
            item.setFont(font(weight=weight))
            tone = "text" if choice.connected else "soft"
            item.setForeground(self._theme.tokens.colour(tone))
            words = f"{choice.text}, chosen" if choice.chosen else choice.text
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            item.setToolTip(choice.text)

    def _fit(self) -> None:
        line = self.fontMetrics().height() + GAP
        for row in range(self.count()):
            self.item(row).setSizeHint(QSize(0, line))
        lines = min(max(self.count(), _LEAST), _MOST)
        self.setFixedHeight(lines * line + 2 * self.frameWidth() + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CHOOSE:
            self._take(self.currentRow())
            event.accept()
            return
        super().keyPressEvent(event)


def _blank(size: QSize) -> QPixmap:
    """As wide as the mark, so that all texts begin at one line."""
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap
