"""The stream's own time: where each frame belongs, and the samples that are here."""

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from voipmon.core.dsp.fade import cross_fade, to_int16
from voipmon.core.playout.clock import SAMPLE_MS

HISTORY = 800  # [samples] kept behind the play position for pitch search: 100 ms
AHEAD = 32000  # [samples] kept before it, 4 s
_ROOM = 8000  # a put may be this long; longer ones lose their beginning
_FIRST = 8192  # [samples] of storage at the start; doubled when needed

_DROPOUT = 250  # a larger step forward is a new numbering (RFC 3550 A.1, at 20 ms)
_MISORDER = 100  # a larger step back is, too
_PROBATION = 3  # and so are so many smaller ones that follow each other
_LONGEST_HOLE = 16000  # [samples] 2 s; more is not missing but another beginning
_HOLES = 64  # that late frames may still fill
_SOFT = 24  # [samples] cross-fade of a late frame with made-up sound beside it: 3 ms
_NO_END = float("inf")


class Placed(Enum):
    """What became of a frame."""

    NEXT = auto()  # in order
    AFTER_HOLE = auto()  # frames before it are missing
    FILLED = auto()  # it was missing and is here in time
    LATE = auto()  # its place has been played
    DUPLICATE = auto()  # it is here already


@dataclass(frozen=True, slots=True)
class _Hole:
    sequence: int
    start: int
    length: int


class Line:
    """Samples by absolute index, contiguous from `pos - HISTORY` to `end`.

    What is missing between two frames is silence until somebody conceals it. `pos`
    is the next sample to be played; its owner is the engine.
    """

    def __init__(self) -> None:
        self.pos = 0
        self.end = 0
        self.hole = (0, 0)  # the last one found: first index, first index after it
        self._store = np.zeros(_FIRST, np.int16)
        self._base = -HISTORY  # index of the store's first sample
        self._expected: int | None = None
        self._odd = (-1, 0)  # the last number that looked old, how many in a row
        self._stuck: int | None = None  # a number that stands still means nothing
        self._frame = 160
        self._holes: deque[_Hole] = deque(maxlen=_HOLES)

    @property
    def waiting(self) -> int:
        """Samples that are here and not played."""
        return self.end - self.pos

    def restart(self) -> None:
        """Sequence numbers begin anew; what follows continues at `end`."""
        self._expected = self._stuck = None
        self._odd = (-1, 0)
        self._holes.clear()

    def cut(self, end: int) -> None:
        """Forget what is at `end` and after it."""
        self.end = max(self.pos, min(self.end, end))

    def place(
        self, pcm: NDArray[np.int16], sequence: int | None, room_ms: float = _NO_END
    ) -> Placed:
        """Store one frame where it belongs; it ends at `end` unless FILLED.

        Args:
            pcm: int16, shape (n,).
            sequence: Its RTP sequence number, or None.
            room_ms: The longest hole that there was time for: what was lost took its
                time to be sent, a new numbering did not.
        """
        if len(pcm) > _ROOM:
            pcm = pcm[-_ROOM:]
        if sequence is None or sequence == self._stuck:
            self._expected = None
            self._append(pcm)
            return Placed.NEXT
        step = 0
        if self._expected is not None:
            step = (sequence - self._expected + 0x8000 & 0xFFFF) - 0x8000
        if -_MISORDER <= step < 0 and not self._renumbered(sequence):
            return self._fill(pcm, sequence)
        missing = step if 0 < step <= _DROPOUT else 0
        if missing * self._frame > min(_LONGEST_HOLE, room_ms / SAMPLE_MS):
            missing = 0
        if missing:
            self._open_hole(missing, (sequence - missing) & 0xFFFF)
        elif step:
            self._holes.clear()
        self._odd = (-1, 0)
        self._expected = (sequence + 1) & 0xFFFF
        self._frame = len(pcm)
        self._append(pcm)
        return Placed.AFTER_HOLE if missing else Placed.NEXT

    def _renumbered(self, sequence: int) -> bool:
        """Whether numbers that look old are a new numbering (RFC 3550 A.1), or none."""
        last, count = self._odd
        if sequence == last:
            count += 1
            if count >= _PROBATION:
                self._stuck = sequence
        elif sequence == (last + 1) & 0xFFFF:
            count += 1
        else:
            count = 1
        self._odd = (sequence, count)
        return count >= _PROBATION

    def view(self, start: int, stop: int) -> NDArray[np.int16]:
        """The samples from `start` to `stop`, not copied; both must be kept."""
        return self._store[start - self._base : stop - self._base]

    def write(self, start: int, pcm: NDArray[np.int16]) -> None:
        """Put samples in place of others that are kept."""
        self.view(start, start + len(pcm))[:] = pcm

    def _append(self, pcm: NDArray[np.int16]) -> None:
        n = len(pcm)
        self._reserve(n)
        at = self.end - self._base
        self._store[at : at + n] = pcm
        self.end += n

    def _reserve(self, n: int) -> None:
        """Make room for `n` samples behind `end`, forgetting what is too old."""
        if self.end + n - self._base <= len(self._store):
            return
        kept = self.view(self.pos - HISTORY, self.end)
        if len(kept) + n > len(self._store) // 2:
            store = np.zeros(2 * (len(kept) + n), np.int16)
        else:
            store = self._store
        store[: len(kept)] = kept.copy()
        self._store = store
        self._base = self.pos - HISTORY

    def _open_hole(self, frames: int, first_sequence: int) -> None:
        start, size = self.end, self._frame
        for i in range(max(0, frames - _HOLES), frames):
            number = (first_sequence + i) & 0xFFFF
            self._holes.append(_Hole(number, start + i * size, size))
        self._append(np.zeros(frames * size, np.int16))
        self.hole = (start, self.end)

    def _fill(self, pcm: NDArray[np.int16], sequence: int) -> Placed:
        hole = next((h for h in self._holes if h.sequence == sequence), None)
        if hole is None:
            return Placed.DUPLICATE
        self._holes.remove(hole)
        if hole.start < self.pos or len(pcm) > hole.length:
            return Placed.LATE
        old = self.view(hole.start, hole.start + len(pcm)).astype(np.float32)
        new = pcm.astype(np.float32)
        missing = {h.start for h in self._holes}
        size = min(_SOFT, len(pcm) // 2)
        if hole.start - hole.length in missing:
            new[:size] = cross_fade(old[:size], new[:size])
        if hole.start + hole.length in missing:
            new[-size:] = cross_fade(new[-size:], old[-size:])
        self.write(hole.start, to_int16(new))
        return Placed.FILLED
