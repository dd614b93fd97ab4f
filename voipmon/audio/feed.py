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
            sound came; a muted block is none.
        quiet: True while what was handed out last ended in silence.
    """

    def __init__(self, ring: SampleRing, rate: int) -> None:
        frames = max(1, rate * FADE_MS // 1000)
        up = np.linspace(0.0, 1.0, frames, endpoint=False, dtype=np.float32)
        self._up = up[:, None]
        self._down = up[::-1, None]
        self._scratch = np.zeros((frames, CHANNELS), np.float32)
        self._last = np.zeros(CHANNELS, np.float32)
        self._fed = False
        self._ring = ring
        self.muted = False
        self.quiet = True
        self.underruns = 0

    def fill(self, out: NDArray[np.int16]) -> None:
        """Write every frame of `out`: int16, shape (n, 2)."""
        got = self._ring.read_into(out)
        if self.muted:
            self._fade_out(out)
            return
        if got:
            if self.quiet:
                self._scale(out[:got], self._up)
                self._fed = True
            self._last[:] = out[got - 1]
        self.quiet = got < len(out)
        if self.quiet:
            self.underruns += self._fed
            self._fade_out(out[got:])

    def _fade_out(self, rest: NDArray[np.int16]) -> None:
        """Hold the last sample while it fades, then silence."""
        count = min(len(rest), len(self._down))
        np.multiply(self._down[:count], self._last, out=self._scratch[:count])
        rest[:count] = self._scratch[:count]
        rest[count:] = 0
        self._last[:] = 0
        self.quiet = True

    def _scale(self, block: NDArray[np.int16], ramp: NDArray[np.float32]) -> None:
        count = min(len(block), len(ramp))
        np.multiply(ramp[:count], block[:count], out=self._scratch[:count])
        block[:count] = self._scratch[:count]
