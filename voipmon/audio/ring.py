"""The pipe of samples between the playout thread and the device callback.

Single producer, single consumer, no lock: a preallocated array of power-of-two length
and two ever-growing counts, each written by one side only.
"""

import numpy as np
from numpy.typing import NDArray

CHANNELS = 2  # interleaved left, right: what every output takes


class SampleRing:
    """Frames of int16 stereo on their way to the device.

    One thread writes, one reads; a third may look at `fill`. The counts are plain
    integers: storing a reference is atomic under the GIL, so the reader never sees
    a count ahead of its samples.

    Args:
        capacity: Frames it can hold, a power of two.

    Attributes:
        dropped: Frames that the writer threw away because the ring was full.
        paused: The writer has nothing to say: it is no fault if the ring runs dry.
    """

    def __init__(self, capacity: int) -> None:
        if capacity < 1 or capacity & (capacity - 1):
            raise ValueError(f"capacity {capacity} is not a power of two")
        self.capacity = capacity
        self.dropped = 0
        self.paused = False
        self._frames = np.zeros((capacity, CHANNELS), np.int16)
        self._written = 0  # frames since creation; changed by the writer only
        self._read = 0  # frames since creation; changed by the reader only

    @property
    def fill(self) -> int:
        """Frames waiting to be read, 0..capacity; any thread."""
        # this order: a read in between can only make it too small, never too large
        written = self._written
        return max(0, written - self._read)

    def write(self, block: NDArray[np.int16]) -> int:
        """Append frames; the writer's thread only.

        Args:
            block: int16, shape (n, 2). What does not fit is dropped and counted.

        Returns:
            Frames that were taken, from the block's beginning.
        """
        count = min(len(block), self.capacity - (self._written - self._read))
        self.dropped += len(block) - count
        at = self._written & (self.capacity - 1)
        first = min(count, self.capacity - at)
        self._frames[at : at + first] = block[:first]
        self._frames[: count - first] = block[first:count]
        self._written += count
        self.paused = False  # not before there is something to read
        return count

    def pause(self) -> None:
        """Nothing is written for some time; the writer's thread only."""
        self.paused = True

    def read_into(self, out: NDArray[np.int16]) -> int:
        """Move the oldest frames into `out`, shape (n, 2); the reader's thread only.

        Returns:
            Frames moved; `out` is left as it was beyond them.

        Real time: no lock, no I/O, no copy but the one into `out`.
        """
        count = min(len(out), self._written - self._read)
        at = self._read & (self.capacity - 1)
        first = min(count, self.capacity - at)
        out[:first] = self._frames[at : at + first]
        out[first:count] = self._frames[: count - first]
        self._read += count
        return count

    def clear(self) -> None:
        """Skip what is waiting; the reader, or while no reader runs."""
        self._read = self._written
