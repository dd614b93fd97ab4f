"""Loudness of blocks of sound; `ballistics` has the needle that follows it."""

import numpy as np
from numpy.typing import NDArray

from voipmon.core.analysis.ballistics import SILENCE_DBFS, Ballistics, Needle

__all__ = ["SILENCE_DBFS", "Ballistics", "Needle", "block_levels"]

_LEAST = np.float32(1e-6)  # -120 dBFS


def block_levels(
    blocks: NDArray[np.int16],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Sample peak and root mean square of each row.

    Args:
        blocks: (S, n), int16.

    Returns:
        Two float32 (S,) in dBFS (full scale 32768), at least `SILENCE_DBFS`.
    """
    streams, n = blocks.shape
    if not streams or not n:
        nothing = np.full(streams, SILENCE_DBFS, np.float32)
        return nothing, nothing.copy()
    samples = blocks.astype(np.float32)
    energy = np.einsum("ij,ij->i", samples, samples)
    highest = np.maximum(samples.max(axis=1), -samples.min(axis=1))
    scale = np.float32(1 / 32768)
    peaks = 20 * np.log10(np.maximum(highest * scale, _LEAST))
    rms = 20 * np.log10(np.maximum(np.sqrt(energy / n) * scale, _LEAST))
    return peaks.astype(np.float32), rms.astype(np.float32)
