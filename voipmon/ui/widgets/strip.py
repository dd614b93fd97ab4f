"""Ten minutes of a call, a second a pixel: seen at a glance, clicked to hear again."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygon,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from voipmon.core.domain.snapshot import StreamSnapshot
from voipmon.ui.strip_data import SECONDS, Kind, Second, StripData, StripMark
from voipmon.ui.strip_words import of_minute, of_second
from voipmon.ui.theme import Theme

_HEIGHT = 32  # [px] of the picture, stretched to the widget's
_MIDDLE = _HEIGHT // 2
_LANE = 5  # [px] above, for marks
_SAY_S = 5.0  # readers are told of the last minute at most so often
_MINUTE = 60
_PAGE = 10  # [s] of Page up and Page down
_JUST_NOW_S = 1.0  # heard so little behind is live


class Strip(QWidget):
    """Newest at the right edge. `seek_wanted` carries a second of the stream's time.

    The picture is a ring: each second costs one column and two copies, not six
    hundred lines.
    """

    seek_wanted = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data = StripData()
        self._snap: StreamSnapshot | None = None
        self._offset_s = 0.0
        self._painted = -1  # newest second in the picture
        self._last: Second | None = None  # as the newest is painted
        self._drawn: object = None
        self._pick: int | None = None  # [s ago] where the keyboard points
        self._since_said_s = _SAY_S
        self._ring = QImage(SECONDS, _HEIGHT, QImage.Format.Format_RGB32)
        self.setObjectName("strip")
        self.setAccessibleName("Last ten minutes")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._redraw)
        self._redraw()

    def show_strip(
        self,
        data: StripData,
        snap: StreamSnapshot | None,
        dt_s: float,
        *,
        offset_s: float = 0.0,
    ) -> None:
        """One frame later.

        Args:
            data: The stream's strip, always the same object for the same stream.
            snap: How the stream is; None: nothing of it can be replayed.
            dt_s: Since the last frame.
            offset_s: The server's clock minus ours, for times of day.
        """
        if data is not self._data:
            self._data = data
            self._redraw()
        self._snap, self._offset_s = snap, offset_s
        self._take_columns()
        shape = (data.newest, data.revision, self._behind_px(), self._kept_px())
        if shape != self._drawn:
            self._drawn = shape
            self.update()
        self._since_said_s += dt_s
        if self._since_said_s >= _SAY_S:
            self._since_said_s = 0.0
            self.setAccessibleDescription(of_minute(data))

    # -- the picture -----------------------------------------------------------------

    def _take_columns(self) -> None:
        """Paint what is new; the second under way changes until it is over."""
        newest = self._data.newest
        if newest < 0:
            return
        first = max(self._painted, self._data.oldest, 0)
        now = self._data.at(newest)
        if newest == self._painted and now == self._last:
            return
        self._last = now
        painter = QPainter(self._ring)
        for second in range(first, newest + 1):
            self._paint_second(painter, second)
        painter.end()
        if newest == self._painted:
            self.update(self.width() - 2, 0, 2, self.height())
        self._painted = newest

    def _paint_second(self, painter: QPainter, second: int) -> None:
        colour = self._theme.tokens.colour
        x = second % SECONDS
        there = self._data.at(second)
        painter.fillRect(x, 0, 1, _HEIGHT, colour("sunken"))
        if there.kind is Kind.GAP:
            for y in range((x * 2) % 6, _HEIGHT, 6):  # a hatch that lines up
                painter.fillRect(x, y, 1, 2, colour("edge"))
        elif there.kind is Kind.SOUND:
            top = _MIDDLE - round(there.high * _MIDDLE / 127)
            bottom = _MIDDLE - round(there.low * _MIDDLE / 127)
            painter.fillRect(x, top, 1, max(2, bottom - top), colour("wave"))

    def _redraw(self) -> None:
        self._ring.fill(self._theme.tokens.colour("sunken"))
        self._painted, self._last, self._drawn = -1, None, None
        self._take_columns()
        self.update()

    # -- drawing ---------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(SECONDS, max(28, round(1.7 * self.fontMetrics().height())))

    def minimumSizeHint(self) -> QSize:
        return QSize(_MINUTE, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colour = self._theme.tokens.colour
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("sunken"))
        self._paint_ring(painter)
        self._paint_minutes(painter)
        kept = self._kept_px()
        if kept:  # what a click can bring back
            left = self.width() - kept
            painter.fillRect(left, self.height() - 2, kept, 2, colour("accent"))
        for second, marks in self._data.marks.items():
            self._paint_marks(painter, self._x(second), marks)
        if behind := self._behind_px():
            x = self.width() - 1 - behind
            painter.fillRect(x - 1, 0, 3, self.height(), colour("sunken"))
            painter.fillRect(x, 0, 1, self.height(), colour("text"))
        if self._pick is not None and self.hasFocus():
            pen = painter.pen()
            pen.setColor(colour("accent"))
            pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            x = self.width() - 1 - self._pick
            painter.drawLine(x, 0, x, self.height())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(colour("accent" if self.hasFocus() else "line"))
        painter.drawRect(0, 0, self.width() - 1, self.height() - 1)
        painter.end()

    def _paint_ring(self, painter: QPainter) -> None:
        """The newest seconds that fit, in at most two pieces of the ring."""
        count = min(self.width(), SECONDS, self._data.newest + 1)
        first, x = self._data.newest - count + 1, self.width() - count
        low = self.height() - _LANE
        while count > 0:
            at = first % SECONDS
            run = min(count, SECONDS - at)
            target = QRect(x, _LANE, run, low)
            painter.drawImage(target, self._ring, QRect(at, 0, run, _HEIGHT))
            first, x, count = first + run, x + run, count - run

    def _paint_minutes(self, painter: QPainter) -> None:
        """A tick at each full minute of the day."""
        edge_s = self._data.edge_at_s + self._offset_s
        if not edge_s:
            return
        colour = self._theme.tokens.colour("edge")
        x = self.width() - 1 - int(edge_s % _MINUTE)
        while x >= 0:
            painter.fillRect(x, 0, 1, _LANE - 1, colour)
            x -= _MINUTE

    def _paint_marks(self, painter: QPainter, x: int, marks: StripMark) -> None:
        """A flag for a note, a line for a skip, a foot for a stall."""
        colour = self._theme.tokens.colour
        if StripMark.SKIP in marks:
            painter.fillRect(x, _LANE, 1, self.height() - _LANE, colour("patchy"))
        if StripMark.STALL in marks:
            painter.fillRect(x - 1, self.height() - 6, 3, 4, colour("late"))
        if StripMark.NOTE in marks:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent"))
            painter.fillRect(x, 0, 1, self.height(), colour("accent"))
            flag = [QPoint(x, 0), QPoint(x + 7, 3), QPoint(x, 7)]
            painter.drawPolygon(QPolygon(flag))

    # -- pixels and seconds ----------------------------------------------------------

    def _x(self, second: int) -> int:
        return self.width() - 1 - (self._data.newest - second)

    def _second(self, x: float) -> int:
        return self._data.newest - (self.width() - 1 - int(x))

    def _behind_px(self) -> int:
        snap = self._snap
        if snap is None or snap.now_s - snap.heard_s < _JUST_NOW_S:
            return 0
        return 0 if snap.behind_s <= 0 else round(snap.now_s - snap.heard_s)

    def _kept_px(self) -> int:
        """How many seconds can be brought back."""
        return 0 if self._snap is None else int(self._snap.kept_s)

    # -- mouse and keys --------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._seek(self.width() - 1 - int(event.position().x()))
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        near = self.width() - 1 - event.position().x() <= self._kept_px()
        shape = Qt.CursorShape
        self.setCursor(
            shape.PointingHandCursor if near and self._kept_px() else shape.ArrowCursor
        )

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            text = of_second(self._data, self._second(event.x()), self._offset_s)
            if text and self.width() - 1 - event.x() <= self._kept_px():
                text += "\nClick to hear it again"
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key
        steps = {key.Key_Left: 1, key.Key_Right: -1}
        steps |= {key.Key_PageUp: _PAGE, key.Key_PageDown: -_PAGE}
        code = Qt.Key(event.key())
        if code in steps:
            at = self._behind_px() if self._pick is None else self._pick
            self._pick = max(0, min(self._kept_px(), at + steps[code]))
            told = of_second(self._data, self._data.newest - self._pick, self._offset_s)
            self.setAccessibleDescription(told)
            self._since_said_s = 0.0
            self.update()
        elif code in {key.Key_Return, key.Key_Enter} and self._pick is not None:
            self._seek(self._pick)
        else:
            super().keyPressEvent(event)

    def _seek(self, ago_s: int) -> None:
        snap = self._snap
        if snap is not None and 0 <= ago_s <= snap.kept_s and snap.kept_s > 0:
            self._pick = ago_s
            self.seek_wanted.emit(snap.now_s - ago_s)
