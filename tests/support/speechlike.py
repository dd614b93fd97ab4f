"""Sounds of a telephone line, made of numbers: speech-like, noise, tones, silence."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from voipmon.core.wire.g711 import compress_alaw, compress_ulaw
from voipmon.core.wire.names import Codec

RATE = 8000
ENCODERS = {
    Codec.ULAW: compress_ulaw,
    Codec.ALAW: compress_alaw,
    Codec.L16: lambda pcm: pcm.astype("<i2").tobytes(),
}
FORMANTS = ((700, 1200, 2500), (300, 2200, 2900), (500, 900, 2400), (350, 800, 2300))


@cache
def speech(seconds: float = 6.0, seed: int = 1) -> NDArray[np.float64]:
    """Syllables of formant-filtered pulse trains, hisses and pauses; peak 1."""
    rng = np.random.default_rng(seed)
    parts: list[NDArray[np.float64]] = []
    length = 0
    while length < seconds * RATE:
        n = int(rng.integers(700, 2600))
        kind = rng.random()
        if kind < 0.25:
            part = 1e-4 * rng.standard_normal(n)  # a pause
        elif kind < 0.45:
            part = 0.08 * np.diff(rng.standard_normal(n + 1))  # s, f
        else:
            part = _vowel(rng, n)
        parts.append(part * np.hanning(n))
        length += n
    voice = np.concatenate(parts)[: int(seconds * RATE)]
    return voice / np.abs(voice).max()


def _vowel(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    pitch = np.cumsum(np.full(n, rng.uniform(85, 240)) / RATE)
    pulses = np.diff(np.floor(pitch), prepend=0.0) + 0.01 * rng.standard_normal(n)
    t = np.arange(240) / RATE
    out = np.zeros(n)
    for gain, hertz in zip((1, 0.6, 0.3), rng.choice(FORMANTS), strict=True):
        ring = np.exp(-t * 350) * np.sin(2 * np.pi * hertz * t)
        out += gain * np.convolve(pulses, ring)[:n]
    return out / np.abs(out).max()


def tone(hertz: float, seconds: float = 2.0) -> NDArray[np.float64]:
    return np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE + 0.3)


def noise(seconds: float = 2.0, seed: int = 2) -> NDArray[np.float64]:
    """White, rms 1."""
    return np.random.default_rng(seed).standard_normal(int(seconds * RATE))


def pcm(wave: NDArray[np.float64], peak_dbfs: float) -> NDArray[np.int16]:
    """Scale a wave of peak 1; what does not fit is clipped."""
    scaled = np.rint(wave * 32767 * 10 ** (peak_dbfs / 20))
    return np.clip(scaled, -32768, 32767).astype(np.int16)


def payloads(sound: NDArray[np.int16], codec: Codec, samples: int = 160) -> list[bytes]:
    """Encode in whole payloads of so many samples."""
    encode = ENCODERS[codec]
    ends = range(samples, len(sound) + 1, samples)
    return [encode(sound[end - samples : end]) for end in ends]
