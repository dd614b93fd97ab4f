"""From candidate lags to one track: the most plausible one, its borders made exact."""

import numpy as np

from tests.bench.referee.matching import HOP, NULL
from tests.bench.referee.trace import Floats, Ints, Mask

# Costs of the dynamic programme. They were set on outputs of known origin.
_MISFIT = 12.0  # times 1 - fit
_POOR, _POOR_COST = 0.6, 50.0  # a fit below is none
_MADE_UP, _QUIET = 2.4, 0.2  # a hop of no origin: with sound in it, without
_JUMP = 1.2  # to another lag
_FLIP = 0.6  # between a lag and none
_NEAR = 80  # [samples] how far a border may be from where the hops put it


def plausible(lag: Ints, fit: Floats, informative: Mask) -> Ints:
    """Pick a candidate for each hop by dynamic programming; -1: made up.

    Args:
        lag: Candidates, shape (hops, k); `fit` likewise.
        informative: Hops with enough sound to tell anything.
    """
    n, k = lag.shape
    emission = np.empty((n, k + 1))
    emission[:, :k] = (1.0 - fit) * _MISFIT
    emission[:, :k][fit < _POOR] = _POOR_COST
    emission[:, k] = np.where(informative, _MADE_UP, _QUIET)
    back = np.zeros((n, k + 1), np.int16)
    cost = emission[0].copy()
    change = np.full((k + 1, k + 1), _FLIP)
    change[k, k] = 0.0
    states = np.arange(k + 1)
    for i in range(1, n):
        jump = np.abs(lag[i - 1][:, None] - lag[i][None, :])
        change[:k, :k] = np.where(jump <= 1, 0.0, _JUMP)
        total = cost[:, None] + change
        best = total.argmin(0)
        back[i] = best
        cost = total[best, states] + emission[i]
    path = np.zeros(n, np.int64)
    path[-1] = cost.argmin()
    for i in range(n - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return np.where(path == k, -1, path)


def fill_quiet(hop_lag: Ints, informative: Mask) -> Ints:
    """Carry the lag across silent hops that lie between hops of the same lag."""
    out = hop_lag.copy()
    quiet = (hop_lag == NULL) & ~informative
    n = len(hop_lag)
    i = 0
    while i < n:
        if not quiet[i]:
            i += 1
            continue
        j = i
        while j < n and quiet[j]:
            j += 1
        if i > 0 and j < n:
            a, b = hop_lag[i - 1], hop_lag[j]
            if NULL not in (a, b) and abs(a - b) <= 2:
                out[i:j] = a
        i = j
    return out


def refine(sample_lag: Ints, hop_lag: Ints, out: Floats, ref: Floats) -> None:
    """Move borders between segments to where the waveforms really change.

    Args:
        sample_lag: Lag of each sample, changed in place.
        hop_lag: Lag of each hop.
        out: What was heard.
        ref: What it may be a copy of.
    """
    for c in np.flatnonzero(hop_lag[1:] != hop_lag[:-1]) + 1:
        before, after = int(hop_lag[c - 1]), int(hop_lag[c])
        if NULL in (before, after):
            _extend(sample_lag, out, ref, c * HOP, lags=(before, after))
        elif abs(before - after) > 2:
            _split(sample_lag, out, ref, c * HOP, lags=(before, after))


def _misfit(out: Floats, ref: Floats, low: int, high: int, lag: int) -> Floats:
    place = np.arange(low, high) - lag
    there = (place >= 0) & (place < len(ref))
    off = np.abs(out[low:high] - ref[np.clip(place, 0, len(ref) - 1)])
    return np.where(there, off, 1e4)


def _split(
    lag: Ints, out: Floats, ref: Floats, border: int, *, lags: tuple[int, int]
) -> None:
    """Two copies meet: the border is where the sum of both errors is least."""
    before, after = lags
    low, high = max(border - _NEAR, 0), min(border + _NEAR, len(out))
    left = np.cumsum(_misfit(out, ref, low, high, before))
    right = np.cumsum(_misfit(out, ref, low, high, after)[::-1])[::-1]
    cost = np.concatenate([[0], left]) + np.concatenate([right, [0]])
    true = low + int(cost.argmin())
    lag[min(true, border) : max(true, border)] = after if true < border else before


def _extend(
    lag: Ints, out: Floats, ref: Floats, border: int, *, lags: tuple[int, int]
) -> None:
    """A copy ends or begins: extend it for as long as it still fits."""
    before, after = lags
    low, high = max(border - _NEAR, 0), min(border + _NEAR, len(out))
    known = before if before != NULL else after
    mean = np.ones(16) / 16
    error = np.convolve(_misfit(out, ref, low, high, known), mean, "same")
    bad = error > 4 + 0.3 * np.convolve(np.abs(out[low:high]), mean, "same")
    step = 1 if before != NULL else -1
    j = border - low if before != NULL else border - low - 1
    while 0 <= j < high - low and not bad[j] and lag[low + j] == NULL:
        lag[low + j] = known
        j += step
