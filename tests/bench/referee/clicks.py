"""Audible discontinuities: prediction errors without a counterpart in the speech."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tests.bench.referee.trace import Floats, Ints, Pcm

_ORDER = 10
_HOP, _WIDTH = 160, 320  # [samples] predictors are renewed every 20 ms from 40 ms
_BLOCK = 40  # [samples] 5 ms: of the local scale
_RATIO = 9.0  # a spike stands out of its surroundings by so much,
_LEVEL = 250.0  # and is at least so large
_NEAR = 32  # [samples] 4 ms: where in the speech its counterpart may be
_KNOWN = 80  # [samples] 10 ms: how far the next known origin may be
_EDGE = 160  # [samples] start and end of the stream are not the engine's doing
_APART = 80  # [samples] nearer spikes are one click


def clicks(out: Pcm, origin: Ints, pcm: Pcm) -> int:
    """Count the clicks in `out`.

    Args:
        out: What was heard.
        origin: Input sample of every output sample, -1 where made up.
        pcm: What was sent.
    """
    error, peak = _spikes(out)
    sent_error, sent_peak = (_spread(v) for v in _spikes(pcm))
    known = np.flatnonzero(origin >= 0)
    if not len(known):
        return 0
    spikes = np.flatnonzero((peak > _RATIO) & (error > _LEVEL))
    inside = (spikes > known[0] + _EDGE) & (spikes < known[-1] - _EDGE)
    count, last = 0, -(10**9)
    for spike in spikes[inside]:
        if spike - last < _APART:
            continue
        of_error, of_peak = 0.0, 0.0
        at = int(np.searchsorted(known, spike))
        for near in known[max(at - 1, 0) : at + 1]:
            if abs(near - spike) <= _KNOWN:
                place = np.clip(origin[near] + (spike - near), 0, len(pcm) - 1)
                of_error = max(of_error, sent_error[place])
                of_peak = max(of_peak, sent_peak[place])
        if error[spike] > 1.5 * of_error + _LEVEL and peak[spike] > 1.3 * of_peak:
            count += 1
            last = spike
    return count


def _spread(v: Floats) -> Floats:
    """The strongest within 4 ms."""
    spread: Floats = sliding_window_view(np.pad(v, _NEAR), 2 * _NEAR + 1).max(1)
    return spread


def _spikes(x: Pcm) -> tuple[Floats, Floats]:
    """Prediction error, and the same against the median of 15 ms to either side."""
    error = np.abs(_residual(x))
    n = len(error) // _BLOCK
    middle = np.median(error[: n * _BLOCK].reshape(n, _BLOCK), 1)
    local = np.median(sliding_window_view(np.pad(middle, 3, mode="edge"), 7), 1)
    scale = np.full(len(error), 1e9)
    scale[: n * _BLOCK] = np.repeat(local, _BLOCK) * 1.4826 + 6.0
    return error, error / scale


def _residual(pcm: Pcm) -> Floats:
    """Error of short-term linear prediction."""
    x = pcm.astype(np.float64)
    frames = len(x) // _HOP
    if frames < 3:
        return np.zeros(len(x))
    padded = np.concatenate([np.zeros(_WIDTH), x, np.zeros(_WIDTH)])
    starts = np.arange(frames) * _HOP + _WIDTH - (_WIDTH - _HOP) // 2
    pieces = sliding_window_view(padded, _WIDTH)[starts] * np.hanning(_WIDTH)
    lags = range(_ORDER + 1)
    products = [(pieces[:, : _WIDTH - k] * pieces[:, k:]).sum(1) for k in lags]
    correlation = np.stack(products, 1)
    correlation[:, 0] = correlation[:, 0] * 1.0005 + 20.0
    order = np.arange(_ORDER)
    matrix = correlation[:, np.abs(order[:, None] - order[None, :])]
    solved = np.linalg.solve(matrix, correlation[:, 1:][..., None])[..., 0]
    residual = x.copy()
    for k in range(1, _ORDER + 1):
        earlier = np.concatenate([np.zeros(k), x[:-k]])
        factor = np.repeat(solved[:, k - 1], _HOP)
        m = min(len(factor), len(x))
        residual[:m] -= factor[:m] * earlier[:m]
    return residual
