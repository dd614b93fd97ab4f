"""The sender's clock against the puller's, from the fastest frames of each 5 s."""

from collections import deque

import numpy as np

from voipmon.core.playout.arrivals import Arrivals
from voipmon.core.playout.clock import DeviceClock

_EVERY_MS = 5000.0
_POINTS = 24  # two minutes
_ENOUGH = 4
_MOST_PPM = 2000.0  # crystals stay below 500; more is a starved server, not a clock


class Drift:
    """A straight line through the floors; told, never steered by."""

    def __init__(self) -> None:
        self._points: deque[tuple[float, float]] = deque(maxlen=_POINTS)
        self._next_ms = _EVERY_MS
        self._epoch = (0, 0)
        self.ppm = 0.0

    def note(self, play_ms: float, arrivals: Arrivals, clock: DeviceClock) -> None:
        """Look at the floor if it is time."""
        if play_ms < self._next_ms:
            return
        self._next_ms = play_ms + _EVERY_MS
        floor, arrivals.recent_floor = arrivals.recent_floor, float("inf")
        epoch = (arrivals.moves, clock.jumps)
        if epoch != self._epoch or floor == float("inf"):
            self._epoch = epoch
            self._points.clear()
            return
        self._points.append((play_ms, floor - clock.anchor_ms))
        if len(self._points) >= _ENOUGH:
            times, floors = np.array(self._points).T
            times = times - times.mean()
            slope = float(times @ floors / (times @ times))
            ppm = -slope * 1e6
            self.ppm = ppm if abs(ppm) <= _MOST_PPM else 0.0
