"""What is played where nothing is there: in a stall, and in a hole between frames."""

import numpy as np
from numpy.typing import NDArray

from voipmon.core.dsp.fade import cross_fade
from voipmon.core.playout.line import Line
from voipmon.core.playout.lpc import without_spikes
from voipmon.core.playout.noise import NoiseFloor
from voipmon.core.playout.pitch import CONTINUE_NEEDS, bridge, continuation

Samples = NDArray[np.float32]

AFTER = 160  # [samples] after a join that tell whether it clicks
_FULL = 96  # [samples] 12 ms at full level
_GONE = 640  # [samples] 80 ms: nothing left of it
_AROUND = 320  # [samples] of real sound that tell what the made-up one may do
_CHEAP = 80  # [samples] fade of a stream that nobody hears


class Filler:
    """One stall's made-up sound, from the end of the real one on.

    Args:
        behind: int16, the sound just played, the newest sample last.
        noise: What to fade into; None for a stream that nobody hears, whose last
            sample just dies away.
    """

    def __init__(self, behind: NDArray[np.int16], noise: NoiseFloor | None) -> None:
        self.taken = 0
        self._noise = noise
        samples = behind.astype(np.float32)
        self._recent = samples[-AFTER:]
        if noise is None or len(samples) < CONTINUE_NEEDS:
            self._noise = None
            last = samples[-1] if len(samples) else np.float32(0)
            fall = np.linspace(1, 0, _CHEAP, dtype=np.float32)
            self._sound = last * fall
            return
        weight = np.clip((_GONE - np.arange(_GONE)) / (_GONE - _FULL), 0, 1)
        self._weight = weight.astype(np.float32)
        sound = continuation(samples, _GONE)
        sound = without_spikes(samples[-_AROUND:], sound, sound[:0])
        self._sound = sound * self._weight

    @property
    def gone(self) -> bool:
        """Whether nothing is left of the sound before."""
        return self.taken >= len(self._sound)

    def take(self, n: int) -> Samples:
        """The next `n` samples."""
        start, self.taken = self.taken, self.taken + n
        sound = self._sound[start : start + n]
        if self._noise is None:
            noise = np.zeros(n, np.float32)
        else:
            noise = self._noise.take(start, n)
            if len(sound):
                noise[: len(sound)] *= 1 - self._weight[start : start + len(sound)]
        noise[: len(sound)] += sound
        self._recent = np.concatenate((self._recent, noise))[-AFTER:]
        return noise

    def join(self, new: Samples, after: Samples) -> Samples:
        """Go over to real sound.

        Args:
            new: The real sound; the cross-fade is as long.
            after: Up to `AFTER` samples that follow it.
        """
        before = self._recent
        joined = cross_fade(self.take(len(new)), new)
        if self._noise is None:
            return joined
        return without_spikes(before, joined, after)


def hole(line: Line, *, heard: bool) -> Samples:
    """What fills the hole last found in `line`, from both sides of it.

    Args:
        line: Still holds `CONTINUE_NEEDS` samples before the hole.
        heard: False: a straight line is enough.
    """
    first, end = line.hole
    if not heard:
        ends = line.view(first - 1, first)[0], line.view(end, end + 1)[0]
        return np.linspace(*ends, end - first, dtype=np.float32)
    left = line.view(first - CONTINUE_NEEDS, first).astype(np.float32)
    right = line.view(end, min(line.end, end + CONTINUE_NEEDS)).astype(np.float32)
    filled = bridge(left, right, end - first)
    return without_spikes(left[-AFTER:], filled, right[:AFTER])
