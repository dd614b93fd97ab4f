"""Linear prediction: what a line's noise sounds like, and spikes that do not belong."""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

_ORDER = 10
_TAIL = 64  # [samples] of a predictor's response that are heard
_SPIKE = 9.0  # residual above so many medians stands out
_LAND = 24.0  # [samples] over which the true sound is met again
_LEAST = 120.0  # [int16 steps] below, nobody hears it


def predictor(sound: NDArray[np.float64], order: int) -> NDArray[np.float64]:
    """Taps of the all-pole model of `sound`, by the autocorrelation method."""
    n = len(sound)
    lags = np.array([sound[: n - i] @ sound[i:] for i in range(order + 1)])
    lags[0] = lags[0] * 1.001 + 1.0  # a floor of -30 dB: silence has a model, too
    places = np.abs(np.subtract.outer(np.arange(order), np.arange(order)))
    taps: NDArray[np.float64] = np.linalg.solve(lags[places], lags[1:])
    return taps


def spectrum(taps: NDArray[np.float64], n: int) -> NDArray[np.complex128]:
    """The model's response at the `n // 2 + 1` frequencies of a real transform."""
    return 1.0 / np.fft.rfft(np.concatenate(([1.0], -taps)), n)


def without_spikes(before: Samples, sound: Samples, after: Samples) -> Samples:
    """Take out of `sound` what its surroundings do not let expect.

    A join of two pieces, or a glottal pulse repeated out of its place, is heard as a
    click when the residual of the prediction stands far above its neighbours'. The
    spike is lowered in the residual, so that its ringing goes with it.

    Returns:
        float32, as long as `sound`.
    """
    whole = np.concatenate((before, sound, after)).astype(np.float64)
    taps = predictor(whole, _ORDER)
    residual = whole.copy()
    for i, tap in enumerate(taps, 1):
        residual[i:] -= tap * whole[:-i]
    middle = len(residual) // 2
    usual = float(np.partition(np.abs(residual), middle)[middle])
    limit = max(_LEAST, _SPIKE * usual)
    inside = residual[len(before) : len(before) + len(sound)]
    spikes = inside - np.clip(inside, -limit, limit)
    if not spikes.any():
        return sound.astype(np.float32)
    response = np.fft.irfft(spectrum(taps, 4 * _TAIL))[:_TAIL]
    ringing = np.convolve(spikes, response)[: len(sound)]
    ringing *= np.minimum(1.0, np.arange(len(sound))[::-1] / _LAND)
    return (sound - ringing).astype(np.float32)
