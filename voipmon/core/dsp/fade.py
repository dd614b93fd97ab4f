"""Ramps and cross-fades: how one sound becomes another without a click."""

from functools import cache

import numpy as np
from numpy.typing import NDArray


@cache
def ramp(n: int) -> NDArray[np.float32]:
    """Raised cosine from just above 0 to just below 1, shape (n,), read-only.

    Symmetric: ``ramp(n) + ramp(n)[::-1] == 1``, so that a cross-fade of two equal
    sounds is that sound.
    """
    phase = (np.arange(n, dtype=np.float64) + 0.5) / max(n, 1)
    weights = (0.5 - 0.5 * np.cos(np.pi * phase)).astype(np.float32)
    weights.flags.writeable = False
    return weights


def cross_fade(
    old: NDArray[np.float32], new: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Go from `old` to `new` over their common length, float32 (n,)."""
    weights = ramp(len(new))
    mixed: NDArray[np.float32] = old + (new - old) * weights
    return mixed


def to_int16(samples: NDArray[np.float32]) -> NDArray[np.int16]:
    """Round and saturate samples of int16's own scale."""
    rounded: NDArray[np.int16] = np.clip(np.rint(samples), -32768, 32767).astype(
        np.int16
    )
    return rounded
