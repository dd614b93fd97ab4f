"""A sender, a network written as letters, and a sound card, in virtual time."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voipmon.core.playout.engine import PlayoutEngine
from voipmon.core.playout.stats import PlayoutStats

MS = 1_000_000


def speech(seconds: float, seed: int = 0) -> NDArray[np.int16]:
    """Voiced syllables with pauses over a faint line noise."""
    n = int(seconds * 8000)
    rng = np.random.default_rng(seed)
    t = np.arange(n) / 8000
    pitch = 120 + 15 * np.sin(2 * np.pi * 0.7 * t)
    phase = 2 * np.pi * np.cumsum(pitch) / 8000
    voice = sum(np.sin(k * phase + k) / k for k in range(1, 12))
    syllables = np.clip(np.sin(2 * np.pi * 3.1 * t) * 3, 0, 1)
    phrases = np.clip(np.sin(2 * np.pi * 0.4 * t + 0.5) * 8 + 4, 0, 1)
    sound = 5000 * voice * syllables * phrases + rng.normal(0, 12, n)
    return np.rint(sound).astype(np.int16)


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


def alike(source: NDArray[np.int16], heard: NDArray[np.int16]) -> float:
    """Share of 250 ms speech windows of `source` found in `heard` at >= 0.95."""
    size, good, all_ = 2000, 0, 0
    wide = heard.astype(np.float64)
    energy = np.cumsum(np.concatenate(([0.0], wide**2)))
    own = np.sqrt(energy[size:] - energy[:-size]) + 1e-9
    bins = 1 << int(np.ceil(np.log2(len(wide) + size)))
    spectrum = np.fft.rfft(wide, bins)
    for start in range(0, len(source) - size, size):
        window = source[start : start + size].astype(np.float64)
        if np.sqrt(np.mean(window**2)) < 500:
            continue
        products = np.fft.irfft(spectrum * np.conj(np.fft.rfft(window, bins)), bins)
        match = products[: len(own)] / own / np.sqrt(window @ window)
        good, all_ = good + (match.max() >= 0.95), all_ + 1
    return good / all_
