"""Labels: one that cuts its text with dots, one with an icon in front."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from voipmon.ui import icons
from voipmon.ui.theme import LARGE, Theme, font
from voipmon.ui.tokens import GAP
from voipmon.ui.wording import Word


def cut_mode(text: str) -> Qt.TextElideMode:
    """Where a text may be cut: a number keeps its last digits, people know those."""
    if text[:1] == "+" or text[:1].isdigit() or text.endswith(")"):
        return Qt.TextElideMode.ElideMiddle
    return Qt.TextElideMode.ElideRight


class CutLabel(QLabel):
    """A line of text that gives way; all of it in the tool tip.

    Where there is room it may be told to take as many lines as it needs.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        if text != self.text():
            super().setText(text)
            self.setToolTip(text)
            self.setAccessibleName(text)

    def set_wrapping(self, wrapping: bool) -> None:
        """All of the text on several lines, or one line that is cut."""
        if wrapping == self.wordWrap():
            return
        policy = QSizePolicy.Policy
        down = policy.MinimumExpanding if wrapping else policy.Fixed
        sizes = QSizePolicy(policy.Ignored, down)
        sizes.setHeightForWidth(wrapping)
        self.setSizePolicy(sizes)
        self.setWordWrap(wrapping)

    def minimumSizeHint(self) -> QSize:
        if self.wordWrap():
            return QSize(10, self.heightForWidth(max(10, self.width())))
        return QSize(10, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.wordWrap():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().windowText().color())
        cut = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        flags = self.alignment() | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), int(flags), cut)
        painter.end()


class NameLabel(QLabel):
    """Who, in strong letters, and the other side after it in soft ones."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._names = ("", "")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._strong = font(scale=LARGE, weight=QFont.Weight.DemiBold)
        self._plain = font()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_names(self, who: str, other: str) -> None:
        """Show both; the second gives way first."""
        if (who, other) != self._names:
            self._names = who, other
            self.setText(f"{who} {other}".strip())
            self.setToolTip(f"{who}  {other}".strip())
            self.setAccessibleName(self.text())

    def sizeHint(self) -> QSize:
        return QSize(120, QFontMetrics(self._strong).height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        left = 0
        for face, tone, text in (
            (self._strong, "text", self._names[0]),
            (self._plain, "soft", self._names[1]),
        ):
            metrics = QFontMetrics(face)
            room = self.width() - left
            cut = metrics.elidedText(text, cut_mode(text), room)
            painter.setFont(face)
            painter.setPen(self._theme.tokens.colour(tone))
            box = self.rect().adjusted(left, 0, 0, 0)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), cut)
            left += metrics.horizontalAdvance(cut) + GAP + 2
        painter.end()


class WordLabel(QWidget):
    """Icon and word in the tone of a `Word`."""

    def __init__(self, theme: Theme, *, size: int = 16, bold: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._size = size
        self._word: Word | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP - 3)
        self._icon = QLabel()
        self._icon.setFixedWidth(size)
        self._text = QLabel()
        weight = QFont.Weight.DemiBold if bold else QFont.Weight.Normal
        self._text.setFont(font(weight=weight))
        row.addWidget(self._icon)
        row.addWidget(self._text)
        theme.changed.connect(self._tint)
        self.hide()

    @property
    def text(self) -> str:
        """The word shown."""
        return self._text.text()

    def show_word(self, word: Word | None) -> None:
        """Show it; None shows nothing."""
        if word == self._word:
            return
        self._word = word
        self.setVisible(word is not None)
        self._tint()

    def _tint(self) -> None:
        if self._word is None:
            return
        colour = self._theme.tokens.colour(self._word.tone)
        self._icon.setPixmap(icons.pixmap(self._word.icon, colour, self._size))
        self._text.setText(self._word.text)
        palette = self._text.palette()
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        self._text.setPalette(palette)
        self.setAccessibleName(self._word.text)
