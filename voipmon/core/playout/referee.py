"""The engine under the interface of a playout referee that runs in virtual time."""

from collections.abc import Callable
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from voipmon.core.playout.engine import PlayoutEngine
from voipmon.core.playout.tuning import Profile


class Engine:
    """The very class of the program; times in seconds.

    Args:
        profile: "listen" or "talk".
    """

    def __init__(self, profile: str = "listen") -> None:
        self._engine = PlayoutEngine(profile=Profile(profile))
        self._clock: Callable[[], float] | None = None

    def set_clock(self, clock: Callable[[], float]) -> None:
        """`clock()` gives the virtual time [s]."""
        self._clock = clock

    def push(self, frame: NDArray[np.int16], seq: int | None, arrival_s: float) -> None:
        """One frame arrived."""
        self._engine.put(frame, seq, int(arrival_s * 1e9))

    def pull(self, n: int) -> NDArray[np.int16]:
        """The virtual sound card asks for `n` samples."""
        now = None if self._clock is None else int(self._clock() * 1e9)
        return self._engine.pull(n, now)

    def stats(self) -> dict[str, float]:
        """For the report."""
        return asdict(self._engine.stats)
