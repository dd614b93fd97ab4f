"""What went wrong, in a tinted box: the fact in strong letters, then what to do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from voipmon.ui import icons
from voipmon.ui.access.announce import announce
from voipmon.ui.messages import Message
from voipmon.ui.theme import Theme, font
from voipmon.ui.tokens import GAP


class ErrorBox(QWidget):
    """Hidden until `show_message`, which is announced: nothing else has happened."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = QLabel()
        self._what = _line("error_what")
        self._what.setFont(font(weight=QFont.Weight.DemiBold))
        self._rest = _line("error_rest")
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * GAP, GAP, GAP + 2, GAP + 2)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(3)
        grid.addWidget(self._icon, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._what, 0, 1)
        grid.addWidget(self._rest, 1, 1)
        grid.setColumnStretch(1, 1)
        theme.changed.connect(self._tint)
        self._tint()
        self.hide()

    @property
    def text(self) -> str:
        """All that is shown; "" while hidden."""
        if self.isHidden():
            return ""
        return f"{self._what.text()} {self._rest.text()}".strip()

    def show_message(self, message: Message) -> None:
        """Show it."""
        self._what.setText(message.what)
        self._rest.setText(f"{message.meaning}\n{message.action}".strip())
        self._rest.setVisible(bool(self._rest.text()))
        self.setToolTip(message.details)
        self.setAccessibleName(message.text)
        self.show()
        announce(self, message.text, urgent=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tone = QColor(self._theme.tokens.colour("broken"))
        painter = QPainter(self)
        painter.fillRect(0, 0, 3, self.height(), tone)
        tone.setAlpha(26)
        painter.fillRect(self.rect(), tone)
        painter.end()

    def _tint(self) -> None:
        tone = self._theme.tokens.colour("broken")
        self._icon.setPixmap(icons.pixmap("warning", tone, 18))
        self.update()


def _line(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
