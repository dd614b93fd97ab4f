"""The tabs at the bottom: closed until asked for, so that the calls keep the room."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QWidget

from voipmon.ui import icons
from voipmon.ui.theme import Theme
from voipmon.ui.tokens import GAP


class BottomBar(QWidget):
    """A row of tab buttons; pressing the open one closes it."""

    opened = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("bottom_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._buttons: list[tuple[QToolButton, str]] = []
        self.pages = QStackedWidget()
        self.pages.setObjectName("bottom_pages")
        self.pages.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(GAP, 3, GAP, 3)
        self._row.addStretch(1)
        theme.changed.connect(self._tint)

    def add(self, page: QWidget, name: str, label: str, icon: str) -> None:
        """One more tab; `name` is the button's object name."""
        button = QToolButton()
        button.setObjectName(name)
        button.setText(label)
        button.setToolTip(f"{label.replace('&', '')}: show or hide")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(icons.ICON_SIZE)
        button.setCheckable(True)
        place = self.pages.addWidget(page)
        button.toggled.connect(lambda on, at=place: self._on_toggled(at, on))
        self._row.insertWidget(len(self._buttons), button)
        self._buttons.append((button, icon))
        self._tint()

    @property
    def first(self) -> QWidget:
        """The first tab's button."""
        return self._buttons[0][0]

    @property
    def current(self) -> QWidget | None:
        """The open page, None while closed."""
        return None if self.pages.isHidden() else self.pages.currentWidget()

    @property
    def open_name(self) -> str:
        """Object name of the open tab's button, "" while closed."""
        names = (b.objectName() for b, _icon in self._buttons if b.isChecked())
        return next(names, "")

    def open_tab(self, name: str) -> None:
        """Open the tab whose button has this object name, if there is one."""
        for button, _icon in self._buttons:
            if button.objectName() == name:
                button.setChecked(True)

    def show_page(self, page: QWidget) -> None:
        """Open this page, unless it is."""
        self._buttons[self.pages.indexOf(page)][0].setChecked(True)

    def _on_toggled(self, place: int, on: bool) -> None:
        if on:
            for number, (button, _icon) in enumerate(self._buttons):
                if number != place:
                    button.setChecked(False)
            self.pages.setCurrentIndex(place)
        shown = any(button.isChecked() for button, _icon in self._buttons)
        self.pages.setVisible(shown)
        self.opened.emit(shown)

    def _tint(self) -> None:
        colour = self._theme.tokens.colour("text")
        for button, icon in self._buttons:
            button.setIcon(icons.icon(icon, colour))
