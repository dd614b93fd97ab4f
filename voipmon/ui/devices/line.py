"""An icon and a sentence that takes as many lines as it needs."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from voipmon.ui import icons
from voipmon.ui.theme import Theme, font
from voipmon.ui.tokens import GAP
from voipmon.ui.wording import Word

_SIZE = 16  # [px] of the icon


class Line(QWidget):
    """In the tone of a `Word`; keeps one line's room while it has nothing to say."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._word: Word | None = None
        self._icon = QLabel()
        self._icon.setFixedWidth(_SIZE)
        self._text = QLabel()
        self._text.setFont(font())
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setMinimumHeight(self._text.fontMetrics().height())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP - 2)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        theme.changed.connect(self._draw)

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    def show_word(self, word: Word | None) -> bool:
        """Show it; True if it is another one."""
        if word == self._word:
            return False
        self._word = word
        self._draw()
        return True

    def _draw(self) -> None:
        word = self._word
        self._text.setText(word.text if word else "")
        self.setAccessibleName(self._text.text())
        if word is None:
            self._icon.clear()
            return
        colour = self._theme.tokens.colour(word.tone)
        self._icon.setPixmap(icons.pixmap(word.icon, colour, _SIZE))
        palette = self._text.palette()
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        self._text.setPalette(palette)
