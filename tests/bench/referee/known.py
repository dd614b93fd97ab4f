"""Streams and outputs whose truth is known by construction, for the referee's tests."""

from functools import cache

import numpy as np

from tests.bench.referee.speech import REFERENCE, activity, read_speech, stream_for
from tests.bench.referee.trace import Floats, Ints, Mask, Pcm, Trace


@cache
def speech() -> Pcm:
    """The kept speech."""
    return read_speech(REFERENCE)


def steady(seconds: float = 20, transit_ms: float = 10.0, **meta: object) -> Trace:
    """A network that takes always the same time."""
    n = int(seconds * 50)
    send = np.arange(1, n + 1) * 20000
    transit = np.full(n, int(transit_ms * 1000))
    return Trace(send, transit, {"name": "steady", **meta})


def stalled(at_s: float, for_ms: int, seconds: float = 40) -> Trace:
    """The same with one stall, after which everything comes at once."""
    trace = steady(seconds)
    transit = trace.transit_us.copy()
    first = int(at_s * 50)
    held = np.arange(for_ms // 20)
    transit[first + held] += for_ms * 1000 - held * 20000
    return Trace(trace.send_us, transit, trace.meta)


def sent(trace: Trace) -> Pcm:
    """What is sent over it."""
    return stream_for(trace, speech())


def delayed(signal: Pcm | Floats, samples: int) -> Pcm:
    """Heard so much later."""
    return np.concatenate([np.zeros(samples), signal]).astype(np.int16)


def where_active(origin: Ints, pcm: Pcm) -> Mask:
    """Output samples in which speech is heard."""
    return (origin >= 0) & activity(pcm)[np.maximum(origin, 0)]


def agreement(estimated: Ints, true: Ints, active: Mask) -> tuple[float, float, float]:
    """Share of samples within 1 ms of the truth, off by over 5 ms, and found at all."""
    both = (estimated >= 0) & (true >= 0) & active
    error = np.abs(estimated - true)[both]
    found = both.sum() / max(int((active & (true >= 0)).sum()), 1)
    return float((error <= 8).mean()), float((error > 40).mean()), float(found)


def spliced(
    pcm: Pcm, *, cross: int, shift: int, every: int, seed: int
) -> tuple[Pcm, Ints]:
    """A copy that jumps by +-shift samples now and then, and its true origin.

    Args:
        pcm: What is copied.
        cross: Samples of cross-fade at each jump.
        shift: Samples of a jump; its sign is drawn.
        every: Samples between jumps.
        seed: Of the signs.
    """
    rng = np.random.default_rng(seed)
    out: list[Floats] = [np.zeros(480)]
    origin: list[Ints] = [np.full(480, -1)]
    p = 0
    fade = np.linspace(0, 1, cross)
    while p + every < len(pcm) - 4000:
        q = p + every
        out.append(pcm[p:q].astype(float))
        origin.append(np.arange(p, q))
        p = q + int(rng.choice([-1, 1])) * shift
        out.append(pcm[q : q + cross] * (1 - fade) + pcm[p : p + cross] * fade)
        old, new = np.arange(q, q + cross), np.arange(p, p + cross)
        origin.append(np.where(fade < 0.5, old, new))
        p += cross
    return np.rint(np.concatenate(out)).astype(np.int16), np.concatenate(origin)


def companded(signal: Floats) -> Floats:
    """As after 8-bit companding with mu = 255."""
    law = np.log1p(255 * np.abs(signal) / 32768) / np.log(256)
    coarse = np.rint(law * 127) / 127
    out: Floats = np.sign(signal) * np.expm1(coarse * np.log(256)) / 255 * 32768
    return out
