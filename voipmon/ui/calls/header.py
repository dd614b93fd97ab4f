"""The table's header: words, and a chevron beside the one that sorts."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from voipmon.ui import icons
from voipmon.ui.calls.columns import Column
from voipmon.ui.theme import Theme, font

PAD = 10  # [px] left and right in every cell
_CHEVRON = 14
_LEAST = 36  # [px] room below which a word would be a stump


class CallsHeader(QHeaderView):
    """Painted by hand: styles put their arrow over right-aligned words."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._plain = font()
        self._strong = font(weight=QFont.Weight.DemiBold)
        self.setAccessibleName("Sort by")
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's name
        colour = self._theme.tokens.colour
        painter.save()
        painter.fillRect(rect, colour("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line"))
        sorts = self.sortIndicatorSection() == logicalIndex
        painter.setFont(self._strong if sorts else self._plain)
        painter.setPen(colour("text" if sorts else "soft"))
        text = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal))
        room = rect.adjusted(PAD, 0, -PAD, 0)
        spare = room.width() - (_CHEVRON + 2 if sorts else 0)
        metrics = painter.fontMetrics()
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, spare)
        if spare < _LEAST:
            cut = ""  # an arrow alone below explains itself
        width = metrics.horizontalAdvance(cut)
        right = logicalIndex == Column.TIME
        left = room.right() - width + 1 if right else room.left()
        box = QRect(left, rect.top(), width + 1, rect.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), cut)
        if sorts:
            up = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
            name = "chevron-up" if up else "chevron-down"
            at = left - _CHEVRON - 2 if right else left + width + 2
            top = rect.top() + (rect.height() - _CHEVRON) // 2
            mark = icons.pixmap(name, colour("accent"), _CHEVRON)
            painter.drawPixmap(at, top, mark)
        painter.restore()
