"""A sender, a network written as letters, and a sound card, in virtual time."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voipmon.core.playout.engine import PlayoutEngine
from voipmon.core.playout.stats import PlayoutStats

MS = 1_000_000


def speech(seconds: float, seed: int = 0) -> NDArray[np.int16]:
    """Voiced syllables with pauses over a faint line noise; no two are alike."""
    t = np.arange(int(seconds * 8000)) / 8000
    syllables = np.clip(np.sin(2 * np.pi * 3.1 * t) * 3, 0, 1)
    phrases = np.clip(np.sin(2 * np.pi * 0.4 * t + 0.5) * 8 + 4, 0, 1)
    return _over_noise(5000 * _voice(t) * syllables * phrases, seed)


def unbroken(seconds: float, seed: int = 0) -> NDArray[np.int16]:
    """A voice without a pause; no two places are alike."""
    t = np.arange(int(seconds * 8000)) / 8000
    loud = 0.75 + 0.25 * np.sin(2 * np.pi * 3.1 * t)
    return _over_noise(4500 * _voice(t) * loud, seed)


def _voice(t: NDArray[np.float64]) -> NDArray[np.float64]:
    """Glides, and its harmonics come and go, each at a pace of its own."""
    pitch = 120 + 15 * np.sin(2 * np.pi * 0.7 * t) + 8 * np.sin(2 * np.pi * 1.9 * t + 1)
    phase = 2 * np.pi * np.cumsum(pitch) / 8000
    voice = np.zeros(len(t))
    for k in range(1, 12):
        weight = 1 + 0.6 * np.sin(2 * np.pi * (1.3 + 0.37 * k) * t + k * k)
        voice += weight * np.sin(k * phase + k) / k
    return voice


def _over_noise(sound: NDArray[np.float64], seed: int) -> NDArray[np.int16]:
    noise = np.random.default_rng(seed).normal(0, 12, len(sound))
    return np.clip(np.rint(sound + noise), -32768, 32767).astype(np.int16)


def frames(sound: NDArray[np.int16], size: int = 160) -> list[NDArray[np.int16]]:
    return [sound[i : i + size] for i in range(0, len(sound) - size + 1, size)]


@dataclass
class Heard:
    """What came out, block by block."""

    sound: NDArray[np.int16]
    stats: list[PlayoutStats]
    block: int
    skips: float = 0.0
    engine: PlayoutEngine = field(repr=False, default_factory=PlayoutEngine)

    def at(self, seconds: float) -> PlayoutStats:
        return self.stats[int(seconds * 8000) // self.block]


def play(
    sent: list[NDArray[np.int16]],
    arrivals_ms: list[float] | NDArray[np.float64],
    *,
    sequences: list[int | None] | None = None,
    engine: PlayoutEngine | None = None,
    block: int = 160,
    pulls_ms: Callable[[int], float] | None = None,
    tail_ms: float = 500.0,
    at: dict[int, Callable[[PlayoutEngine], None]] | None = None,
) -> Heard:
    """Run to the end of the arrivals plus `tail_ms`.

    Args:
        sent: Frames, in the order sent.
        arrivals_ms: When each arrives; NaN: never.
        sequences: Of each frame; by default none has one.
        pulls_ms: Time of the k-th pull; by default on the card's grid.
        at: What to do before the k-th pull.
    """
    engine = engine or PlayoutEngine()
    times = np.asarray(arrivals_ms, float)
    order = [int(i) for i in np.argsort(times, kind="stable") if times[i] == times[i]]
    due = pulls_ms or (lambda k: k * block / 8)
    heard, stats, k = [], [], 0
    end = float(np.nanmax(times)) + tail_ms
    while (now := due(k)) <= end:
        while order and times[order[0]] <= now:
            i = order.pop(0)
            number = None if sequences is None else sequences[i]
            engine.put(sent[i], number, int(times[i] * MS))
        if at and k in at:
            at[k](engine)
        heard.append(engine.pull(block, int(now * MS)))
        stats.append(engine.stats)
        k += 1
    return Heard(np.concatenate(heard), stats, block, engine.take_skips(), engine)


def letters(pattern: str) -> list[float]:
    """Arrival of frames from a drawing, a letter each 20 ms of the sender's time.

    P: arrives at once. G: held up, arrives with the next P (or at the end).
    x: never arrives. -: the sender sends nothing (no frame).
    """
    times: list[float] = []
    held: list[int] = []
    for slot, letter in enumerate(pattern):
        now = slot * 20.0
        if letter == "-":
            continue
        times.append(now if letter == "P" else np.nan)
        if letter == "G":
            held.append(len(times) - 1)
        elif letter == "P":
            for index in held:
                times[index] = now
            held.clear()
    for index in held:
        times[index] = len(pattern) * 20.0
    return times


def roughness(sound: NDArray[np.int16]) -> float:
    """Largest second difference: a click stands out."""
    return float(np.max(np.abs(np.diff(sound.astype(np.float64), 2)), initial=0))


def sharpness(sound: NDArray[np.int16]) -> float:
    """Largest second difference against those around it: a click at any level.

    The louder of the 20 ms before and after counts: a word may begin and end.
    """
    bend = np.abs(np.diff(sound.astype(np.float64), 2))
    side, n = 160, len(bend)
    energy = np.cumsum(np.concatenate((np.zeros(side + 1), bend**2, np.zeros(side))))
    means = (energy[side:] - energy[:-side]) / side
    usual = np.sqrt(np.maximum(means[:n], means[side : side + n]))
    return float(np.max(bend / (usual + 30), initial=0))


def alike(source: NDArray[np.int16], heard: NDArray[np.int16]) -> float:
    """Share of 250 ms speech windows of `source` found in `heard` at >= 0.95."""
    size, good, all_ = 2000, 0, 0
    wide = heard.astype(np.float32)
    energy = np.cumsum(np.concatenate(([0.0], wide.astype(np.float64) ** 2)))
    own = np.sqrt(np.maximum(energy[size:] - energy[:-size], 0))
    own = np.maximum(own, 100 * np.sqrt(size))  # what is so quiet is no such window
    bins = -(-len(wide) // 4000) * 4000  # the places looked at do not wrap around
    spectrum = np.fft.rfft(wide, bins)
    for start in range(0, len(source) - size, size):
        window = source[start : start + size].astype(np.float32)
        norm = float(np.sqrt(window @ window))
        if norm < 500 * np.sqrt(size):
            continue
        products = np.fft.irfft(spectrum * np.conj(np.fft.rfft(window, bins)), bins)
        good += np.max(products[: len(own)] / own) >= 0.95 * norm
        all_ += 1
    return good / all_
