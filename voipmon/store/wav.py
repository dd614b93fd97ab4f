"""WAV files written while they grow: complete whenever the program ends in order."""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voipmon.core.frame import SAMPLE_RATE


class WavWriter:
    """8 kHz, 16-bit, mono. Owner: the thread that calls `write` and `close`.

    Raises:
        OSError: The file cannot be made or written (folder, rights, disk full).
    """

    def __init__(self, path: Path) -> None:
        # Opened by us: `wave` trips over itself where the file cannot be made.
        self._raw = path.open("wb")
        self._file = wave.open(self._raw, "wb")  # noqa: SIM115 - closed by `close`
        self._file.setnchannels(1)
        self._file.setsampwidth(2)
        self._file.setframerate(SAMPLE_RATE)
        self.samples = 0

    def write(self, pcm: NDArray[np.int16]) -> None:
        """Append int16, shape (n,)."""
        self._file.writeframes(pcm.astype("<i2", copy=False).tobytes())
        self.samples += len(pcm)

    def close(self) -> None:
        """Patch the header and close; safe to call twice."""
        self._file.close()
        self._raw.close()
