"""The frame around the window's content, in the colour of the banner."""

from PySide6.QtCore import QRect
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGradient,
    QLinearGradient,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from voipmon.ui.hearing import Hearing
from voipmon.ui.tokens import BANNER_GREY, PRACTICE

WIDTH = 4  # [px]
_STRIPE = 20  # [px] of a light and a dark one together


class HearingFrame(QWidget):
    """Seen from the corner of the eye: what the banner says, on all four sides.

    Practice calls stripe it, so that no practice window is taken for a real one.
    """

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setObjectName("hearing_frame")
        self._fill = BANNER_GREY
        self._practice = False
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDTH, WIDTH, WIDTH, WIDTH)
        column.addWidget(inside)

    def show_hearing(self, hearing: Hearing) -> None:
        """Take the colour of the banner."""
        if (hearing.fill, hearing.practice) != (self._fill, self._practice):
            self._fill, self._practice = hearing.fill, hearing.practice
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        ground = QBrush(_stripes(self._fill) if self._practice else QColor(self._fill))
        wide, high = self.width(), self.height()
        for edge in (
            QRect(0, 0, wide, WIDTH),
            QRect(0, high - WIDTH, wide, WIDTH),
            QRect(0, 0, WIDTH, high),
            QRect(wide - WIDTH, 0, WIDTH, high),
        ):
            painter.fillRect(edge, ground)
        painter.end()


def _stripes(fill: str) -> QLinearGradient:
    """Slanting stripes of the fill and the practice yellow, over and over."""
    stripes = QLinearGradient(0, 0, _STRIPE, _STRIPE)
    stripes.setSpread(QGradient.Spread.RepeatSpread)
    for at, colour in (
        (0.0, fill), (0.5, fill), (0.501, PRACTICE), (1.0, PRACTICE),
    ):  # fmt: skip
        stripes.setColorAt(at, QColor(colour))
    return stripes
