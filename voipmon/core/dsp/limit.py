"""Nothing louder than a ceiling reaches an ear: the limiter before the device."""

import numpy as np
from numpy.typing import NDArray

CEILING_DBFS = -6.0
LOOK_AHEAD_MS = 4
_RELEASE_DB_S = 40.0  # a 6 dB peak is forgotten in 150 ms: faster would pump


class Limiter:
    """Look-ahead peak limiter for both ears at once: untouched below its ceiling.

    Attenuation in dB: the maximum needed by either ear within the look-ahead,
    released at 40 dB/s, smoothed by a moving average of the look-ahead's length,
    which keeps it at or above what each sample needs. Both ears get the same, so that
    no place moves. It works at the device's rate: between the samples of 8 kHz the
    sound is louder than at them.

    Args:
        rate: [Hz] of the device.
        ceiling_dbfs: Greatest magnitude of any sample handed out.

    Attributes:
        applied_db: Most that was taken within the last block.
    """

    def __init__(self, rate: int, ceiling_dbfs: float = CEILING_DBFS) -> None:
        self._ahead = rate * LOOK_AHEAD_MS // 1000  # [samples]
        self._slope = _RELEASE_DB_S / rate
        self._delayed = np.zeros((self._ahead, 2), np.float32)
        self._needed = np.zeros(self._ahead)
        self._held = np.zeros(self._ahead)
        self._ceiling = self._clip = float(10 ** (ceiling_dbfs / 20))
        self.ceiling_dbfs = ceiling_dbfs
        self.applied_db = 0.0

    def process(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """Limit (n, 2), full scale 1.0; the output is the look-ahead late."""
        n = len(block)
        # What is on its way was measured by the ceiling before.
        self._clip = self._ceiling
        self._ceiling = float(10 ** (self.ceiling_dbfs / 20))
        joined = np.concatenate((self._delayed, block))
        self._delayed = joined[n:]
        ready = joined[:n]
        each = np.abs(block)
        loudest = np.maximum(each[:, 0], each[:, 1])
        loud = float(loudest.max(initial=0.0)) > self._ceiling
        if not loud and not self._held.any():
            self.applied_db = 0.0
            return ready
        over = np.maximum(loudest, self._ceiling).astype(np.float64) / self._ceiling
        smooth = self._attenuation_db(20 * np.log10(over))
        self.applied_db = float(smooth.max(initial=0.0))
        limited = ready * (10 ** (-smooth / 20)).astype(np.float32)[:, None]
        most = np.float32(max(self._clip, self._ceiling))
        clipped: NDArray[np.float32] = np.clip(limited, -most, most)
        return clipped

    def _attenuation_db(self, needed: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the next n samples to be handed out are lowered by, shape (n,)."""
        n, width = len(needed), self._ahead + 1
        needed = np.concatenate((self._needed, needed))
        self._needed = needed[n:]
        fallen = np.arange(1, n + 1) * self._slope
        peak = np.maximum(_highest(needed, width) + fallen, self._held[-1])
        held = np.maximum(np.maximum.accumulate(peak) - fallen, 0.0)
        held = np.concatenate((self._held, held))
        self._held = held[n:]
        sums = np.concatenate(((0.0,), np.cumsum(held)))
        smooth: NDArray[np.float64] = (sums[width:] - sums[:-width]) / width
        return smooth


def _highest(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Maximum of each `width` neighbours, by windows that double."""
    have = 1
    while have < width:
        step = min(have, width - have)
        values = np.maximum(values[:-step], values[step:])
        have += step
    return values
