"""The hearing banner: full width, on top, never hidden, first to be read out."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from voipmon.ui import icons
from voipmon.ui.access.announce import announce
from voipmon.ui.hearing import Hearing
from voipmon.ui.theme import BANNER, font
from voipmon.ui.tokens import BANNER_GREY, GAP

HEIGHT = 44  # [px] at the usual font size
_USUAL = 15  # [px] height of that font
_ICON = 22
_EDGE = 4  # [px] of the accent below
_HATCH = 14  # [px] from one line to the next
_WHITE = QColor("#FFFFFF")
_SHADE = QColor(0, 0, 0, 46)  # darker than the fill: the words only gain contrast


class Banner(QLabel):
    """Shows one `Hearing`; announces it assertively when what it says has changed.

    A label for the sake of its role: readers skip widgets that are none.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        scale = max(1.0, self.fontMetrics().height() / _USUAL)
        self._mark = round(_ICON * scale)
        self.setFixedHeight(round(HEIGHT * scale))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._hearing = Hearing("NOT SIGNED IN", "no calls are shown", "key", "")
        self.setAccessibleName(self._hearing.text)

    @property
    def text(self) -> str:  # type: ignore[override] # what it shows, not a label's
        """The sentence shown."""
        return self._hearing.text

    @property
    def fill(self) -> str:
        """The ground's colour."""
        return self._hearing.fill

    def show_hearing(self, hearing: Hearing) -> None:
        """Show it; nothing happens if it is shown already."""
        if hearing == self._hearing:
            return
        news = hearing.said != self._hearing.said
        self._hearing = hearing
        self.setAccessibleName(hearing.text)
        self.setToolTip(hearing.text)
        self.update()
        if news:
            announce(self, hearing.text, urgent=True)

    def sizeHint(self) -> QSize:
        return QSize(640, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        shown = self._hearing
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(shown.fill or BANNER_GREY))
        if shown.hatched:
            self._paint_hatch(painter)
        if shown.edge:
            edge = QColor(shown.edge)
            painter.fillRect(0, self.height() - _EDGE, self.width(), _EDGE, edge)
        top = (self.height() - self._mark) // 2
        mark = icons.pixmap(shown.icon, _WHITE, self._mark)
        painter.drawPixmap(2 * GAP, top, mark)
        self._paint_sentence(painter, 2 * GAP + self._mark + GAP + 2)
        painter.end()

    def _paint_sentence(self, painter: QPainter, left: float) -> None:
        shown = self._hearing
        painter.setPen(_WHITE)
        bold = font(scale=BANNER, weight=QFont.Weight.Bold)
        plain = font(scale=BANNER)
        room = self.width() - left - 2 * GAP
        head = f"{'PRACTICE — ' if shown.practice else ''}{shown.head}"
        for face, text in ((bold, head), (plain, f" — {shown.detail}")):
            metrics = QFontMetricsF(face)
            painter.setFont(face)
            cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))
            box = QRectF(left, 0, max(0.0, room), self.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), cut)
            step = metrics.horizontalAdvance(text)
            left, room = left + step, room - step

    def _paint_hatch(self, painter: QPainter) -> None:
        painter.setPen(QPen(_SHADE, _HATCH / 3))
        high = self.height()
        for x in range(-high, self.width(), _HATCH):
            painter.drawLine(x, high, x + high, 0)
