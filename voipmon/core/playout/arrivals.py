"""How late frames arrive: the target of the delay, and what a change of it means."""

from collections import deque
from dataclasses import dataclass
from itertools import islice

_BIN_MS = 200.0
_BINS = 150
_FLOOR_BINS = 10  # older is not the network as it is: unnumbered losses move it
_FORGIVEN = 2  # hold-ups that a window may contain without being waited for
_BINS_EACH = 8  # one of them per so many bins
_GAP_MS = 300.0  # nothing for so long: afterwards, stall or pause is decided
_DECIDE_MS = 200.0  # a stall's backlog comes within this, or it was a pause
_STEP_MS = 150.0  # less is left to the window
_DROP_MS = 100.0  # suddenly so much faster: all before had been held up
_SINK_MS = 1000.0  # for so long after that, every step down is followed
_LUMP_MS = 30.0  # and before the first sound, nothing above this is waited for


@dataclass(slots=True)
class _Bin:
    high: float
    low: float


@dataclass(slots=True)
class _Probe:
    """What comes after a gap, until it is decided what the gap was."""

    since_ms: float
    least: float
    floor: float  # before the gap
    bins: int  # before the gap


class Arrivals:
    """Lateness `rel` of the frames, in bins of 200 ms of arrival time.

    `rel` is arrival time minus place in the stream; only differences mean something.

    A sender's pause lets `rel` step up for good, a stall only until its backlog has
    come. The bins before a pause are moved by the step, so that what was learnt of
    the network stays; they are moved down when frames are suddenly much faster than
    any before (the start fell into a hold-up, a pause was none).
    """

    def __init__(self) -> None:
        self.latest = 0.0
        self.moves = 0
        self.floor = 0.0  # `rel` of the fastest frame of the last 2 s
        self.recent_floor = float("inf")  # the same, since the owner last took it
        self.known = False  # whether a frame has arrived at all
        self._bins: deque[_Bin] = deque(maxlen=_BINS + 1)  # the newest one is open
        self._bin_end = 0.0
        self._arrival_ms = 0.0
        self._sea_level = 0.0  # the floor before the newest bin
        self._sinking_until = float("-inf")
        self._probe: _Probe | None = None
        self._anchoring = False
        self._levels: dict[int, float] = {}

    def anchor(self) -> None:
        """The next frame belongs to a new connection: it starts at the old floor."""
        self._anchoring = self.known

    def note(self, rel: float, arrival_ms: float, *, started: bool = True) -> None:
        """A frame arrived.

        Args:
            rel: Its lateness [ms].
            arrival_ms: When.
            started: False before the first sound: of what then comes in a lump only
                the fastest counts.
        """
        if self._anchoring:
            self._anchoring = False
            self._probe = None
            self._move(rel - self.floor, len(self._bins))
            self._sea_level = rel
        elif self.known and rel < self._sea_level - self._depth(arrival_ms):
            self._probe = None
            self._move(rel - self._sea_level, len(self._bins) - 1)
            self._bins[-1] = _Bin(rel, rel)
            self._sea_level, self._sinking_until = rel, arrival_ms + _SINK_MS
        elif self.known and arrival_ms - self._arrival_ms > _GAP_MS:
            self._probe = _Probe(arrival_ms, rel, self.floor, len(self._bins))
            self._bin_end = arrival_ms  # what comes now has a bin of its own
        self.latest, self._arrival_ms = rel, arrival_ms
        self._bin(rel, arrival_ms)
        if not started:
            newest = self._bins[-1]
            newest.high = min(newest.high, newest.low + _LUMP_MS)
            self._levels.clear()
        if self._probe is not None:
            self._decide(self._probe, rel, arrival_ms)

    def level(self, window: int, cap_ms: float) -> float:
        """The `rel` that playing must wait for, over the last `window` bins."""
        level = self._levels.get(window)
        if level is None:
            highest = sorted(bin_.high for bin_ in list(self._bins)[-window - 1 :])
            forgiven = min(_FORGIVEN, (len(highest) - 1) // _BINS_EACH)
            level = self._levels[window] = highest[-1 - forgiven] if highest else 0.0
        return min(level, self.floor + cap_ms)

    def _depth(self, arrival_ms: float) -> float:
        """How far below what was known a frame must be to move it."""
        return _LUMP_MS if arrival_ms < self._sinking_until else _DROP_MS

    def _bin(self, rel: float, arrival_ms: float) -> None:
        if not self.known or arrival_ms >= self._bin_end:
            self._bin_end = arrival_ms + _BIN_MS
            self._sea_level = self.floor if self._bins else rel
            self._bins.append(_Bin(rel, rel))
            self._refresh()
        else:
            newest = self._bins[-1]
            if rel > newest.high:
                newest.high = rel
                self._levels.clear()
            newest.low = min(newest.low, rel)
            self.floor = min(self.floor, rel)
        self.known = True
        self.recent_floor = min(self.recent_floor, rel)

    def _decide(self, probe: "_Probe", rel: float, arrival_ms: float) -> None:
        """After a gap: was it a stall (backlog came) or a pause (nothing to come)?"""
        probe.least = min(probe.least, rel)
        if arrival_ms - probe.since_ms < _DECIDE_MS:
            return
        self._probe = None
        step = probe.least - probe.floor
        if step > _STEP_MS:
            newer = 1 + int((arrival_ms - probe.since_ms) / _BIN_MS)
            self._move(step, min(probe.bins, len(self._bins) - newer))

    def _move(self, by: float, count: int) -> None:
        """Move the oldest `count` bins."""
        for bin_, _ in zip(self._bins, range(count), strict=False):
            bin_.high += by
            bin_.low += by
        self._refresh()
        self.moves += 1

    def _refresh(self) -> None:
        self.floor = min(bin_.low for bin_ in islice(reversed(self._bins), _FLOOR_BINS))
        self._levels.clear()
