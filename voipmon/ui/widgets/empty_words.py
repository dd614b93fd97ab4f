"""One sentence and at most one action, centred where there is nothing else."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from voipmon.ui import icons
from voipmon.ui.theme import LARGE, Theme, font
from voipmon.ui.tokens import GAP

_ICON = 40  # [px]


class EmptyWords(QWidget):
    """Covers its parent while it has words; `acted` when its button is pressed."""

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = ""
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label = QLabel()
        self.label.setObjectName("empty_text")
        self.label.setWordWrap(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setFont(font(scale=LARGE))
        self.label.setProperty("soft", True)
        self.button = QPushButton()
        self.button.setObjectName("empty_action")
        self.button.clicked.connect(self.acted)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GAP, GAP, 3 * GAP, GAP)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addSpacing(GAP)
        column.addWidget(self.label)
        column.addSpacing(GAP)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        parent.installEventFilter(self)
        theme.changed.connect(self._tint)
        self.hide()

    def say(self, icon: str, text: str, action: str = "") -> None:
        """Show these words; an empty text hides them."""
        self._name = icon
        self.label.setText(text)
        self.button.setVisible(bool(action))
        self.button.setText(action)
        self._tint()
        self.setVisible(bool(text))

    def _tint(self) -> None:
        if self._name:
            colour = self._theme.tokens.colour("faint")
            self._icon.setPixmap(icons.pixmap(self._name, colour, _ICON))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.resize(watched.size())
        return False
