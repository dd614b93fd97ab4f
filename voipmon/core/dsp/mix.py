"""Several streams to one ear: gains without zipper noise, sums without overload."""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from voipmon.core.frame import SAMPLE_RATE

_FULL_SCALE = np.float32(1 / 32768)
_LOOK_AHEAD = 32  # [samples] 4 ms
_RELEASE_DB_S = 40.0  # a 6 dB peak is forgotten in 150 ms: faster would pump
_CEILING_DBFS = -1.0


def linear(gain_db: float, *, silent_below: float = -60.0) -> float:
    """Factor of a volume in dB; at the control's lower end, silence."""
    return 0.0 if gain_db <= silent_below else float(10 ** (gain_db / 20))


class Mixer:
    """Sum of streams, each with a gain that moves linearly within one block.

    A stream is faded in within the first block it is given in. One that shall end
    without a click is given one last block with target gain 0.
    """

    def __init__(self) -> None:
        self._gains: dict[Hashable, float] = {}

    def mix(
        self,
        blocks: NDArray[np.int16] | NDArray[np.float32],
        gains: Sequence[float] | NDArray[np.float32],
        keys: Sequence[Hashable] | None = None,
    ) -> NDArray[np.float32]:
        """Mix one block.

        Args:
            blocks: (S, n), int16 scale.
            gains: S linear factors to be reached at the block's end.
            keys: What names the S streams from block to block; their row by default.

        Returns:
            (n,) float32, full scale 1.0, not limited.
        """
        streams, n = blocks.shape
        names = range(streams) if keys is None else keys
        before = np.array([self._gains.get(name, 0.0) for name in names], np.float32)
        after = np.asarray(gains, np.float32)
        self._gains = dict(zip(names, map(float, after), strict=True))
        samples = blocks.astype(np.float32)
        total: NDArray[np.float32] = after @ samples
        if not np.array_equal(before, after):
            fall = np.arange(n - 1, -1, -1, dtype=np.float32) / np.float32(max(n, 1))
            total += ((before - after) @ samples) * fall
        total *= _FULL_SCALE
        return total


class Limiter:
    """Look-ahead peak limiter: delays by 4 ms, untouched below its ceiling.

    Attenuation in dB: the maximum needed within the look-ahead, released at
    40 dB/s, smoothed by a moving average of the look-ahead's length, which keeps it
    at or above what each sample needs.
    """

    def __init__(self, ceiling_dbfs: float = _CEILING_DBFS) -> None:
        self._ceiling = np.float32(10 ** (ceiling_dbfs / 20))
        self._delayed = np.zeros(_LOOK_AHEAD, np.float32)
        self._needed = np.zeros(_LOOK_AHEAD, np.float32)
        self._held = np.zeros(_LOOK_AHEAD, np.float32)

    @property
    def delay_ms(self) -> float:
        """Look-ahead [ms]."""
        return _LOOK_AHEAD * 1000 / SAMPLE_RATE

    def process(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """Limit (n,), full scale 1.0; the output is `delay_ms` late."""
        n = len(block)
        joined = np.concatenate((self._delayed, block))
        self._delayed = joined[n:]
        ready = joined[:n]
        loud = n > 0 and float(np.max(np.abs(block))) > self._ceiling
        if not loud and self._held[-1] == 0 and not self._held.any():
            return ready
        over = np.maximum(np.abs(block), self._ceiling) / self._ceiling
        needed = np.concatenate((self._needed, 20 * np.log10(over)))
        self._needed = needed[n:]
        peak = sliding_window_view(needed, _LOOK_AHEAD + 1).max(axis=1)
        slope = np.float32(_RELEASE_DB_S / SAMPLE_RATE)
        fallen = np.arange(1, n + 1, dtype=np.float32) * slope
        highest = np.maximum.accumulate(np.maximum(peak + fallen, self._held[-1]))
        held = np.concatenate((self._held, np.maximum(highest - fallen, 0)))
        self._held = held[n:]
        smooth = sliding_window_view(held, _LOOK_AHEAD + 1).mean(axis=1)
        limited = ready * 10 ** (-smooth / 20)
        clipped: NDArray[np.float32] = np.clip(limited, -self._ceiling, self._ceiling)
        return clipped.astype(np.float32, copy=False)
