"""What a recording holds of known speech: delay, gaps, repeats and clicks.

Both at 8 kHz. Each window of the recording is looked for in what was sent by
normalised cross-correlation of the band up to 1.6 kHz, so that G.711's rounding and
the place of the sampling instants do not matter. Only differences of delay mean
something: the two have no common zero.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 8000
WINDOW = 1600  # [samples] 200 ms: a syllable, and no two are alike
HOP = 200  # [samples] 25 ms
ALIKE = 0.95  # least correlation of a window that was found
_FLOOR = 30.0  # rms of the quietest window that can be told from another
_LOUD = 100.0  # rms from which a window must be found
_NEAR = 8  # [samples] moved by less than that, it is where it was
_SPIKE = 250.0  # least prediction error of a click
_SPIKY = 9.0  # times the usual error around it
_MORE = 2.0  # times the own: prediction by other 20 ms differs by so much
_ORDER = 10  # of the prediction
_APART = 80  # [samples] two closer than 10 ms are one click
_SHORT = 160  # [samples] 20 ms beside a spike tell where it is from
_SHORT_ALIKE = 0.7  # fading in or out is no other sound
_AROUND = 32  # [samples] 4 ms: a spike of the speech itself may be so far away


@dataclass(frozen=True)
class Track:
    """Where in the sent speech the windows of a recording are from.

    Attributes:
        at: [samples] of the recording where each found window begins.
        origin: [samples] of the sent speech, the same windows.
        lost: [samples] of the recording where loud windows begin that were not found.
    """

    at: NDArray[np.int64]
    origin: NDArray[np.int64]
    lost: NDArray[np.int64]

    @property
    def delay_ms(self) -> NDArray[np.float64]:
        """One of each window; only differences mean something."""
        return (self.at - self.origin) / 8

    def after(self, sent_s: float) -> "Track":
        """The part from a time of the sent speech on."""
        late = self.origin >= sent_s * RATE
        assert late.any(), f"nothing was heard after {sent_s} s"
        lost = self.lost[self.lost >= self.at[late].min()]
        return Track(self.at[late], self.origin[late], lost)

    def before(self, sent_s: float) -> "Track":
        """The part before a time of the sent speech."""
        early = self.origin < sent_s * RATE
        assert early.any(), f"nothing was heard before {sent_s} s"
        lost = self.lost[self.lost < self.at[early].max()]
        return Track(self.at[early], self.origin[early], lost)

    def repeated_ms(self) -> float:
        """How far any window reaches back into what earlier ones had played [ms]."""
        # A window 25 ms later than another is from 25 ms later, or from later still.
        back = np.maximum.accumulate(self.origin)[:-1] - self.origin[1:]
        return float(np.max(back, initial=-HOP) + HOP) / 8


def track(
    sent: NDArray[np.int16],
    heard: NDArray[np.int16] | NDArray[np.float32],
    *,
    latest_s: float = 7.0,
    earliest_s: float = 0.3,
) -> Track:
    """Look for each window of `heard` in `sent`, both shape (n,).

    Args:
        sent: The speech, from before the first heard sample on.
        heard: The recording.
        latest_s: How much later than at first a window may be played.
        earliest_s: How much earlier, as when the first were heard again.
    """
    before = np.zeros(WINDOW, np.int16)  # a window may begin before the speech
    x, r = _band(heard), _band(np.concatenate((before, sent)))
    begin = _first_lag(r, x)
    found: list[tuple[int, int]] = []
    lost: list[int] = []
    lag, ahead = begin, int(earliest_s * RATE)
    for at in range(0, len(x) - WINDOW + 1, HOP):
        window = x[at : at + WINDOW]
        norm = float(np.sqrt(window @ window))
        if norm < _FLOOR * np.sqrt(WINDOW):
            continue
        origin, alike = _match(r, window, norm, at - lag - _NEAR, at - lag + _NEAR)
        if alike < ALIKE:
            latest = at - begin - int(latest_s * RATE)
            origin, alike = _match(r, window, norm, latest, at - begin + ahead)
        if alike >= ALIKE:
            lag = at - origin
            found.append((at, origin - WINDOW))
        elif norm > _LOUD * np.sqrt(WINDOW):
            lost.append(at)
    table = np.array(found, np.int64).reshape(-1, 2)
    return Track(table[:, 0], table[:, 1], np.array(lost, np.int64))


def clicks(
    sent: NDArray[np.int16],
    heard: NDArray[np.int16] | NDArray[np.float32],
    where: Track,
) -> list[float]:
    """Times [s] of the recording's clicks.

    A click is a spike of the error of a short-term linear prediction that the speech
    sent has not at the same place, within 4 ms. What hides among the voice's own pulses
    is missed: of speech that breaks off hard, about one break in eight is found, and of
    single samples off by an eighth of full scale two in three.
    """
    error, ratio = _spikes(np.asarray(heard, np.float64))
    own = [_widest(one) for one in _spikes(sent.astype(np.float64))]
    x, r = _band(heard), _band(sent)
    found: list[int] = []
    for at in np.flatnonzero((ratio > _SPIKY) & (error > _SPIKE)).tolist():
        if found and at - found[-1] < _APART:
            continue
        places = _origins(r, x, at, where)
        spike = max((float(own[0][place]) * gain for place, gain in places), default=0)
        spiky = max((float(own[1][place]) for place, _ in places), default=0)
        if error[at] > _MORE * spike + _SPIKE and ratio[at] > 1.3 * spiky:
            found.append(at)
    return [at / RATE for at in found]


def _origins(
    r: NDArray[np.float64], x: NDArray[np.float64], at: int, where: Track
) -> list[tuple[int, float]]:
    """Places in the speech that sound like the recording around `at`.

    Each with how much louder it was played, never below 1. Looked for between the
    places of the windows found before and after; none where the recording is made up.
    """
    if not len(where.at):
        return []
    row = int(np.searchsorted(where.at, at - WINDOW // 2))
    begin = where.origin[row - 2] if row > 1 else where.origin[0] - 2 * RATE
    end = where.origin[row + 1] if row + 1 < len(where.at) else begin + 2 * RATE
    places = []
    for first in (at - _SHORT, at - _SHORT // 2, at):
        window = x[max(first, 0) : first + _SHORT]
        norm = float(np.sqrt(window @ window))
        low, high = int(begin) - _SHORT, int(end) + WINDOW
        origin, alike = _match(r, window, norm, low, high)
        if alike >= _SHORT_ALIKE:
            said = r[origin : origin + _SHORT]
            gain = max(1.0, norm / float(np.sqrt(said @ said)))
            places.append((min(origin + at - first, len(r) - 1), gain))
    return places


def _band(sound: NDArray[np.generic]) -> NDArray[np.float64]:
    """Up to 1.6 kHz, without DC and rumble."""
    taps = np.sinc(0.4 * np.arange(-15, 16)) * np.hamming(31)
    low = np.convolve(sound.astype(np.float64), taps / taps.sum(), "same")
    return np.diff(low, prepend=low[:1]) + 0.1 * low


def _first_lag(r: NDArray[np.float64], x: NDArray[np.float64]) -> int:
    """Place in the recording minus place in the speech, of its first 3 s of sound."""
    loud = np.flatnonzero(np.abs(x) > 100)
    assert len(loud), "nothing was heard"
    at = int(loud[0])
    piece = x[at : at + 3 * RATE]
    size = 1 << (len(r) + len(piece)).bit_length()
    product = np.fft.irfft(np.fft.rfft(r, size) * np.conj(np.fft.rfft(piece, size)))
    place = int(np.argmax(product[: len(r)]))
    return at - place


def _match(
    r: NDArray[np.float64],
    window: NDArray[np.float64],
    norm: float,
    low: int,
    high: int,
) -> tuple[int, float]:
    """Best place of the window between two in `r`, and how alike they are there."""
    width = len(window)
    low, high = max(low, 0), min(high, len(r) - width)
    if high < low or not norm:
        return 0, -1.0
    region = r[low : high + width]
    if high - low < 64:
        product = np.correlate(region, window, "valid")
    else:
        size = 1 << (len(region) + len(window)).bit_length()
        spectrum = np.fft.rfft(region, size) * np.conj(np.fft.rfft(window, size))
        product = np.fft.irfft(spectrum, size)[: high - low + 1]
    power = np.concatenate(([0.0], np.cumsum(region**2)))
    norms = np.sqrt(np.maximum(power[width:] - power[:-width], _FLOOR**2))
    alike = product / (norm * norms)
    best = int(np.argmax(alike))
    return low + best, float(alike[best])


def _spikes(x: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Prediction error of each sample, and the same by what is usual around it."""
    error = np.abs(_prediction_error(x))
    blocks = np.median(error[: len(error) // 40 * 40].reshape(-1, 40), axis=1)
    padded = np.pad(blocks, 3, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, 7)
    usual = np.repeat(np.median(around, axis=1), 40) * 1.4826 + 6.0
    ratio = np.zeros(len(error))
    ratio[: len(usual)] = error[: len(usual)] / usual
    return error, ratio


def _prediction_error(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each 20 ms predicted by what fits the 40 ms around them."""
    hop, width = 160, 320
    padded = np.concatenate((np.zeros(width), x, np.zeros(width)))
    starts = np.arange(len(x) // hop) * hop + width - hop // 2
    views = np.lib.stride_tricks.sliding_window_view(padded, width)[starts]
    shaped = views * np.hanning(width)
    lags = range(_ORDER + 1)
    auto = np.stack(
        [(shaped[:, : width - k] * shaped[:, k:]).sum(axis=1) for k in lags], axis=1
    )
    auto[:, 0] = auto[:, 0] * 1.0005 + 20.0
    order = np.arange(_ORDER)
    matrix = auto[:, np.abs(order[:, None] - order[None, :])]
    factors = np.linalg.solve(matrix, auto[:, 1:, None])[..., 0]
    size = len(factors) * hop
    error = x.copy()
    for k in range(1, _ORDER + 1):
        shifted = np.concatenate((np.zeros(k), x[:-k]))[:size]
        error[:size] -= np.repeat(factors[:, k - 1], hop) * shifted
    return error


def _widest(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The largest within 4 ms both ways."""
    padded = np.pad(values, _AROUND)
    views = np.lib.stride_tricks.sliding_window_view(padded, 2 * _AROUND + 1)
    return views.max(axis=1)
