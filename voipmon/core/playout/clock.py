"""When a pulled sample is played, from pulls that come early, late or in pairs."""

SAMPLE_MS = 0.125  # at 8 kHz
_BUCKET = 8000  # [samples] the earliest pull of one to two seconds counts
_JUMP_MS = 60.0  # later than this for some time: the puller itself paused
_CATCH_UP_MS = 10.0  # a puller that was held up pulls faster, until it is even


class DeviceClock:
    """Counts samples; the wall clock only anchors them.

    The anchor is the earliest pull of the last one to two seconds, measured against
    the number of samples pulled: data must be there when the earliest pulls ask. A
    puller that paused moves the anchor at its second pull.
    """

    def __init__(self) -> None:
        self.pulled = 0
        self.jumps = 0
        self._origin_ns: int | None = None
        self._now_ms = 0.0
        self.latest_ms = 0.0
        self._heard_of = False  # something arrived since the last pull
        self._bucket_end = _BUCKET
        self._least = self._previous = float("inf")
        self._suspect: tuple[float, float] | None = None  # seen, and when

    def to_ms(self, t_ns: int) -> float:
        """Monotonic time since the first one seen [ms]."""
        if self._origin_ns is None:
            self._origin_ns = t_ns
        return (t_ns - self._origin_ns) / 1e6

    def arrived(self, t_ms: float) -> None:
        """Now is not before `t_ms`: helps where pulls carry no time."""
        self.latest_ms = max(self.latest_ms, t_ms)
        self._heard_of = True

    def pull(self, n: int, now_ns: int | None) -> float:
        """Count one pull of `n` samples; returns when its first one is played [ms]."""
        if now_ns is None:
            now = self.latest_ms if self._heard_of else self._now_ms
            self._heard_of = False
        else:
            now = self.to_ms(now_ns)
        seen = now - self.pulled * SAMPLE_MS
        self._follow(seen, now)
        start = self.anchor_ms + self.pulled * SAMPLE_MS
        self.pulled += n
        self._now_ms = now + n * SAMPLE_MS
        if self.pulled >= self._bucket_end:
            self._bucket_end = self.pulled + _BUCKET
            self._previous, self._least = self._least, seen
        return start

    @property
    def anchor_ms(self) -> float:
        """Play time of the very first sample, as if no pull had ever been late."""
        return min(self._least, self._previous)

    def _follow(self, seen: float, now: float) -> None:
        anchor = self.anchor_ms
        if seen < anchor + _JUMP_MS or anchor == float("inf"):
            self._suspect = None
            self._least = min(self._least, seen)
        elif self._suspect is None:
            self._suspect = (seen, now)
        elif now - self._suspect[1] >= _CATCH_UP_MS:
            self._least = self._previous = min(seen, self._suspect[0])
            self._suspect = None
            self.jumps += 1
