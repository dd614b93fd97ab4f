"""Which hold-ups are worth waiting for: a few ms for a rare one, more for many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voipmon.core.playout.tuning import JUMP_MS, Tuning

_SAME = 0.8  # a bin whose fastest frame is still so much held up goes on with it
_BACKLOG_MS = 60.0  # jitter of a backlog that comes in at little more than its rate
_START_BINS = 50  # nothing is known of a network before 10 s of it


@dataclass(slots=True)
class Bin:
    """The latest and the fastest frame of 200 ms, as lateness [ms]."""

    high: float
    low: float


def peaks(bins: Iterable[Bin]) -> list[float]:
    """The lateness [ms] at the peak of each hold-up.

    Bins in which not even the fastest frame got back towards normal are one hold-up,
    and so are those in which a backlog comes in slowly, ever less late: a player that
    has waited for the first frame is not stopped by the others.
    """
    bins = tuple(bins)
    base = min((bin_.low for bin_ in bins), default=0.0)
    found: list[float] = []
    before = Bin(base, base)
    for bin_ in bins:
        late = bin_.low - base
        falling = bin_.high <= min(before.high, before.low + _BACKLOG_MS)
        if found and (
            late > (found[-1] - base) * _SAME or (falling and late > _BACKLOG_MS)
        ):
            found[-1] = max(found[-1], bin_.high)
        else:
            found.append(bin_.high)
        before = bin_
    return found


def level(
    found: Sequence[float], floor: float, bins: int, known: int, to: Tuning
) -> float:
    """The lateness that playing should wait for.

    A level L is left at each hold-up above it, so its gaps cost their number; the
    delay costs the more, the more there is of it. So the first hold-ups beyond the
    forgiven ones may raise L by one step, and each further one by one more. While the
    history is short, what one step covers is waited for at once. A rare hold-up that
    ends in a jump is nobody's to wait for, as it is heard whatever L is; but if there
    were many, nothing else would be.

    Args:
        found: Peaks of the hold-ups [ms].
        floor: The fastest frame [ms].
        bins: How many bins they were found in.
        known: Bins since the beginning of the stream.
        to: What delay is worth.
    """
    highest = sorted(found, reverse=True)
    jumped = sum(peak > floor + JUMP_MS for peak in highest)
    if jumped <= max(1, to.forgiven):
        highest = highest[jumped:]
    forgiven = to.forgiven * min(bins, to.window) // to.window
    wanted = floor + to.start_ms * max(0.0, 1 - known / _START_BINS)
    for i, peak in enumerate(highest):
        allowed = floor + to.step_ms * max(1, 1 + i - to.forgiven)
        if i < forgiven or (i < to.forgiven and peak > allowed):
            continue
        wanted = max(wanted, min(peak, allowed))
        if peak <= allowed:
            break  # what follows is lower
    return min(wanted, floor + to.cap_ms)
