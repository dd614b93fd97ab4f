"""Comfort noise: silence that sounds like the line, not like a dead one."""

import numpy as np
from numpy.typing import NDArray

_ORDER = 8
_RESPONSE = 64  # [samples] of the predictor's impulse response
_LOOP = 4096  # [samples] of noise, repeated
_QUIET = 800  # [samples] of quiet sound remembered: 100 ms
_RISE = 1.003  # per frame: the floor doubles in 5 s unless something quiet comes
_LEAST = 1.0  # [int16 steps] below is digital silence
_NEAR = 1.6  # a frame up to this much above the floor is quiet
_PAUSE = 3.0  # energy ratio below which speech pauses, as amplitude
_LOUDEST = 300.0  # -41 dBFS: louder is speech or music, not a line

_WHITE = np.random.default_rng(8000).standard_normal(_LOOP)


class NoiseFloor:
    """Tracks the quietest level and how it sounds."""

    def __init__(self) -> None:
        self.level = 0.0  # rms in int16 steps
        self._known = False
        self._quiet = np.zeros(_QUIET, np.int16)
        self._filled = 0
        self._digital = False
        self._loop: NDArray[np.float32] | None = None

    def note(self, pcm: NDArray[np.int16]) -> None:
        """Learn from one frame of real sound."""
        samples = pcm.astype(np.float32)
        rms = float(np.sqrt(samples @ samples / max(len(samples), 1)))
        if not self._known or rms < self.level:
            self.level, self._known = rms, True
        else:
            self.level = max(self.level * _RISE, _LEAST * 0.5)
        if rms <= self.level * _NEAR:
            size = min(len(pcm), _QUIET)
            if self._filled + size > _QUIET:
                self._filled = 0
            self._quiet[self._filled : self._filled + size] = pcm[:size]
            self._filled += size
            self._digital = rms < _LEAST
            self._loop = None

    def is_pause(self, pcm: NDArray[np.int16]) -> bool:
        """Whether speech pauses throughout `pcm`."""
        samples = pcm.astype(np.float32)
        rms = float(np.sqrt(samples @ samples / max(len(samples), 1)))
        return rms < min(max(_PAUSE * self.level, 2 * _LEAST), _LOUDEST)

    def take(self, start: int, n: int) -> NDArray[np.float32]:
        """`n` samples of noise; `start` counts on from call to call."""
        if self._loop is None:
            self._loop = self._make()
        at = (start + np.arange(n)) % len(self._loop)
        return self._loop[at]

    def _make(self) -> NDArray[np.float32]:
        if self._digital or not self._known:
            return np.zeros(1, np.float32)
        response = _impulse_response(self._quiet.astype(np.float64))
        spectrum = np.fft.rfft(_WHITE) * np.fft.rfft(response, _LOOP)
        noise = np.fft.irfft(spectrum)  # circular: the loop has no seam
        level = min(self.level, _LOUDEST)
        scale = level / (float(np.sqrt(np.mean(noise**2))) + 1e-9)
        return (noise * scale).astype(np.float32)


def _impulse_response(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of the all-pole model of `sound`, by Levinson and Durbin's recursion."""
    full = np.correlate(sound, sound, mode="full")[len(sound) - 1 :][: _ORDER + 1]
    error = full[0] * 1.001 + 1.0
    taps = np.zeros(_ORDER)
    for i in range(_ORDER):
        reflection = (full[i + 1] - taps[:i] @ full[i:0:-1]) / error
        taps[:i] -= reflection * taps[:i][::-1].copy()
        taps[i] = reflection
        error *= 1 - reflection**2
    response = np.zeros(_RESPONSE)
    response[0] = 1.0
    for i in range(1, _RESPONSE):
        back = min(i, _ORDER)
        response[i] = taps[:back] @ response[i - back : i][::-1]
    return response
