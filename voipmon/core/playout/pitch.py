"""Pitch-synchronous operations: find a period, remove it, insert it, go on with it.

WSOLA as in Verhelst and Roelands (ICASSP 1993), on one pitch period at a time.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from voipmon.core.dsp.fade import cross_fade

Samples = NDArray[np.float32]

SHORTEST, LONGEST = 20, 120  # [samples] periods removed or inserted: 2.5 - 15 ms
TEMPLATE = 120  # [samples] compared: 15 ms
REMOVE_NEEDS = LONGEST + TEMPLATE  # samples ahead
_RIGHT_NEEDS = 160
_STRETCH_COST = 0.008  # correlation given up for a sample less of stretching
_CONTINUE_LONGEST = 140
_CONTINUE_TEMPLATE = 160
CONTINUE_NEEDS = _CONTINUE_LONGEST + _CONTINUE_TEMPLATE  # samples behind


def similarity(template: Samples, region: Samples) -> Samples:
    """Normalised correlation of `template` with each place in `region`.

    Returns:
        float32 (len(region) - len(template) + 1,), -1..1; two silences are equal.
    """
    windows = sliding_window_view(region, len(template))
    energy = np.cumsum(np.concatenate(([0.0], region.astype(np.float64) ** 2)))
    theirs = energy[len(template) :] - energy[: -len(template)]
    own = float(template @ template)
    scale = np.sqrt(np.maximum(theirs * own, 0.0)) + 1.0
    alike: Samples = (((windows @ template) + 1.0) / scale).astype(np.float32)
    return np.minimum(alike, 1.0)


def period_ahead(ahead: Samples, slack: float = 0.0) -> tuple[int, float]:
    """Period of the sound that is to be played next.

    Args:
        ahead: At least `REMOVE_NEEDS` samples.
        slack: Correlation given up for a longer one, e.g. two periods for one.

    Returns:
        Period in samples, and how well it repeats (-1..1).
    """
    alike = similarity(ahead[:TEMPLATE], ahead[SHORTEST:REMOVE_NEEDS])
    best = int(np.argmax(alike))
    if slack:
        middle = alike[1:-1]
        hills = (middle >= alike[:-2]) & (middle >= alike[2:])
        good = np.flatnonzero(hills & (middle >= alike[best] - slack))
        best = max(best, int(good[-1]) + 1) if len(good) else best
    return SHORTEST + best, float(alike[best])


def period_behind(behind: Samples) -> tuple[int, float]:
    """Period of the sound just played, the newest sample last; for an insertion."""
    region = behind[-(TEMPLATE + LONGEST) : -SHORTEST]
    alike = similarity(behind[-TEMPLATE:], region)
    best = int(np.argmax(alike))
    return SHORTEST + len(alike) - 1 - best, float(alike[best])


def continuation(behind: Samples, n: int) -> Samples:
    """Go on with the last period of `behind` for `n` samples.

    Args:
        behind: The newest sample last; `CONTINUE_NEEDS` for all periods up to 17 ms,
            at least 160 for those up to 12 ms.
        n: Samples wanted.
    """
    behind = behind[-CONTINUE_NEEDS:]
    size = min(_CONTINUE_TEMPLATE, len(behind) * 3 // 8)
    alike = similarity(behind[-size:], behind[:-SHORTEST])
    period = SHORTEST + len(alike) - 1 - int(np.argmax(alike))
    return repeat_period(behind, period, n)


def repeat_period(behind: Samples, period: int, n: int) -> Samples:
    """Repeat the last `period` samples, without a step at the join or the wraps."""
    loop = behind[-period:].copy()
    soft = min(max(2, period // 5), len(behind) - period)
    before = behind[-period - soft : -period]
    loop[-soft:] = cross_fade(loop[-soft:], before)
    repeats = np.resize(loop, n)
    step = behind[-1] - behind[-period - 1]
    lead = min(n, max(2, period // 3))
    repeats[:lead] += step * (1 - np.arange(1, lead + 1, dtype=np.float32) / (lead + 1))
    peak = np.abs(behind).max()
    return np.clip(repeats, -peak, peak)


def bridge(left: Samples, right: Samples, n: int) -> Samples:
    """Fill a hole of which both sides are known.

    The left side goes on, the right side is extended backwards; the forward part is
    stretched until the two are in phase in the middle, where they are cross-faded.
    Beyond 15 ms from either side it is attenuated.

    Args:
        left: At least `CONTINUE_NEEDS` samples before the hole.
        right: Samples after the hole, at least 160 to be of use.
        n: Length of the hole in samples.
    """
    if len(right) < _RIGHT_NEEDS:
        return continuation(left, n) * _distance_gain(n, one_sided=True)
    slack = 40  # [samples] how much the forward part may be stretched
    forward = continuation(left, n + 2 * slack)
    backward = continuation(right[:CONTINUE_NEEDS][::-1], n)[::-1]
    joint = min(80, n)  # 10 ms
    start = (n - joint) // 2
    here = backward[start : start + joint]
    first = max(0, start - slack)
    alike = similarity(here, forward[first : start + slack + joint])
    shifts = first - start + np.arange(len(alike))
    shift = int(shifts[np.argmax(alike - _STRETCH_COST * np.abs(shifts))])
    middle = start + joint / 2
    places = np.arange(n, dtype=np.float32) * np.float32((middle + shift) / middle)
    stretched = np.interp(places, np.arange(len(forward)), forward).astype(np.float32)
    filled = np.concatenate((stretched[:start], backward[start:]))
    filled[start : start + joint] = cross_fade(stretched[start : start + joint], here)
    return filled * _distance_gain(n, one_sided=False)


def _distance_gain(n: int, *, one_sided: bool) -> Samples:
    """1 up to 15 ms from a known side, then falling to 0 at 80 ms."""
    distance = np.arange(n, dtype=np.float32)
    if not one_sided:
        distance = np.minimum(distance, distance[::-1])
    return np.clip(1 - (distance - 120) / 520, 0, 1).astype(np.float32)


def removed(ahead: Samples, period: int) -> Samples:
    """`period` samples that stand for the first two periods of `ahead`."""
    return cross_fade(ahead[:period], ahead[period : 2 * period])


def inserted(behind: Samples, ahead: Samples, period: int) -> Samples:
    """`period` samples to be played before `ahead`, which then follows."""
    return cross_fade(ahead[:period], behind[-period:])
