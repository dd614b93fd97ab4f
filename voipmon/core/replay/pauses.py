"""Where nobody speaks in what is kept, so that it need not be listened to again."""

import numpy as np
from numpy.typing import NDArray

from voipmon.core.frame import FRAME_SAMPLES
from voipmon.core.replay.ring import KEPT, SoundRing

_BLOCKS = KEPT // FRAME_SAMPLES
_AT_ONCE = 50  # [blocks] measured together: 1 s
_AGAIN = 25  # [blocks] after which the line's noise is looked at again
_MUTE_DBFS = -84.0  # 2 steps of int16: digital silence
_MUTE_SHARE = 0.05  # of all: a line with so much of it pauses in digital silence
_FLOOR, _VOICE = 10.0, 95.0  # percentiles that are the line's noise and its speech
_ABOVE_DB = 6.0  # so much above the noise is still a pause
_BELOW_DB = 20.0  # and at least so much below the voice: quiet ends of words are not
_LOUDEST_DBFS = -41.0  # louder is speech or music, not a line
_SIDE = 8  # [blocks] of a pause left at either side: 0.3 s in all
_WORTH = 5  # [blocks] less is not skipped


class Pauses:
    """Level of each 20 ms of a ring, and from it where it pauses.

    Measured when first asked for, then what came since.
    """

    def __init__(self, ring: SoundRing) -> None:
        self._ring = ring
        self._quiet_below = _MUTE_DBFS
        self._judged = -_AGAIN
        self._known = 0  # [blocks] measured, since the stream's start
        self._levels = np.zeros(0, np.float32)  # [dBFS], the newest `_BLOCKS`

    def landing(self, at: int) -> int | None:
        """Where to go on instead of at sample `at`; None: go on there.

        A pause of which 0.15 s were heard is left for 0.15 s before its end, or for
        the end of what is kept if it still goes on.
        """
        self._measure()
        first = self._known - len(self._levels)
        here = at // FRAME_SAMPLES - first
        if here < _SIDE or here >= len(self._levels):
            return None
        quiet = self._levels < self._quiet_below
        if not quiet[here - _SIDE : here + 1].all():
            return None
        loud = np.flatnonzero(~quiet[here:])
        until = int(loud[0]) - _SIDE if len(loud) else len(quiet) - here
        if until < _WORTH:
            return None
        return (first + here + until) * FRAME_SAMPLES

    def _measure(self) -> None:
        ring = self._ring
        whole = ring.end // FRAME_SAMPLES
        self._known = max(self._known, -(-ring.oldest // FRAME_SAMPLES))
        parts = [self._levels]
        while self._known < whole:
            until = min(whole, self._known + _AT_ONCE)
            start, stop = self._known * FRAME_SAMPLES, until * FRAME_SAMPLES
            parts.append(_levels(ring.view(start, stop)))
            self._known = until
        if len(parts) > 1:
            self._levels = np.concatenate(parts)[-_BLOCKS:]
        if self._known - self._judged >= _AGAIN:
            self._judged = self._known
            self._quiet_below = _threshold(self._levels)


def _levels(pcm: NDArray[np.int16]) -> NDArray[np.float32]:
    """Level of each 20 ms [dBFS]."""
    blocks = pcm.reshape(-1, FRAME_SAMPLES).astype(np.float32)
    power = np.einsum("ij,ij->i", blocks, blocks) / FRAME_SAMPLES
    levels: NDArray[np.float32] = 10 * np.log10(power / 2**30 + 1e-12)
    return levels.astype(np.float32)


def _threshold(levels: NDArray[np.float32]) -> float:
    """Level below which the line pauses [dBFS]."""
    sound = levels[levels >= _MUTE_DBFS]
    if len(sound) <= (1 - _MUTE_SHARE) * len(levels):
        return _MUTE_DBFS  # the quietest of the rest may well be speech
    floor, voice = np.percentile(sound, (_FLOOR, _VOICE))
    below = min(floor + _ABOVE_DB, voice - _BELOW_DB, _LOUDEST_DBFS)
    return max(float(below), _MUTE_DBFS)
