"""Faster speech at its own pitch: some of its pitch periods are left out.

Pitch-synchronous overlap-add: two periods are faded into one, the sound between two
such places stays as it is, and its length makes the pace. After the algorithm of the
Sonic library (B. Cox, github.com/waywardgeek/sonic, "Speeding up"), with a period found
by `core.playout.pitch`.
"""

import numpy as np
from numpy.typing import NDArray

from voipmon.core.dsp.fade import ramp, to_int16
from voipmon.core.playout import pitch
from voipmon.core.playout.lpc import without_spikes
from voipmon.core.replay.ring import SoundRing

_SLACK = 0.05  # correlation given up for two periods at once: half as many joins
_ALIKE = 0.85  # correlation of what is faded together, if nothing presses
_PATIENCE = 480  # [samples] owed, from which on any place will do: 60 ms
_TRY = 40  # [samples] to the next place that is tried: 5 ms
_CLEAN = 0.9  # correlation from which on a fade cannot click
_AROUND = 160  # [samples] that tell whether it does

Samples = NDArray[np.float32]


class Compressor:
    """Makes of a ring's sound one that is shorter by a factor.

    Its account is exact: however the places fall, what is left out is what the pace
    asks for, within 60 ms.
    """

    def __init__(self) -> None:
        self._owed = 0.0  # [samples] to be left out; below 0: left out before its time

    def reset(self) -> None:
        """Other sound comes next."""
        self._owed = 0.0

    def piece(
        self, ring: SoundRing, at: int, want: int, speed: float
    ) -> tuple[NDArray[np.int16], int]:
        """What is played next.

        Args:
            ring: Where the sound is.
            at: Sample to go on with.
            want: Samples wanted.
            speed: 1.0 or more.

        Returns:
            Samples, int16, shape (n,), at least one unless the ring ends at `at`, at
            most `want` or one period; and how many of the ring's they stand for.
        """
        faster = speed - 1.0
        if faster > 0 and self._owed >= 0:
            ahead = ring.view(at, at + pitch.REMOVE_NEEDS).astype(np.float32)
            if len(ahead) == pitch.REMOVE_NEEDS:
                period, alike = pitch.period_ahead(ahead, _SLACK)
                if alike >= _ALIKE * (1 - self._owed / _PATIENCE):
                    self._owed += period * faster - period
                    return _one_of_two(ring, at, ahead, period, alike), 2 * period
            want = min(want, _TRY)
        elif faster > 0:
            want = min(want, int(-self._owed / faster) + 1)
        pcm = ring.view(at, at + want)
        self._owed += len(pcm) * faster
        return pcm, len(pcm)


def joined(old: Samples, new: Samples) -> Samples:
    """Go from `old` to `new` at an even level, alike or not; float32 (n,)."""
    energy = float(old @ old) * float(new @ new)
    alike = min(1.0, max(0.0, float(old @ new)) / (energy**0.5 + 1.0))
    w = ramp(len(new))
    mixed = old + (new - old) * w
    even: Samples = mixed / np.sqrt(1 - 2 * (1 - alike) * w * (1 - w))
    return even


def _one_of_two(
    ring: SoundRing, at: int, ahead: Samples, period: int, alike: float
) -> NDArray[np.int16]:
    shorter = joined(ahead[:period], ahead[period : 2 * period])
    if alike < _CLEAN:
        before = ring.view(at - _AROUND, at).astype(np.float32)
        after = ring.view(at + 2 * period, at + 2 * period + _AROUND)
        shorter = without_spikes(before, shorter, after.astype(np.float32))
    return to_int16(shorter)
