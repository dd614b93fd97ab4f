"""What is played while nothing is there: the last sound dies away into the line."""

import numpy as np
from numpy.typing import NDArray

from voipmon.core.playout.noise import NoiseFloor
from voipmon.core.playout.pitch import CONTINUE_NEEDS, continuation

_FULL = 96  # [samples] 12 ms at full level
_GONE = 640  # [samples] 80 ms: nothing left of it
_CHEAP = 80  # [samples] fade of a stream that nobody hears


class Filler:
    """One stall's made-up sound, from the end of the real one on.

    Args:
        behind: int16, the sound just played, the newest sample last.
        noise: What to fade into; None for a stream that nobody hears, whose last
            sample just dies away.
    """

    def __init__(self, behind: NDArray[np.int16], noise: NoiseFloor | None) -> None:
        self.taken = 0
        self._noise = noise
        samples = behind.astype(np.float32)
        if noise is None or len(samples) < CONTINUE_NEEDS:
            last = samples[-1] if len(samples) else np.float32(0)
            fall = np.linspace(1, 0, _CHEAP, dtype=np.float32)
            self._sound = last * fall
            return
        weight = np.clip((_GONE - np.arange(_GONE)) / (_GONE - _FULL), 0, 1)
        self._weight = weight.astype(np.float32)
        self._sound = continuation(samples, _GONE) * self._weight

    def take(self, n: int) -> NDArray[np.float32]:
        """The next `n` samples."""
        start, self.taken = self.taken, self.taken + n
        sound = self._sound[start : start + n]
        if self._noise is None:
            noise = np.zeros(n, np.float32)
        else:
            noise = self._noise.take(start, n)
            if len(sound):
                noise[: len(sound)] *= 1 - self._weight[start : start + len(sound)]
        noise[: len(sound)] += sound
        return noise
