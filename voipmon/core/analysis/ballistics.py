"""How a meter's needle follows the loudness; no numpy, the window uses it too."""

from dataclasses import dataclass

SILENCE_DBFS = -120.0  # shown as no level at all

# OBS Studio, VolumeMeter: IEC 60268-10 type I fall, VU integration, peak hold.
_DECAY_DB_S = 20 / 1.7
_INTEGRATION_S = 0.3
_HOLD_S = 20.0
_IDLE_S = 0.5


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
