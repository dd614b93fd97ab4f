"""Which delays does a piece of sound fit at: normalised cross-correlation.

All of it in the band 0-1.6 kHz, so that resampling and the rounding of G.711 do not
matter. A lag d means x[n] ~ r[n - d].
"""

import numpy as np

from tests.bench.referee.trace import Floats, Ints, Pcm

HOP = 40  # [samples] 5 ms: the resolution of a delay track
WINDOW = 160  # [samples] 20 ms: what is compared
NULL = int(np.iinfo(np.int64).min)  # no lag: made up or unknowable
FLOOR = 4.0  # mean square below which a piece tells nothing
_LOW_PASS_HZ = 1600
_BATCH = 64  # windows in one Fourier transform
_CELLS = 4_000_000  # products in one direct comparison


def prefilter(x: Pcm) -> Floats:
    """Low-pass of 31 taps, and a difference against DC and rumble; edges stay sharp."""
    k = np.arange(-15, 16)
    taps = np.sinc(2 * _LOW_PASS_HZ / 8000 * k) * np.hamming(31)
    y = np.convolve(x.astype(np.float64), taps / taps.sum(), "same")
    return np.concatenate([y[:1], y[1:] - 0.9 * y[:-1]])


def segment(signal: Floats, start: int, length: int) -> Floats:
    """signal[start : start + length], zeros outside of it."""
    out = np.zeros(length)
    a, b = max(start, 0), min(start + length, len(signal))
    if b > a:
        out[a - start : b - start] = signal[a:b]
    return out


def _peaks(fit: Floats, count: int, guard: int) -> tuple[Ints, Floats]:
    """Places and values of the best of each row, more than `guard` apart."""
    fit = fit.copy()
    rows = np.arange(len(fit))
    places, values = [], []
    for _ in range(count):
        j = fit.argmax(1)
        places.append(j)
        values.append(fit[rows, j])
        for offset in range(-guard, guard + 1):
            fit[rows, np.clip(j + offset, 0, fit.shape[1] - 1)] = -2
    return np.stack(places, 1), np.stack(values, 1)


def search(
    x: Floats,
    r: Floats,
    starts: Ints,
    width: int,
    *,
    lowest: Ints,
    highest: Ints,
    count: int,
    guard: int,
) -> tuple[Ints, Floats, Floats]:
    """Find the best lags of the windows x[s : s + width] between two bounds.

    Args:
        starts: s, shape (n,); `lowest` and `highest` lag likewise.
        count: Lags wanted for each window, more than `guard` samples apart.

    Returns:
        Lags, fits (normalised correlation) and gains, each of shape (n, count).
    """
    n = len(starts)
    lags = np.full((n, count), NULL, np.int64)
    fits = np.full((n, count), -1.0)
    gains = np.zeros((n, count))
    span = highest - lowest
    size = 2 ** np.ceil(np.log2(span + 2 * width + 1)).astype(int)
    for alike in np.unique(size):
        rows = np.flatnonzero(size == alike)
        for c in range(0, len(rows), _BATCH):
            some = rows[c : c + _BATCH]
            fit, gain = _correlate(
                x, r, starts[some], width, highest=highest[some], span=span[some]
            )
            j, fits[some] = _peaks(fit, count, guard)
            lags[some] = highest[some][:, None] - j
            gains[some] = np.take_along_axis(gain, j, 1)
    return lags, fits, gains


def _correlate(
    x: Floats, r: Floats, starts: Ints, width: int, *, highest: Ints, span: Ints
) -> tuple[Floats, Floats]:
    """Fit and gain at each lag from `highest` downwards."""
    longest = int(span.max())
    length = longest + width
    windows = np.stack([segment(x, s, width) for s in starts])
    pieces = np.stack(
        [segment(r, s - h, length) for s, h in zip(starts, highest, strict=True)]
    )
    nfft = int(2 ** np.ceil(np.log2(length + width)))
    spectrum = np.conj(np.fft.rfft(windows, nfft)) * np.fft.rfft(pieces, nfft)
    product = np.fft.irfft(spectrum, nfft)[:, : longest + 1]
    running = np.concatenate(
        [np.zeros((len(starts), 1)), np.cumsum(pieces**2, 1)], axis=1
    )
    theirs = np.maximum(running[:, width:] - running[:, :-width], FLOOR * width)
    ours = np.maximum((windows**2).sum(1, keepdims=True), FLOOR * width)
    fit = product / np.sqrt(theirs * ours)
    fit[np.arange(longest + 1)[None, :] > span[:, None]] = -1
    return fit, product / theirs


def compare(
    x: Floats, r: Floats, centres: Ints, base: Ints, reach: int
) -> tuple[Ints, Floats, Floats]:
    """Fit windows of 20 ms around `centres` at a few lags around given ones.

    Args:
        base: Lags, shape (n, m).
        reach: So many samples to either side of them.

    Returns:
        Lags, fits and gains, each of shape (n, m * (2 * reach + 1)).
    """
    offsets = np.arange(-reach, reach + 1)
    lags = (base[:, :, None] + offsets).reshape(len(base), -1)
    fit = np.zeros(lags.shape)
    gain = np.zeros(lags.shape)
    pad = 1 << 15
    rp = np.concatenate([np.zeros(pad), r, np.zeros(pad)])
    xp = np.concatenate([np.zeros(WINDOW), x, np.zeros(WINDOW)])
    around = np.arange(WINDOW) - WINDOW // 2
    step = max(1, _CELLS // (lags.shape[1] * WINDOW))
    for c in range(0, len(base), step):
        some = slice(c, c + step)
        centre = centres[some]
        xw = xp[centre[:, None] + around + WINDOW]
        place = centre[:, None, None] + around - lags[some][:, :, None] + pad
        rw = rp[np.clip(place, 0, len(rp) - 1)]
        product = np.einsum("nkw,nw->nk", rw, xw)
        theirs = np.maximum(np.einsum("nkw,nkw->nk", rw, rw), FLOOR * WINDOW)
        ours = np.maximum((xw**2).sum(1)[:, None], FLOOR * WINDOW)
        fit[some] = product / np.sqrt(theirs * ours)
        gain[some] = product / theirs
    return lags, fit, gain
