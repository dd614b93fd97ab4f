"""The delay that is aimed at, and how far from it playing is."""

from collections import deque

from voipmon.core.playout.arrivals import Arrivals
from voipmon.core.playout.tuning import TUNING, Profile

_MARGIN_MS = 8.0  # above the latest frame that counts, with pulls of 10 ms
_PULL_MS = 10.0
_HOLE_MEMORY_MS = 20_000.0


class Target:
    """Lateness that is waited for: arrivals, a margin, and room after holes.

    Attributes:
        told: The newest `level`, for readers on other threads: to compute it fills a
            cache that belongs to the owner.
    """

    def __init__(self, profile: Profile) -> None:
        self.arrivals = Arrivals()
        self.tuning = TUNING[profile]
        self._margin_ms = _MARGIN_MS
        self._holes: deque[float] = deque(maxlen=2)
        self._latest_ms = 0.0
        self.told = 0.0

    def arrived(self, rel: float, arrival_ms: float, *, started: bool) -> None:
        """A frame arrived so late, at this time."""
        self._latest_ms = arrival_ms
        self.arrivals.note(rel, arrival_ms, started=started)

    def hole(self, arrival_ms: float) -> None:
        """A hole was found; two in 20 s are worth some delay."""
        self._holes.append(arrival_ms)

    def pulled_by(self, block_ms: float) -> None:
        """Longer pulls ask for sound earlier than it is played."""
        self._margin_ms = _MARGIN_MS + max(0.0, block_ms - _PULL_MS)

    @property
    def level(self) -> float:
        """Where the play position should be, as lateness [ms]."""
        level = self.arrivals.level(self.tuning)
        times = self._holes
        if len(times) == 2 and self._latest_ms - times[0] < _HOLE_MEMORY_MS:
            held = self.arrivals.usual + self.tuning.hole_ms
            level = max(level, min(held, self.arrivals.floor + self.tuning.cap_ms))
        self.told = level + self._margin_ms
        return self.told

    @property
    def newest(self) -> float:
        """Where the newest frame alone would have it; no lower makes sense [ms]."""
        return self.arrivals.latest + self._margin_ms

    def excess(self, position_ms: float) -> float:
        """Delay above (or, negative, below) the target [ms].

        Args:
            position_ms: Play time minus place in the stream of what is next.
        """
        level = self.level
        if position_ms < level:
            return position_ms - level
        return max(0.0, position_ms - max(level, self.newest))
