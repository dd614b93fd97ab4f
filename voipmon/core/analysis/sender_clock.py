"""What arrival times tell of the sender: its clock's pace and its pauses.

All of it from lateness: arrival time minus place in the stream, after the whole
recording is known. What network and sender did cannot be told apart for certain:
delay that goes again was the network's, delay that stays until the end is taken for a
pause of the sender, delay that grows evenly for its clock.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Microseconds = NDArray[np.int64]

# [us] Less is jitter. A media server that loses one tick pauses for 20 ms.
PAUSE_US: Final = 15_000
_TAIL: Final = 25  # frames: the last half second knows no future to judge it by
_BLOCK_US: Final = 5_000_000  # the fastest frame of each counts
_BLOCKS: Final = 256  # longer recordings have longer blocks
_BLOCK_FRAMES: Final = 100  # a block with fewer tells nothing
_APART_US: Final = 30_000_000  # 1 ms of noise is 33 ppm then
_MOST_PPM: Final = 1000.0  # crystals stay below 500; more is no clock's pace


def pauses(late: Microseconds) -> Microseconds:
    """How much of each frame's lateness never goes again.

    Args:
        late: int64, shape (n,), n > 0, of the frames in the order of the stream.

    Returns:
        Shape (n,), never above `late`, never falling: it rises where the sender
        paused, each time by `PAUSE_US` or more; the first value is the least lateness.
    """
    future = _future(late)
    begins = [0]
    while True:
        at = int(np.searchsorted(future, future[begins[-1]] + PAUSE_US))
        if at >= len(future):
            break
        begins.append(at)
    return np.repeat(future[begins], np.diff(begins, append=len(future)))


def drift_ppm(arrival: Microseconds, late: Microseconds) -> float:
    """The sender's clock against ours [ppm], positive when it is fast.

    The median slope between the fastest frames of blocks that no pause separates
    (Theil and Sen); 0 where there are none 30 s apart, or where it is no clock's.

    Args:
        arrival: int64, shape (n,), monotonic time of each frame's arrival.
        late: The same frames' lateness.
    """
    jumps = np.diff(_future(late), prepend=late.min()) >= PAUSE_US
    stretch = np.cumsum(jumps)
    span = max(_BLOCK_US, int(np.ptp(arrival)) // _BLOCKS + 1)
    block = (arrival - arrival.min()) // span + stretch * 2 * _BLOCKS
    _, member, frames = np.unique(block, return_inverse=True, return_counts=True)
    fastest = np.lexsort((late, member))[np.cumsum(frames) - frames]
    low = fastest[frames >= _BLOCK_FRAMES]
    first, second = np.triu_indices(len(low), 1)
    one, other = low[first], low[second]
    apart = arrival[other] - arrival[one]
    fit = (apart >= _APART_US) & (stretch[one] == stretch[other])
    if not fit.any():
        return 0.0
    slopes = (late[other] - late[one])[fit] / apart[fit]
    ppm = -1e6 * float(np.median(slopes))
    return round(ppm, 1) + 0.0 if abs(ppm) <= _MOST_PPM else 0.0  # no -0.0


def _future(late: Microseconds) -> Microseconds:
    """The least lateness from each frame on: it never falls."""
    future = np.minimum.accumulate(late[::-1])[::-1].copy()
    future[-_TAIL:] = future[-_TAIL:][0]
    return future
