"""Piercing tones are lowered at once: fax, modem, feedback.

Sudden loud tones in a headset hurt (acoustic shock); a limiter alone would let them
stay at its ceiling for as long as they last.
"""

import numpy as np
from numpy.typing import NDArray

from voipmon.core.frame import PTIME_MS, SAMPLE_RATE

CUT_DB = 20.0
PURE_DB = -24.0  # everything else beside the tone; of two keypad tones it is above
LEAST_HZ = 800.0  # dial, ringing and engaged tones and the voice's own lie below
LOUD_DBFS = -30.0  # rms: what is quieter hurts nobody
SUSTAINED = 4  # [blocks] 80 ms; of 12 min of speech not one block is so pure
_HOLD = 10  # [blocks] 200 ms: an answering tone turns its phase every 450 ms
_RELEASE_DB = 40.0 * PTIME_MS / 1000  # [dB] a block: back within half a second
_LEAST = 1e-3  # [int16 squared] digital silence is no tone


def tones(
    blocks: NDArray[np.int16],
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """How pure a tone each row is, its frequency, and how loud the row is.

    A steady sinusoid fulfils x[n] + x[n-2] = 2 cos(w) x[n-1]; what remains of the
    least-squares fit is all that is not this tone, noise being amplified by
    2 + (2 cos w)^2. A pair of tones, as a keypad sends, is no sinusoid.

    Args:
        blocks: (S, n), int16, n at least 3.

    Returns:
        Three float32 (S,): the rest beside the tone [dB], [Hz], rms [dBFS].
    """
    samples = blocks.astype(np.float32)
    middle = samples[:, 1:-1]
    sides = samples[:, 2:] + samples[:, :-2]
    power = np.einsum("ij,ij->i", middle, middle) + np.float32(_LEAST)
    twice_cos = np.einsum("ij,ij->i", sides, middle) / power
    rest = sides - twice_cos[:, None] * middle
    beside = np.einsum("ij,ij->i", rest, rest) + np.float32(_LEAST)
    pure_db = 10 * np.log10(beside / (power * (2 + twice_cos**2)))
    hz = np.arccos(np.clip(twice_cos / 2, -1, 1)) * np.float32(SAMPLE_RATE / 2 / np.pi)
    level = 10 * np.log10(power / np.float32(middle.shape[1] * 32768.0**2))
    return pure_db.astype(np.float32), hz.astype(np.float32), level.astype(np.float32)


class ToneGuard:
    """Decides for one stream, block by block, how much is taken of it.

    The cut is reached at the end of the very block that completes the 80 ms: this
    block was not played yet.
    """

    def __init__(self) -> None:
        self._run = 0  # blocks of tone in a row
        self._held = 0  # blocks until the release begins
        self.cut_db = 0.0  # to be reached at the end of the last block

    def block(self, *, pure_db: float, hz: float, level_dbfs: float) -> float:
        """Return what to take of the block with these figures of `tones` [dB].

        Args:
            pure_db: The rest beside the tone.
            hz: Its frequency.
            level_dbfs: Rms at which the block would be heard, without this cut.
        """
        tone = pure_db <= PURE_DB and hz >= LEAST_HZ and level_dbfs >= LOUD_DBFS
        self._run = self._run + 1 if tone else 0
        if self._run >= SUSTAINED or (tone and self._held):
            self._held, self.cut_db = _HOLD, CUT_DB
        elif self._held:
            self._held -= 1
        else:
            self.cut_db = max(0.0, self.cut_db - _RELEASE_DB)
        return self.cut_db
