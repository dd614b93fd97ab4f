"""The outline of a waveform: one column of minimum and maximum per block."""

import numpy as np
from numpy.typing import NDArray

_SCALE = np.float32(127 / 32767)


def block_envelope(blocks: NDArray[np.int16]) -> NDArray[np.int8]:
    """Lowest and highest sample of each row, full scale 127.

    Args:
        blocks: (S, n), int16, n at least 1.

    Returns:
        (S, 2) int8: minimum, maximum.
    """
    ends = np.stack((blocks.min(axis=1), blocks.max(axis=1)), axis=1)
    return np.clip(np.rint(ends * _SCALE), -127, 127).astype(np.int8)


class EnvelopeRing:
    """The last `capacity` columns, numbered since the stream's start.

    The numbers let a reader that skipped a snapshot ask for exactly what it lacks.
    """

    def __init__(self, capacity: int = 500) -> None:
        self._capacity = capacity
        self._columns = bytearray(2 * capacity)
        self.next_number = 0

    def append(self, minimum: int, maximum: int) -> None:
        """Add one column, each -128..127; the oldest is forgotten."""
        at = 2 * (self.next_number % self._capacity)
        self._columns[at] = minimum & 0xFF
        self._columns[at + 1] = maximum & 0xFF
        self.next_number += 1

    def since(self, number: int) -> tuple[int, bytes]:
        """Columns from `number` on, as far as they are still kept.

        Returns:
            Number of the first column, and int8 pairs (minimum, maximum).
        """
        oldest = max(0, self.next_number - self._capacity)
        first = min(max(number, oldest), self.next_number)
        start = 2 * (first % self._capacity)
        size = 2 * (self.next_number - first)
        tail = bytes(self._columns[start : start + size])
        return first, tail + bytes(self._columns[: size - len(tail)])
