"""The last minute of one stream's sound, in memory and nowhere else."""

import numpy as np
from numpy.typing import NDArray

from voipmon.core.frame import SAMPLE_RATE

KEPT_S = 60
KEPT = KEPT_S * SAMPLE_RATE  # [samples]
_CHUNK = SAMPLE_RATE  # [samples] taken from memory at once: 1 s
_CHUNKS = KEPT_S + 1  # the oldest and the newest are parts of one; 976,000 bytes


class SoundRing:
    """Samples by their number in the stream; the oldest are written over.

    Memory is taken second by second as sound comes, and every byte of it is zeroed
    before it is given back.
    """

    def __init__(self) -> None:
        self._chunks: list[NDArray[np.int16]] = []
        self.end = 0  # number of the sample that comes next

    @property
    def oldest(self) -> int:
        """Number of the oldest sample that is kept."""
        return max(0, self.end - KEPT)

    @property
    def nbytes(self) -> int:
        """Memory taken [bytes]."""
        return sum(chunk.nbytes for chunk in self._chunks)

    def append(self, pcm: NDArray[np.int16]) -> None:
        """Keep `pcm`, int16, shape (n,)."""
        done = 0
        while done < len(pcm):
            row, column = divmod(self.end, _CHUNK)
            if row == len(self._chunks) < _CHUNKS:
                self._chunks.append(np.zeros(_CHUNK, np.int16))
            size = min(len(pcm) - done, _CHUNK - column)
            chunk = self._chunks[row % _CHUNKS]
            chunk[column : column + size] = pcm[done : done + size]
            self.end += size
            done += size

    def view(self, start: int, stop: int) -> NDArray[np.int16]:
        """Samples `start` to `stop`, those of them that are there; a copy."""
        start = max(start, self.end - _CHUNK * _CHUNKS, 0)
        stop = min(stop, self.end)
        parts = [np.zeros(0, np.int16)]
        while start < stop:
            row, column = divmod(start, _CHUNK)
            size = min(stop - start, _CHUNK - column)
            parts.append(self._chunks[row % _CHUNKS][column : column + size])
            start += size
        return np.concatenate(parts)

    def wipe(self) -> None:
        """Overwrite everything with zeros; the ring is then as new."""
        for chunk in self._chunks:
            chunk.fill(0)
        self._chunks.clear()
        self.end = 0
