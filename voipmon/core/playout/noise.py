"""Comfort noise: silence that sounds like the line, not like a dead one."""

import numpy as np
from numpy.typing import NDArray

from voipmon.core.playout.lpc import predictor, spectrum

_ORDER = 8
_LOOP = 4096  # [samples] of noise, repeated
_QUIET = 800  # [samples] of quiet sound remembered: 100 ms
_RISE = 1.003  # per 20 ms: the floor doubles in 5 s unless something quiet comes
_LEAST = 1.0  # [int16 steps] below is digital silence
_MUTE = 40000  # [samples] 5 s after digital silence the line has noise again
_NEAR = 1.6  # a frame up to this much above the floor is quiet
_PAUSE = 2.0  # times the floor: more would take the ends of quiet words for pauses
_LOUDEST = 300.0  # -41 dBFS: louder is speech or music, not a line

_WHITE = np.fft.rfft(np.random.default_rng(8000).standard_normal(_LOOP))


class NoiseFloor:
    """Tracks the quietest level and how it sounds."""

    def __init__(self) -> None:
        self.level = 0.0  # rms in int16 steps
        self._known = False
        self._quiet = np.zeros(_QUIET, np.int16)
        self._filled = 0
        self._since_mute = _MUTE  # [samples]
        self._loop: NDArray[np.float32] | None = None

    def note(self, pcm: NDArray[np.int16]) -> None:
        """Learn from one frame of real sound."""
        samples = pcm.astype(np.float32)
        rms = float(np.sqrt(samples @ samples / max(len(samples), 1)))
        if rms < _LEAST:  # a mute, or a line whose pauses are digital silence
            self._since_mute, self._loop = 0, None
            return
        self._since_mute += len(samples)
        if not self._known or rms < self.level:
            self.level, self._known = rms, True
        else:
            self.level *= _RISE ** (len(samples) / 160)
        if rms <= self.level * _NEAR:
            size = min(len(pcm), _QUIET)
            if self._filled + size > _QUIET:
                self._filled = 0
            self._quiet[self._filled : self._filled + size] = pcm[:size]
            self._filled += size
            self._loop = None

    def is_pause(self, pcm: NDArray[np.int16]) -> bool:
        """Whether speech pauses throughout `pcm`."""
        samples = pcm.astype(np.float32)
        rms = float(np.sqrt(samples @ samples / max(len(samples), 1)))
        if self._since_mute < _MUTE:  # the quietest of the rest may well be speech
            return rms < 2 * _LEAST
        return rms < min(max(_PAUSE * self.level, 2 * _LEAST), _LOUDEST)

    def take(self, start: int, n: int) -> NDArray[np.float32]:
        """`n` samples of noise; `start` counts on from call to call."""
        if self._loop is None:
            self._loop = self._make()
        at = (start + np.arange(n)) % len(self._loop)
        return self._loop[at]

    def _make(self) -> NDArray[np.float32]:
        if self._since_mute < _MUTE or not self._known:
            return np.zeros(1, np.float32)
        taps = predictor(self._quiet.astype(np.float64), _ORDER)
        colour = spectrum(taps, _LOOP)
        noise = np.fft.irfft(_WHITE * colour)  # circular: no seam
        level = min(self.level, _LOUDEST)
        scale = level / (float(np.sqrt(np.mean(noise**2))) + 1e-9)
        return (noise * scale).astype(np.float32)
