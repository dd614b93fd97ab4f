"""Is what the loudspeaker got what the platform sent? Numbers, window by window.

Speech is cut into windows of 250 ms; each is looked for in the recording by itself,
because a playout that adapts its delay moves them against each other by design.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.support.sound_server import RATE

TELEPHONE = 8_000  # [Hz] of what was sent
PHASES = RATE // TELEPHONE
WINDOW = TELEPHONE // 4  # [samples] 250 ms
SPEECH_DBFS = -45.0  # quieter windows are pauses: nothing to recognise
ALIKE = 0.95  # least correlation of a window that is right
LEVEL_DB = 1.0  # greatest difference of its level
_TAPS = 32 * PHASES + 1  # of the low-pass before the rate is divided


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How much of the sent speech was found in the recording."""

    windows: int
    right: int  # correlation and level both within their limits
    worst: float  # smallest correlation
    median_level_db: float  # recorded against sent
    lag_s: float  # median: place in the recording minus place in the sent sound

    @property
    def share(self) -> float:
        """Share of right windows, 0 if there was no speech to compare."""
        return self.right / self.windows if self.windows else 0.0

    def __str__(self) -> str:
        """Say it in one line for the report."""
        return (
            f"{self.right} of {self.windows} windows of speech right "
            f"({self.share:.0%}), level {self.median_level_db:+.2f} dB"
        )


def mono(heard: NDArray[np.int16]) -> NDArray[np.float32]:
    """Take the left of two equal channels, low-passed for telephone bandwidth."""
    middle = (_TAPS - 1) / 2
    time = np.arange(_TAPS) - middle
    cutoff = 3_900 / RATE
    taps = 2 * cutoff * np.sinc(2 * cutoff * time) * np.kaiser(_TAPS, 7.0)
    return np.convolve(heard[:, 0].astype(np.float32), taps, "same").astype(np.float32)


def dbfs(samples: NDArray[np.generic]) -> float:
    """Root mean square against full scale of 16 bit; -120 for digital silence."""
    power = float(np.mean(np.square(samples.astype(np.float64)))) if len(samples) else 0
    return max(-120.0, 10 * np.log10(power / 32768**2)) if power else -120.0


def compare(
    sent: NDArray[np.int16],
    heard: NDArray[np.int16],
    *,
    expected_s: float | None = None,
    slack_s: float = 0.6,
    gain_db: tuple[float, float] = (0.0, 0.0),
) -> Likeness:
    """Look for each speech window of `sent` (8 kHz) in `heard` (48 kHz, stereo).

    Args:
        sent: int16, shape (n,).
        heard: int16, shape (m, 2).
        expected_s: Where in `heard` the first sample of `sent` is expected [s];
            None: found by correlating the whole.
        slack_s: How far from there each window is looked for, both ways.
        gain_db: Least and greatest gain with which it was played; the level of a
            window lies between them, give or take `LEVEL_DB`.
    """
    fine = mono(heard)
    coarse = fine[::PHASES]
    start = _whole_lag(sent, coarse) if expected_s is None else expected_s * TELEPHONE
    found = []
    for first in range(0, len(sent) - WINDOW + 1, WINDOW):
        window = sent[first : first + WINDOW]
        low = int(start) + first - int(slack_s * TELEPHONE)
        high = low + WINDOW + 2 * int(slack_s * TELEPHONE)
        if dbfs(window) < SPEECH_DBFS or low < 0 or high > len(coarse):
            continue
        place, likeness, level_db = _find(window.astype(np.float64), fine, low, high)
        found.append((likeness, level_db, (place / PHASES - first) / TELEPHONE))
    if not found:
        return Likeness(windows=0, right=0, worst=0, median_level_db=-120, lag_s=0)
    table = np.array(found)
    low, high = gain_db[0] - LEVEL_DB, gain_db[1] + LEVEL_DB
    level_right = (table[:, 1] >= low) & (table[:, 1] <= high)
    right = (table[:, 0] >= ALIKE) & level_right
    return Likeness(
        windows=len(table),
        right=int(right.sum()),
        worst=float(table[:, 0].min()),
        median_level_db=float(np.median(table[:, 1])),
        lag_s=float(np.median(table[:, 2])),
    )


def _whole_lag(sent: NDArray[np.int16], coarse: NDArray[np.float32]) -> int:
    """Place of `sent` in `coarse` [samples] that correlates best."""
    size = 1 << (len(sent) + len(coarse)).bit_length()
    spectrum = np.fft.rfft(coarse, size) * np.conj(
        np.fft.rfft(sent.astype(float), size)
    )
    product = np.fft.irfft(spectrum, size)
    place = int(np.argmax(product))
    return place if place < len(coarse) else place - size


def _find(
    window: NDArray[np.float64], fine: NDArray[np.float32], low: int, high: int
) -> tuple[int, float, float]:
    """Best match: place [1/48000 s], correlation, level difference [dB]."""
    region = fine[low * PHASES : high * PHASES : PHASES].astype(np.float64)
    energy = np.convolve(region**2, np.ones(len(window)), "valid")
    product = np.correlate(region, window, "valid")
    score = product / np.sqrt(np.maximum(energy, 1.0))
    centre = (low + int(np.argmax(score))) * PHASES
    norm = float(np.linalg.norm(window))
    best = (centre, -1.0, -120.0)
    for place in range(max(0, centre - PHASES), centre + PHASES + 1):
        part = fine[place : place + len(window) * PHASES : PHASES].astype(np.float64)
        if len(part) < len(window):
            continue
        length = max(float(np.linalg.norm(part)), 1e-9)
        likeness = float(part @ window) / (length * norm)
        if likeness > best[1]:
            best = (place, likeness, 20 * float(np.log10(length / norm)))
    return best


def gaps(heard: NDArray[np.int16], least_s: float) -> list[tuple[float, float]]:
    """Stretches of digital silence of at least `least_s`: (start, length) [s]."""
    silent = np.concatenate(([False], np.abs(heard).max(axis=1) <= 1, [False]))
    edges = np.flatnonzero(np.diff(silent.astype(np.int8)))
    pairs = edges.reshape(-1, 2) / RATE
    return [(float(a), float(b - a)) for a, b in pairs if b - a >= least_s]


def first_sound_s(heard: NDArray[np.int16], above_dbfs: float = -60.0) -> float | None:
    """When the first 5 ms above the level begin [s], None if never."""
    step = RATE // 200
    whole = heard[: len(heard) // step * step, 0].astype(np.float64).reshape(-1, step)
    power = np.sqrt(np.mean(whole**2, axis=1))
    loud = np.flatnonzero(power > 32768 * 10 ** (above_dbfs / 20))
    return float(loud[0]) * step / RATE if len(loud) else None
