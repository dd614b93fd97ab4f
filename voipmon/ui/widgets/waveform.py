"""Ten seconds of a stream, scrolling: a ring image, two new columns a frame."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from voipmon.core.domain.snapshot import ENVELOPE_COLUMN_MS, ENVELOPE_COLUMNS
from voipmon.ui.theme import Theme

_HEIGHT = 64  # [px] of the ring image; scaled to the widget when drawn
_MIDDLE = _HEIGHT // 2
_PATIENCE_S = 0.5  # no column for so long: time goes on as a visible gap
_WIDE_S = ENVELOPE_COLUMNS * ENVELOPE_COLUMN_MS / 1000
_OVERLAP_COLUMNS = 50  # this far back are repeats, further ones a new count
_MARK_COLUMNS = 3  # wide enough to be seen when the widget is narrow
_GAP = None  # marks a column without sound data

_POWER = 0.6  # quiet telephone speech gets a third of the height, not a tenth
_DEFLECTION: list[int] = [
    round((v / 127) ** _POWER * (_MIDDLE - 1)) for v in range(129)
]

Column = tuple[int, int] | None  # (lowest, highest) int8, or a gap


def _deflection(value: int) -> int:
    """Rows of the ring image for an int8 sample value."""
    return _DEFLECTION[value] if value >= 0 else -_DEFLECTION[-value]


class Waveform(QLabel):
    """Draws envelope columns by their number, so that skipped ones leave no hole.

    A reader that sees number 120 after 100 shows 20 columns of hatch: sound that was
    not delivered is seen as such, never drawn together.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ring = QImage(ENVELOPE_COLUMNS, _HEIGHT, QImage.Format.Format_RGB32)
        self._columns: list[Column] = [_GAP] * ENVELOPE_COLUMNS
        self._empty = [True] * ENVELOPE_COLUMNS  # before the first sound
        self._marked = [False] * ENVELOPE_COLUMNS  # sound before it was jumped over
        self._to_mark = 0  # columns
        self._write = 0  # ring position of the next column, the oldest one
        self._count = 0  # columns drawn since the start
        self._next = 0  # number of the column expected next
        self._idle_s = 0.0
        self._behind_s = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(24)
        self.setMaximumHeight(96)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self._redraw_all)
        self._redraw_all()

    @property
    def columns(self) -> list[Column]:
        """The columns from oldest to newest; None is a gap."""
        return self._columns[self._write :] + self._columns[: self._write]

    @property
    def marks(self) -> list[bool]:
        """For each of `columns`, whether sound was jumped over before it."""
        return self._marked[self._write :] + self._marked[: self._write]

    def mark(self) -> None:
        """Sound was jumped over; the next columns are marked as what follows it."""
        self._to_mark = _MARK_COLUMNS

    def show_heard(self, behind_s: float) -> None:
        """Mark what is heard now, if that is not the newest; 0: it is."""
        if behind_s != self._behind_s:
            self._behind_s = behind_s
            self.update()

    def advance(
        self, dt_s: float, first: int, envelope: bytes, *, stalled: bool, live: bool
    ) -> None:
        """One frame later.

        Args:
            dt_s: Since the last frame [s].
            first: Number of the first column in `envelope`.
            envelope: Pairs of int8 (lowest, highest).
            stalled: What arrives is filler, no sound of the call.
            live: The stream is open or on its way; time goes on.
        """
        fresh = self._accept(first, envelope, stalled=stalled)
        self._idle_s = 0.0 if fresh or not live else self._idle_s + dt_s
        if live and self._count and self._idle_s > _PATIENCE_S:
            gap = int((self._idle_s - _PATIENCE_S) * 1000 / ENVELOPE_COLUMN_MS)
            if gap:
                self._idle_s -= gap * ENVELOPE_COLUMN_MS / 1000
                fresh = self._push([_GAP] * gap)
        if fresh:
            self.update()

    def _accept(self, first: int, envelope: bytes, *, stalled: bool) -> bool:
        if not envelope:
            return False
        numbers = memoryview(envelope).cast("b")
        end = first + len(numbers) // 2
        if end < self._next - _OVERLAP_COLUMNS:
            self._next = first  # a new engine counts from 0
        start = max(self._next, first, end - ENVELOPE_COLUMNS)
        missing = min(start - self._next, ENVELOPE_COLUMNS) if self._count else 0
        fresh: list[Column] = [_GAP] * missing
        for number in range(start, end):
            at = 2 * (number - first)
            fresh.append(_GAP if stalled else (numbers[at], numbers[at + 1]))
        self._next = max(self._next, end)
        return self._push(fresh)

    def _push(self, fresh: list[Column]) -> bool:
        if not fresh:
            return False
        painter = QPainter(self._ring)
        for column in fresh:
            at = self._write
            self._columns[at] = column
            self._empty[at] = False
            self._marked[at] = self._to_mark > 0
            self._to_mark = max(0, self._to_mark - 1)
            self._paint_column(painter, at)
            self._write = (at + 1) % ENVELOPE_COLUMNS
            self._count += 1
        painter.end()
        return True

    def _paint_column(self, painter: QPainter, at: int) -> None:
        tokens = self._theme.tokens
        column = self._columns[at]
        painter.fillRect(at, 0, 1, _HEIGHT, tokens.colour("sunken"))
        if self._marked[at]:
            painter.fillRect(at, 0, 1, _HEIGHT, tokens.colour("patchy"))
        elif column is not None:
            low, high = column
            top = _MIDDLE - _deflection(high)
            bottom = _MIDDLE - _deflection(low)
            painter.fillRect(at, top, 1, max(1, bottom - top), tokens.colour("wave"))
        elif not self._empty[at]:
            for y in range((at * 2) % 8, _HEIGHT, 8):  # a hatch that lines up
                painter.fillRect(at, y, 1, 3, tokens.colour("edge"))
        else:
            painter.fillRect(at, _MIDDLE, 1, 1, tokens.colour("line"))

    def _redraw_all(self) -> None:
        tokens = self._theme.tokens
        self._ring.fill(tokens.colour("sunken"))
        painter = QPainter(self._ring)
        painter.fillRect(0, _MIDDLE, ENVELOPE_COLUMNS, 1, tokens.colour("line"))
        for at in range(ENVELOPE_COLUMNS):
            if not self._empty[at]:
                self._paint_column(painter, at)
        painter.end()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        width, height = self.width(), self.height()
        old = ENVELOPE_COLUMNS - self._write  # columns from the oldest to the seam
        seam = round(width * old / ENVELOPE_COLUMNS)
        painter.drawImage(
            QRect(0, 0, seam, height),
            self._ring,
            QRect(self._write, 0, old, _HEIGHT),
        )
        if self._write:
            painter.drawImage(
                QRect(seam, 0, width - seam, height),
                self._ring,
                QRect(0, 0, self._write, _HEIGHT),
            )
        colour = self._theme.tokens.colour
        if 0 < self._behind_s < _WIDE_S:
            heard = round(width * (1 - self._behind_s / _WIDE_S))
            painter.fillRect(heard - 1, 0, 3, height, colour("surface"))
            painter.fillRect(heard, 0, 1, height, colour("text"))
        painter.setPen(colour("line"))
        painter.drawRect(0, 0, width - 1, height - 1)
        painter.end()
