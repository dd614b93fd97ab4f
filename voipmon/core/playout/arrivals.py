"""How late frames arrive: the target of the delay, and what a change of it means."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from voipmon.core.playout import holdups
from voipmon.core.playout.holdups import Bin
from voipmon.core.playout.tuning import Tuning

_BIN_MS = 200.0
_BINS = 150
_FLOOR_BINS = 10  # older is not the network as it is: unnumbered losses move it
_GAP_MS = 300.0  # nothing for so long: afterwards, stall or pause is decided
_DECIDE_MS = 200.0  # a stall's backlog comes within this, or it was a pause
_STEP_MS = 150.0  # less is left to the window
_DROP_MS = 100.0  # suddenly so much faster: all before had been held up
_SINK_MS = 1000.0  # for so long after that, every step down is followed
_DOUBT_MS = 2000.0  # for so long a pause may still turn out to be a slow backlog
_LUMP_MS = 30.0  # and before the first sound, nothing above this is waited for


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
        self._bins: deque[Bin] = deque(maxlen=_BINS + 1)  # the newest one is open
        self._bin_end = 0.0
        self._arrival_ms = 0.0
        self._sea_level = 0.0  # the floor before the newest bin
        self._sinking_until = self._doubt_until = self._backlog_until = float("-inf")
        self._live = 0.0  # the floor before what was taken for a pause
        self._doubted = 0.0  # a floor below this shows that it was none
        self._probe: _Probe | None = None
        self._anchoring = False
        self._bins_ever = 0
        # By window, as the profile may change.
        self._levels: dict[int, float] = {}
        self._usual: float | None = None
        self._older: dict[int, list[float]] = {}  # peaks but those of the newest bin

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
            self._bins[-1] = Bin(rel, rel)
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

    def level(self, to: Tuning) -> float:
        """The `rel` that playing must wait for."""
        if not self._bins:
            return 0.0
        level = self._levels.get(to.window)
        if level is None:
            found = (*self._older_peaks(to.window), self._bins[-1].high)
            level = holdups.level(
                found, self.floor, len(self._bins), self._bins_ever, to
            )
            self._levels[to.window] = level
        return level

    def room_ms(self, rel: float) -> float:
        """The longest hole before a frame that, without it, would be so late [ms]."""
        return rel - self.floor + _DROP_MS if self.known else float("inf")

    @property
    def told_floor(self) -> float:
        """Lateness of what is live, as far as is known [ms].

        The fastest frame; but of a gap not yet understood the fastest one after it,
        and while a backlog comes in slowly, as after a stall of a slow link, still
        the fastest one before it.
        """
        if self._probe is not None:
            return max(self.floor, self._probe.least)
        if self._arrival_ms < self._backlog_until:
            return min(self.floor, self._live)
        return self.floor

    @property
    def usual(self) -> float:
        """The `rel` that the frames of the last 2 s need, hold-ups apart."""
        if self._usual is None:
            highs = sorted(bin_.high for bin_ in self._newest_bins())
            self._usual = highs[len(highs) // 2] if highs else 0.0
        return self._usual

    def _depth(self, arrival_ms: float) -> float:
        """How far below what was known a frame must be to move it."""
        return _LUMP_MS if arrival_ms < self._sinking_until else _DROP_MS

    def _bin(self, rel: float, arrival_ms: float) -> None:
        if not self.known or arrival_ms >= self._bin_end:
            self._bin_end = arrival_ms + _BIN_MS
            self._sea_level = self.floor if self._bins else rel
            self._bins.append(Bin(rel, rel))
            self._bins_ever += 1
            self._refresh()
            self._watch_backlog(arrival_ms)
        else:
            newest = self._bins[-1]
            if rel > newest.high:
                newest.high = rel
                self._levels.clear()
            newest.low = min(newest.low, rel)
            if rel < self.floor:
                self.floor = rel
                self._levels.clear()
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
            self._live, self._doubt_until = probe.floor, arrival_ms + _DOUBT_MS
            self._doubted = probe.least - _DROP_MS
            self._move(step, min(probe.bins, len(self._bins) - newer))

    def _watch_backlog(self, arrival_ms: float) -> None:
        """Frames ever less late after what was taken for a pause: it was a stall."""
        if arrival_ms < self._doubt_until and self.floor < self._doubted:
            self._doubt_until = self._backlog_until = arrival_ms + _SINK_MS
            self._doubted = self.floor - _LUMP_MS

    def _move(self, by: float, count: int) -> None:
        """Move the oldest `count` bins."""
        for bin_, _ in zip(self._bins, range(count), strict=False):
            bin_.high += by
            bin_.low += by
        self._refresh()
        self.moves += 1

    def _older_peaks(self, window: int) -> list[float]:
        older = self._older.get(window)
        if older is None:
            closed = len(self._bins) - 1
            bins = islice(self._bins, max(0, closed - window), closed)
            older = self._older[window] = holdups.peaks(bins)
        return older

    def _newest_bins(self) -> Iterator[Bin]:
        return islice(reversed(self._bins), _FLOOR_BINS)

    def _refresh(self) -> None:
        self.floor = min(bin_.low for bin_ in self._newest_bins())
        self._levels.clear()
        self._older.clear()
        self._usual = None
