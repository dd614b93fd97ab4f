"""Tones for tests of the sound path: a thread that plays one, and what was heard."""

import threading
import time
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from voipmon.audio.ring import SampleRing

HZ = 440.0
PEAK = 8000


class Sink(Protocol):
    """What `Player` needs of a loudspeaker."""

    @property
    def ring(self) -> SampleRing: ...
    @property
    def rate(self) -> int: ...
    def wanted(self) -> int: ...


class Player(threading.Thread):
    """Keeps a loudspeaker supplied with one endless tone, as the playout thread does.

    A context manager. Attribute `longest_gap_s`: worst time between two looks, which
    tells whether the machine or the program was late.
    """

    def __init__(self, sink: Sink, hz: float = HZ) -> None:
        super().__init__(name="tone-player")
        self._sink = sink
        self._hz = hz
        self._done = threading.Event()
        self._at = 0
        self.longest_gap_s = 0.0

    def run(self) -> None:
        last = time.monotonic()
        while not self._done.wait(0.004):
            now = time.monotonic()
            self.longest_gap_s = max(self.longest_gap_s, now - last)
            last = now
            count = self._sink.wanted()
            if count:
                self._sink.ring.write(self._block(count))

    def _block(self, count: int) -> NDArray[np.int16]:
        phase = (
            2
            * np.pi
            * self._hz
            / self._sink.rate
            * np.arange(self._at, self._at + count)
        )
        self._at += count
        wave = np.round(PEAK * np.sin(phase)).astype(np.int16)
        return np.stack([wave, wave], axis=1)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self.join()


def sounding(pcm: NDArray[np.int16], floor: int = 100) -> NDArray[np.int16]:
    """Cut silence off both ends; shape (n, 2), maybe empty."""
    loud = np.flatnonzero(np.abs(pcm.astype(np.int32)).max(axis=1, initial=0) > floor)
    return pcm[loud[0] : loud[-1] + 1] if len(loud) else pcm[:0]


def frequency(pcm: NDArray[np.int16], rate: int = 48_000) -> float:
    """[Hz] of the strongest component of the left channel, by interpolated FFT."""
    left = pcm[:, 0].astype(np.float64) * np.hanning(len(pcm))
    power = np.abs(np.fft.rfft(left))
    top = int(power[1:-1].argmax()) + 1
    below, peak, above = np.log(power[top - 1 : top + 2] + 1e-9)
    shift = 0.5 * (below - above) / (below - 2 * peak + above)
    return float((top + shift) * rate / len(left))


def level_db(pcm: NDArray[np.int16], peak: int = PEAK) -> float:
    """Level in dB against a sine of amplitude `peak`."""
    rms = np.sqrt(np.mean(pcm.astype(np.float64) ** 2))
    return float(20 * np.log10(max(rms, 1e-9) / (peak / np.sqrt(2))))


def is_tone(pcm: NDArray[np.int16], hz: float = HZ, seconds: float = 0.2) -> bool:
    """Tell whether the last `seconds` of 48 kHz sound are that tone and whole."""
    end = pcm[-round(seconds * 48_000) :]
    if len(end) < round(seconds * 48_000) or not end.any():
        return False
    return abs(frequency(end) - hz) < 3 and abs(level_db(end)) < 1


def longest_gap_ms(pcm: NDArray[np.int16], rate: int = 48_000) -> float:
    """Longest run of exact digital silence [ms]."""
    loud = np.flatnonzero(pcm.any(axis=1))
    edges = np.concatenate(([-1], loud, [len(pcm)]))
    return float(1e3 * (np.diff(edges).max() - 1) / rate)
