"""Several streams to two ears: places and gains that move without a click."""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from voipmon.core.dsp.place import WIDTH

EARS = 2
_FULL_SCALE = np.float32(1 / 32768)


class Mixer:
    """Sum of streams, each with a place and a gain that change within one block.

    A change is a cross-fade of what both filters give: 20 ms in which a sound that
    moves is heard in both places, and no click. A stream is faded in within the first
    block it is given in. One that shall end without a click is given one last block
    with target gain 0.
    """

    def __init__(self) -> None:
        self._keys: list[Hashable] = []
        self._filters = np.zeros((0, WIDTH, EARS), np.float32)  # gain and place in one
        self._tails = np.zeros((0, WIDTH - 1), np.float32)  # of the last block

    def mix(
        self,
        blocks: NDArray[np.int16],
        gains: Sequence[float],
        places: Sequence[NDArray[np.float32]],
        keys: Sequence[Hashable],
    ) -> NDArray[np.float32]:
        """Mix one block; `place.LEAD` samples late.

        Args:
            blocks: (S, n), int16.
            gains: S linear factors to be reached at the block's end.
            places: S filters of shape (WIDTH, 2), as `place` gives them.
            keys: What names the S streams from block to block.

        Returns:
            (n, 2) float32: left, right; full scale 1.0, not limited.
        """
        streams, n = blocks.shape
        if not streams:
            self._keys = []
            return np.zeros((n, EARS), np.float32)
        before, tails = self._as_of(list(keys))
        after = np.asarray(places, np.float32)
        after = after * np.asarray(gains, np.float32)[:, None, None]
        joined = np.concatenate((tails, blocks), axis=1, dtype=np.float32)
        self._filters, self._tails = after, joined[:, n:]
        windows = sliding_window_view(joined, WIDTH, axis=1).transpose(1, 0, 2)
        sound = windows.reshape(n, streams * WIDTH)
        total: NDArray[np.float32] = sound @ after.reshape(-1, EARS)
        if not np.array_equal(before, after):
            fall = np.arange(n - 1, -1, -1, dtype=np.float32) / np.float32(max(n, 1))
            total += (sound @ (before - after).reshape(-1, EARS)) * fall[:, None]
        total *= _FULL_SCALE
        return total

    def _as_of(
        self, keys: list[Hashable]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Filters and tails at the last block's end, in the order of `keys`."""
        if keys == self._keys:
            return self._filters, self._tails
        filters = np.zeros((len(keys), WIDTH, EARS), np.float32)
        tails = np.zeros((len(keys), WIDTH - 1), np.float32)
        rows = {key: row for row, key in enumerate(self._keys)}
        for row, key in enumerate(keys):
            if key in rows:
                filters[row] = self._filters[rows[key]]
                tails[row] = self._tails[rows[key]]
        self._keys = keys
        return filters, tails
