"""Loudness of blocks of sound, and how a meter's needle follows it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SILENCE_DBFS = -120.0  # shown as no level at all
_LEAST = np.float32(1e-6)  # -120 dBFS

# OBS Studio, VolumeMeter: IEC 60268-10 type I fall, VU integration, peak hold.
_DECAY_DB_S = 20 / 1.7
_INTEGRATION_S = 0.3
_HOLD_S = 20.0
_IDLE_S = 0.5


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Needle:
    """What a level meter shows, all in dBFS."""

    peak: float = SILENCE_DBFS
    rms: float = SILENCE_DBFS
    hold: float = SILENCE_DBFS


class Ballistics:
    """OBS Studio's VolumeMeter for one stream.

    The peak rises at once and falls 20 dB in 1.7 s; the mean covers 99 % of a step
    in 300 ms; the highest peak stays for 20 s; without data for 0.5 s all are reset.
    """

    def __init__(self) -> None:
        self.needle = Needle()
        self._hold_age_s = 0.0
        self._idle_s = 0.0

    def update(
        self, peak_dbfs: float, rms_dbfs: float, dt_s: float, *, fresh: bool = True
    ) -> Needle:
        """Advance by `dt_s`.

        Args:
            peak_dbfs: Highest since the last update.
            rms_dbfs: Mean since the last update.
            dt_s: Seconds since the last update.
            fresh: False when there was no data; the levels are then ignored.
        """
        self._idle_s = 0.0 if fresh else self._idle_s + dt_s
        if self._idle_s >= _IDLE_S:
            self.needle = Needle()
            self._hold_age_s = 0.0
            return self.needle
        now = self.needle
        if not fresh:
            peak_dbfs, rms_dbfs = SILENCE_DBFS, SILENCE_DBFS
        peak = max(peak_dbfs, now.peak - _DECAY_DB_S * dt_s, SILENCE_DBFS)
        share = min(1.0, 0.99 * dt_s / _INTEGRATION_S)
        rms = now.rms + (rms_dbfs - now.rms) * share
        self._hold_age_s += dt_s
        hold = now.hold
        if peak_dbfs >= hold or self._hold_age_s > _HOLD_S:
            hold, self._hold_age_s = peak_dbfs, 0.0
        self.needle = Needle(peak=peak, rms=rms, hold=hold)
        return self.needle
