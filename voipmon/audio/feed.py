"""What the device callback does with its block: copy, smooth the edges, count.

Separate from the stream so that it is tested without a device. Real time: no lock,
no log, no exception; a handful of small views a call.
"""

import numpy as np
from numpy.typing import NDArray

from voipmon.audio.ring import CHANNELS, SampleRing

FADE_MS = 10  # in after a start or a hole, out at a hole: too short to miss, no click


class Feed:
    """Fills device blocks from a ring; owned by the callback of one stream.

    Args:
        ring: Where the playout thread writes.
        rate: [Hz] of the device.

    Attributes:
        muted: Set by any thread: from the next block on only a fade-out and silence
            leave here, and what the ring holds is thrown away.
        underruns: Blocks that found less sound than they needed, since the first
            sound came; a muted block is none, nor one while the ring is paused.
        quiet: True while silence, or the fade to it, was handed out last.
    """

    def __init__(self, ring: SampleRing, rate: int) -> None:
        self._size = max(1, rate * FADE_MS // 1000)
        up = np.linspace(0.0, 1.0, self._size, endpoint=False, dtype=np.float32)
        self._up = up[:, None]
        self._down = 1.0 - self._up
        self._scratch = np.zeros((self._size, CHANNELS), np.float32)
        self._last = np.zeros(CHANNELS, np.float32)  # what fades out
        self._rising = 0  # place in the fade-in; `_size` when it is over
        self._falling = self._size  # place in the fade-out, likewise
        self._fed = False
        self._ring = ring
        self.muted = False
        self.quiet = True
        self.underruns = 0

    def fill(self, out: NDArray[np.int16]) -> None:
        """Write every frame of `out`: int16, shape (n, 2)."""
        at = self._fall(out)  # what the last block had no room for
        if self.muted:
            self._ring.clear()
            self._rest(out, at)
            return
        got = self._ring.read_into(out[at:])
        if got:
            self._rise(out[at : at + got])
            self._last[:] = out[at + got - 1]
            self._fed = True
            self.quiet = False
        if at + got < len(out):
            self.underruns += self._fed and not self._ring.paused
            self._rest(out, at + got)

    def _rest(self, out: NDArray[np.int16], at: int) -> None:
        """From `at` on: hold the last sample while it fades, then silence."""
        if not self.quiet:
            self._falling = 0
            at += self._fall(out[at:])
        out[at:] = 0
        self._rising = 0
        self.quiet = True

    def _fall(self, out: NDArray[np.int16]) -> int:
        """Write as much of the fade-out as is left and fits; return the frames."""
        count = min(len(out), self._size - self._falling)
        if count:
            ramp = self._down[self._falling : self._falling + count]
            np.multiply(ramp, self._last, out=self._scratch[:count])
            out[:count] = self._scratch[:count]
            self._falling += count
        return count

    def _rise(self, block: NDArray[np.int16]) -> None:
        """Scale as much of the fade-in as is left."""
        count = min(len(block), self._size - self._rising)
        if count:
            ramp = self._up[self._rising : self._rising + count]
            np.multiply(ramp, block[:count], out=self._scratch[:count])
            block[:count] = self._scratch[:count]
            self._rising += count
