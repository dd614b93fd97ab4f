"""Streaming rate conversion between telephone and sound card, exact block sizes.

A polyphase filter as a numpy matrix product. Streaming soxr is better for files but
holds back 20-160 ms in bursts, which live sound cannot bear.
"""

from math import gcd

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from voipmon.core.frame import SAMPLE_RATE

_TAPS = 32  # at the lower rate: 2 ms of delay, > 95 dB up to 3.4 kHz
_KAISER = 9.0
_UP_CUTOFF = 0.97  # of 4 kHz: the image of 3.4 kHz is 96 dB down, itself -0.2 dB
_DOWN_CUTOFF = 0.9  # of 4 kHz: what would fold below 3.4 kHz is gone


class _Polyphase:
    """Convert by the fraction up / down; state is kept between blocks."""

    def __init__(self, up: int, down: int, cutoff: float) -> None:
        common = gcd(up, down)
        self._up, self._down = up // common, down // common
        slower = max(1.0, self._down / self._up)
        self._width = int(np.ceil(_TAPS * slower))
        self._taps = _design(self._up, self._width, cutoff / slower)
        self._history: NDArray[np.float32] | None = None  # of as many channels
        self._next = 0  # time of the next output, in 1 / up of an input sample
        self.delay_samples = self._width / 2  # at the input's rate

    def process(
        self, block: NDArray[np.int16] | NDArray[np.float32]
    ) -> NDArray[np.float32]:
        n, channels = len(block), block.shape[1:]
        if self._history is None:
            self._history = np.zeros((self._width - 1, *channels), np.float32)
        joined = np.concatenate((self._history, block), dtype=np.float32)
        self._history = joined[n:]
        if self._down == 1:
            windows = sliding_window_view(joined, self._width, axis=0)
            product = np.moveaxis(windows @ self._taps.T, -1, 1)
            return np.ascontiguousarray(product, np.float32).reshape(-1, *channels)
        times = np.arange(self._next, n * self._up, self._down)
        self._next += len(times) * self._down - n * self._up
        if not len(times):
            return np.zeros((0, *channels), np.float32)
        windows = sliding_window_view(joined, self._width, axis=0)
        if self._up == 1:
            return np.ascontiguousarray(windows[times] @ self._taps[0], np.float32)
        chosen = windows[times // self._up], self._taps[times % self._up]
        sums: NDArray[np.float32] = np.einsum("i...j,ij->i...", *chosen)
        return sums


class Upsampler:
    """8 kHz to the device's rate, float32, in the scale it was given.

    160 samples become exactly 20 ms at any rate divisible by 50; a block that is no
    whole number of output samples is made good by the next.

    Args:
        rate_out: [Hz] at least 8000.
    """

    def __init__(self, rate_out: int) -> None:
        if rate_out < SAMPLE_RATE:
            raise ValueError(f"cannot go down to {rate_out} Hz")
        self.rate_out = rate_out
        self._filter = (
            None
            if rate_out == SAMPLE_RATE
            else _Polyphase(rate_out, SAMPLE_RATE, _UP_CUTOFF)
        )

    @property
    def delay_ms(self) -> float:
        """Group delay, the same at all frequencies [ms]."""
        if self._filter is None:
            return 0.0
        return self._filter.delay_samples * 1000 / SAMPLE_RATE

    def process(
        self, block: NDArray[np.int16] | NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Convert (n,) or (n, channels) at 8 kHz to n * rate_out / 8000 of the same.

        One shape for all blocks of a stream.
        """
        if self._filter is None:
            return block.astype(np.float32)
        return self._filter.process(block)


class ToTelephone:
    """Any AudioSocket rate to 8 kHz int16.

    Args:
        rate_in: [Hz] 8000 to 192000.
    """

    def __init__(self, rate_in: int) -> None:
        if rate_in < SAMPLE_RATE:
            raise ValueError(f"no telephone sound has {rate_in} Hz")
        self.rate_in = rate_in
        self._filter = (
            None
            if rate_in == SAMPLE_RATE
            else _Polyphase(SAMPLE_RATE, rate_in, _DOWN_CUTOFF)
        )

    @property
    def delay_ms(self) -> float:
        """Group delay [ms]."""
        if self._filter is None:
            return 0.0
        return self._filter.delay_samples * 1000 / self.rate_in

    def process(self, block: NDArray[np.int16]) -> NDArray[np.int16]:
        """Convert (n,) at `rate_in`; over 20 ms exactly 160 samples."""
        if self._filter is None:
            return block
        low = self._filter.process(block)
        result: NDArray[np.int16] = np.clip(np.rint(low), -32768, 32767).astype(
            np.int16
        )
        return result


def _design(phases: int, width: int, cutoff: float) -> NDArray[np.float32]:
    """Windowed-sinc taps, shape (phases, width), newest sample last, DC gain 1.

    Args:
        phases: Outputs per input sample, before decimation.
        width: Taps of each, in input samples.
        cutoff: -6 dB point as a fraction of the input's half rate.
    """
    offset = (np.arange(phases * width) - phases * width / 2) / phases
    shape = np.i0(_KAISER * np.sqrt(np.maximum(0, 1 - (2 * offset / width) ** 2)))
    prototype = np.sinc(cutoff * offset) * shape
    taps = prototype.reshape(width, phases).T[:, ::-1]
    taps = taps / taps.sum(axis=1, keepdims=True)
    return np.ascontiguousarray(taps, np.float32)
