"""How the frames of one stream arrive: rate, gaps, and whether it is a flood."""

from typing import Final

S: Final = 1_000_000_000  # [ns]
MS: Final = 1_000_000  # [ns]
GAP_WINDOW: Final = 10  # [s] over which the longest gap is told
_SLOTS: Final = 16  # one a second, more than `GAP_WINDOW`

FLOOD_SPEED: Final = 5.0  # [ms of sound per ms] more for long is no bridge
# [ms of sound] that may come at once: VoIPBIN's bridge keeps every frame for a client
# that does not read, and a stream that is silent for 10 s is opened anew anyway.
BACKLOG: Final = 12_000.0
MESSAGE_COST: Final = 20.0  # [ms] of a message of sound, the nominal packet time
# [ms] of any WebSocket frame: a bridge may cut a message into single bytes (8200 frames
# a second in AudioSocket), and 20,000 a second are cheap to read.
FRAME_COST: Final = 0.25


class ArrivalMeter:
    """Frames a second and the longest recent gap.

    Written by one thread; `frames_per_s` and `gap_ms` may be called by any other.
    """

    def __init__(self) -> None:
        self.last_ns = 0
        self.first_ns = 0
        self._seconds = [-1] * _SLOTS
        self._counts = [0] * _SLOTS
        self._gaps = [0] * _SLOTS  # [ns] longest gap that ended in this second
        self._longest = 0  # [ns]

    def note(self, now: int, frames: int) -> None:
        """`frames` came at once."""
        second = now // S
        slot = second % _SLOTS
        if self._seconds[slot] != second:
            self._counts[slot] = self._gaps[slot] = 0
            self._seconds[slot] = second
        self._counts[slot] += frames
        if self.last_ns:
            gap = now - self.last_ns
            self._gaps[slot] = max(self._gaps[slot], gap)
            self._longest = max(self._longest, gap)
        else:
            self.first_ns = now
        self.last_ns = now

    def restart(self) -> None:
        """A new connection: the time between the two is not a gap of the sender's."""
        self.last_ns = 0

    def frames_per_s(self, now: int) -> float:
        """Over the current second and the one before, or since the first frame."""
        second = now // S
        count = sum(
            self._counts[at % _SLOTS]
            for at in (second, second - 1)
            if self._seconds[at % _SLOTS] == at
        )
        if not count:
            return 0.0
        since = max((second - 1) * S, self.first_ns)
        # Less than 200 ms would make a rate of one frame.
        return count * S / max(now - since, S // 5)

    def gap_ms(self, now: int) -> float:
        """Longest time between two frames in the last `GAP_WINDOW` s, ended or not."""
        oldest = now // S - GAP_WINDOW
        gaps = [
            self._gaps[slot]
            for slot, second in enumerate(self._seconds)
            if second > oldest
        ]
        if self.last_ns:
            gaps.append(now - self.last_ns)
        return max(gaps, default=0) / MS

    def longest_ms(self) -> float:
        """Longest time between two frames of one connection, ever."""
        return self._longest / MS


class FloodGuard:
    """Leaky bucket of sound: fills as it comes, drains at `FLOOD_SPEED`."""

    def __init__(self) -> None:
        self._level_ms = 0.0
        self._last_ns = 0

    def restart(self) -> None:
        """A new connection."""
        self._level_ms = 0.0

    def charge(self, now: int, sound_ms: float) -> bool:
        """Add what came; True if it is more than any bridge would send."""
        drained = (now - self._last_ns) / MS * FLOOD_SPEED
        self._level_ms = max(0.0, self._level_ms - drained) + sound_ms
        self._last_ns = now
        return self._level_ms > BACKLOG
