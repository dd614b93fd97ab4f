"""Paints a cell of the table: icon and word, names, tabular time, mini-meter."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from voipmon.ui import icons, wording
from voipmon.ui.calls.columns import Column
from voipmon.ui.calls.header import PAD
from voipmon.ui.calls.model import CallsModel, Row
from voipmon.ui.theme import Theme, font
from voipmon.ui.widgets.labels import cut_mode
from voipmon.ui.widgets.level_meter import AMBER_DBFS, FLOOR_DBFS, RED_DBFS

ROW_HEIGHT = 36  # [px] at the usual font size
_AROUND = 8  # [px] above and below the letters
_ICON = 16
_METER = 6


class CallsDelegate(QStyledItemDelegate):
    """Asks the model for its rows directly; one painting path for every column."""

    def __init__(self, model: CallsModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._plain = font()
        self._strong = font(weight=QFont.Weight.DemiBold)
        self.hovered = -1
        self.narrow = False  # the direction as an arrow alone

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(60, row_height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = self._model.row_at(index.row())
        if row is None:
            return
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._paint_ground(painter, box, index, row, selected=selected)
        column = Column(index.column())
        inner = box.adjusted(PAD, 0, -PAD, 0)
        if column is Column.STATE:
            self._paint_word(painter, inner, self._model.word(row), row)
        elif column is Column.DIRECTION:
            word = wording.direction(row.roster)
            self._paint_word(painter, inner, word, row, bare=self.narrow)
        elif column is Column.LISTENING:
            if doing := self._model.listening(row):
                self._paint_word(painter, inner, doing, row)
        elif column is Column.LEVEL:
            self._paint_level(painter, inner, row)
        else:
            self._paint_text(painter, inner, row, column)
        painter.restore()

    def _dim(self, row: Row) -> bool:
        return row.gone or not row.roster.live or self._model.state.stale

    def _paint_ground(
        self,
        painter: QPainter,
        box: QRect,
        index: QModelIndex | QPersistentModelIndex,
        row: Row,
        *,
        selected: bool,
    ) -> None:
        colour = self._theme.tokens.colour
        ground = "surface"
        if row.card is not None and not row.card.closed:
            ground = "tint"
        if index.row() == self.hovered:
            ground = "hover" if ground == "surface" else ground
        if selected:
            ground = "select"
        painter.fillRect(box, colour(ground))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, colour("line"))
        if index.column() == 0 and row.card is not None and not row.card.closed:
            painter.fillRect(box.left(), box.top(), 3, box.height(), colour("accent"))
        view = self.parent()
        focused = isinstance(view, QWidget) and view.hasFocus()
        if selected and focused:  # the focus ring runs around the whole row
            edge = colour("accent")
            painter.fillRect(box.left(), box.top(), box.width(), 2, edge)
            painter.fillRect(box.left(), box.bottom() - 1, box.width(), 2, edge)

    def _paint_word(
        self,
        painter: QPainter,
        box: QRect,
        word: wording.Word,
        row: Row,
        *,
        bare: bool = False,
    ) -> None:
        if not word.text:
            return
        tone = "faint" if self._dim(row) else word.tone
        colour = self._theme.tokens.colour(tone)
        top = box.top() + (box.height() - _ICON) // 2
        painter.drawPixmap(box.left(), top, icons.pixmap(word.icon, colour, _ICON))
        if bare:
            return
        painter.setPen(colour)
        painter.setFont(self._plain)
        self._draw(painter, box.adjusted(_ICON + 6, 0, 4, 0), word.text)

    def _paint_text(
        self, painter: QPainter, box: QRect, row: Row, column: Column
    ) -> None:
        tone = "text" if column in {Column.WHO, Column.TIME} else "soft"
        if self._dim(row):
            tone = "faint"
        painter.setPen(self._theme.tokens.colour(tone))
        painter.setFont(self._strong if column is Column.WHO else self._plain)
        align = Qt.AlignmentFlag.AlignLeft
        if column is Column.TIME:
            align = Qt.AlignmentFlag.AlignRight
        self._draw(painter, box, self._model.text(row, column), align)

    @staticmethod
    def _draw(
        painter: QPainter,
        box: QRect,
        text: str,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        metrics = painter.fontMetrics()
        cut = metrics.elidedText(text, cut_mode(text), box.width())
        painter.drawText(box, int(align | Qt.AlignmentFlag.AlignVCenter), cut)

    def _paint_level(self, painter: QPainter, box: QRect, row: Row) -> None:
        meter = self._model.state.meters.get(row.key)
        closed = row.card is not None and row.card.closed
        if meter is None or closed or self._model.state.engine_dead:
            return
        colour = self._theme.tokens.colour
        top = box.center().y() - _METER // 2
        painter.fillRect(box.left(), top, box.width(), _METER, colour("line"))
        peak = meter.needle.peak
        for first, last, role in (
            (FLOOR_DBFS, AMBER_DBFS, "meter_low"),
            (AMBER_DBFS, RED_DBFS, "meter_mid"),
            (RED_DBFS, 0.0, "meter_high"),
        ):
            left = _x(first, box.width())
            right = _x(min(peak, last), box.width())
            if right > left:
                painter.fillRect(
                    box.left() + left, top, right - left, _METER, colour(role)
                )


def _x(dbfs: float, width: int) -> int:
    share = (max(FLOOR_DBFS, min(0.0, dbfs)) - FLOOR_DBFS) / -FLOOR_DBFS
    return round(share * width)


def row_height(wanted: int = ROW_HEIGHT) -> int:
    """Height of a row at the present font [px]."""
    return max(wanted, QFontMetrics(font()).height() + _AROUND)
