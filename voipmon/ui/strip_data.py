"""Ten minutes of one stream, a second each: how loud, what was marked. No Qt.

Lowest and highest sample of each second and what is known of it: 1.8 kB a stream.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag

from voipmon.core.domain.snapshot import ENVELOPE_COLUMN_MS

SECONDS = 600
QUIET = 3  # [of 127] an outline within this is silence on the screen: -32 dB of peak
_PER_S = 1000 // ENVELOPE_COLUMN_MS  # columns


class Kind(IntEnum):
    """What is known of a second."""

    NOTHING = 0  # before the stream, or older than ten minutes
    SOUND = 1  # received; it may be silence
    GAP = 2  # nothing was received


class StripMark(IntFlag):
    """What happened within a second."""

    STALL = 1
    SKIP = 2
    NOTE = 4


@dataclass(frozen=True, slots=True)
class Second:
    """One pixel.

    Attributes:
        low, high: Outline, full scale 127.
    """

    kind: Kind = Kind.NOTHING
    low: int = 0
    high: int = 0
    marks: StripMark = field(default_factory=lambda: StripMark(0))

    @property
    def silent(self) -> bool:
        """Sound was received, and it was silence."""
        return self.kind is Kind.SOUND and max(-self.low, self.high) <= QUIET


class StripData:
    """Seconds are numbered from the first one on; fed by the card of the stream.

    Attributes:
        edge_at_s: Unix time by our clock of the newest column, 0 before the first.
        revision: Counts changes to seconds that are over.
    """

    def __init__(self) -> None:
        self.edge_at_s = 0.0
        self.revision = 0
        self._columns = 0  # since the data began
        self._expected = 0  # number that the engine gives the next one
        self._low = array("b", bytes(SECONDS))
        self._high = array("b", bytes(SECONDS))
        self._kind = bytearray(SECONDS)
        self._marks: dict[int, StripMark] = {}

    @property
    def newest(self) -> int:
        """Number of the second under way, -1 before the first column."""
        return (self._columns - 1) // _PER_S

    @property
    def oldest(self) -> int:
        """Number of the oldest second that is kept."""
        return max(0, self.newest - SECONDS + 1)

    def fold(self, first: int, envelope: bytes, *, received: bool, at_s: float) -> None:
        """Take the columns that a snapshot brings.

        Args:
            first: Number of the first one; what is missing before it is a gap.
            envelope: int8 pairs, minimum and maximum.
            received: They are sound, not the filling while none arrives.
            at_s: Unix time of the last one, by our clock.
        """
        end = first + len(envelope) // 2
        if end <= self._expected:
            return  # a snapshot shown again
        if first > self._expected:
            self._pass(first - self._expected)
        values = memoryview(envelope).cast("b")[2 * max(0, self._expected - first) :]
        while len(values):
            room = 2 * (_PER_S - self._columns % _PER_S)
            piece, values = values[:room], values[room:]
            at = self._open()
            self._columns += len(piece) // 2
            if received:
                self._low[at] = min(self._low[at], *piece[::2])
                self._high[at] = max(self._high[at], *piece[1::2])
                self._kind[at] = Kind.SOUND
        self._expected, self.edge_at_s = end, at_s

    def count_anew(self, lost_s: float) -> None:
        """The stream's columns are numbered from 0 again, after so long without."""
        self._expected = 0
        if self.edge_at_s:
            self._pass(round(max(0.0, lost_s) * _PER_S))

    def second_ago(self, ago_s: float) -> int:
        """Number of the second so long before the newest column."""
        return int((self._columns / _PER_S) - max(0.0, ago_s))

    def ago_s(self, second: int) -> float:
        """How long before the newest column a second begins."""
        return self._columns / _PER_S - second

    @property
    def marks(self) -> Mapping[int, StripMark]:
        """Marks by the number of their second."""
        return self._marks

    def mark(self, mark: StripMark, second: int | None = None) -> None:
        """Mark a second, the one under way unless given."""
        at = self.newest if second is None else second
        if self.oldest <= at <= self.newest:
            self._marks[at] = self._marks.get(at, StripMark(0)) | mark
            self.revision += 1

    def unmark(self, mark: StripMark, second: int) -> None:
        """Take a mark away."""
        if left := self._marks.pop(second, StripMark(0)) & ~mark:
            self._marks[second] = left
        self.revision += 1

    def at(self, second: int) -> Second:
        """What is known of a second."""
        if not self.oldest <= second <= self.newest:
            return Second()
        at = second % SECONDS
        marks = self._marks.get(second, StripMark(0))
        return Second(Kind(self._kind[at]), self._low[at], self._high[at], marks)

    def _open(self) -> int:
        """Place of the second into which the next column falls, emptied if new."""
        at = self._columns // _PER_S % SECONDS
        if self._columns % _PER_S == 0:
            self._low[at] = self._high[at] = 0
            self._kind[at] = Kind.GAP
            self._marks.pop(self._columns // _PER_S - SECONDS, None)
        return at

    def _pass(self, columns: int) -> None:
        """Time without columns: a gap."""
        end = self._columns + columns
        if columns > SECONDS * _PER_S:  # older ones would be forgotten at once
            self._columns = end - SECONDS * _PER_S
            self._columns -= self._columns % _PER_S
        while self._columns < end:
            self._open()
            here = _PER_S - self._columns % _PER_S
            self._columns += min(here, end - self._columns)
