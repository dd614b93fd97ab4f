"""How soon an engine is back at its delay after the delivery stalled."""

from dataclasses import dataclass

import numpy as np

from tests.bench.referee.speech import runs
from tests.bench.referee.timing import DelayTrack
from tests.bench.referee.trace import Floats, Mask, Trace

_WITHIN_MS = 20.0  # of the steady delay is recovered
_HOLD_S = 0.3  # it must last
_ADDED_MS = 40.0  # stalls that added less are not asked for draining
_DRAINED = 0.8  # of what was added is gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """Figures over all stalls, each from the moment delivery is normal again.

    What is not reached before the next stall counts as the time until then.

    Attributes:
        stalls: How many were judged.
        recover_mean_s: Until the delay is within 20 ms of the engine's own steady one:
            the median of the calm stretch before the first stall, or the 10th
            percentile of the run where that is smaller [s].
        recover_p95_s: The same, 95th percentile.
        drain_mean_s: Until 80 % of the delay that the stall added is gone [s]; only of
            stalls that added 40 ms or more.
        unrecovered: Stalls from which it did not recover.
        steady_ms: The steady delay.
    """

    stalls: int = 0
    recover_mean_s: float | None = None
    recover_p95_s: float | None = None
    drain_mean_s: float | None = None
    unrecovered: int = 0
    steady_ms: float | None = None


def recovery(trace: Trace, track: DelayTrack) -> Recovery:
    """Judge all stalls of a trace."""
    heard, delay = track.heard_s, track.delay_ms
    if not len(heard):
        return Recovery()
    stalls = [stall for stall in trace.stalls() if stall[1] < heard[-1] - 0.5]
    if not stalls:
        return Recovery()
    steady = _steady(heard, delay, stalls[0][0])
    back: list[float] = []
    drain: list[float] = []
    never = 0
    for i, (begin, end) in enumerate(stalls):
        following = stalls[i + 1][0] if i + 1 < len(stalls) else heard[-1]
        here = (heard >= end) & (heard < following)
        if following - end < 0.5 or not here.any():
            continue
        h, d = heard[here], delay[here]
        reached = _until(h, d > steady + _WITHIN_MS, end)
        back.append(following - end if reached is None else reached)
        never += reached is None
        before = (heard > begin - 2.0) & (heard < begin)
        if (limit := _drained_ms(h, d, delay[before], end)) is not None:
            reached = _until(h, d > limit, end)
            drain.append(following - end if reached is None else reached)
    if not back:
        return Recovery()
    return Recovery(
        stalls=len(back),
        recover_mean_s=float(np.mean(back)),
        recover_p95_s=float(np.percentile(back, 95)),
        drain_mean_s=float(np.mean(drain)) if drain else None,
        unrecovered=never,
        steady_ms=float(steady),
    )


def _steady(heard: Floats, delay: Floats, first_stall_s: float) -> float:
    calm = (heard > min(3.0, first_stall_s * 0.5)) & (heard < first_stall_s)
    low = np.percentile(delay, 10)
    return float(min(low, np.median(delay[calm])) if calm.sum() > 8000 else low)


def _until(heard: Floats, over: Mask, end: float) -> float | None:
    """Time from `end` until it is no longer over, lastingly; None: never [s]."""
    for start, length in zip(*runs(~over), strict=True):
        last = start + length
        if heard[last - 1] - heard[start] >= _HOLD_S or last == len(heard):
            return max(0.0, float(heard[start]) - end) if start else 0.0
    return None


def _drained_ms(
    heard: Floats, delay: Floats, earlier: Floats, end: float
) -> float | None:
    """Delay at which most of what the stall added is gone; None: it added little."""
    soon = heard < end + 0.1
    if not len(earlier) or not soon.any():
        return None
    before = np.median(earlier)
    added = delay[soon].max() - before
    return float(before + (1 - _DRAINED) * added) if added >= _ADDED_MS else None
