"""One engine over one trace, in virtual time."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from tests.bench.referee.engines import Clocked, Engine, Reporting, Tagged
from tests.bench.referee.trace import Ints, Pcm, Trace
from voipmon.core.frame import FRAME_SAMPLES, SAMPLE_RATE

_TAIL_S = 1.0  # the card goes on after the last frame
_SEQ0 = 65_000  # so that sequence numbers wrap soon


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of it.

    Attributes:
        out: Everything that the sound card was given.
        rate: True rate of the virtual card [Hz].
        origin: Input sample each output sample came from by the engine's own map, -1
            where made up; None if it was not asked for, or has none.
        cpu_us_per_frame: Processor time of push and pull per 20 ms of output.
        cpu_max_us: Processor time of the longest pull.
        stats: What the engine says.
    """

    out: Pcm
    rate: float
    origin: Ints | None
    cpu_us_per_frame: float
    cpu_max_us: float
    stats: dict[str, object]


class _Clock:
    """Virtual time, and the processor time spent in the engine.

    The thread's processor time, so that other programs do not count.
    """

    def __init__(self) -> None:
        self.now = 0.0
        self.spent_ns = 0
        self.worst_ns = 0

    def __call__(self) -> float:
        return self.now

    def spent(self, began_ns: int, *, pull: bool) -> None:
        ns = time.thread_time_ns() - began_ns
        self.spent_ns += ns
        if pull:
            self.worst_ns = max(self.worst_ns, ns)


class _Arrivals:
    """Frames in order of arrival."""

    def __init__(self, trace: Trace, pcm: Pcm, *, tagged: bool) -> None:
        arrival = trace.arrival_us
        got = np.flatnonzero(arrival >= 0)
        self._order = got[np.argsort(arrival[got], kind="stable")]
        self._times = arrival[self._order] / 1e6
        self._frames = pcm.reshape(-1, FRAME_SAMPLES)
        self._seq0 = int(trace.meta.get("seq0", _SEQ0)) if trace.has_seq else None
        self._tagged = tagged
        self._next = 0
        self.end_s = float(self._times[-1])

    def push_until(self, t: float, engine: Engine, clock: _Clock) -> None:
        """Push what has arrived by t [s]."""
        while self._next < len(self._order) and self._times[self._next] <= t:
            k = int(self._order[self._next])
            clock.now = float(self._times[self._next])
            seq = None if self._seq0 is None else (self._seq0 + k) & 0xFFFF
            frame = self._frames[k].copy()
            began = time.thread_time_ns()
            if self._tagged and isinstance(engine, Tagged):
                engine.push_tagged(frame, seq, clock.now, k * FRAME_SAMPLES)
            else:
                engine.push(frame, seq, clock.now)
            clock.spent(began, pull=False)
            self._next += 1


@contextmanager
def _collected() -> Iterator[None]:
    """Collect garbage as the program's engine process does.

    Collection stays on; what start-up made is kept out of it.
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def simulate(
    trace: Trace,
    pcm: Pcm,
    engine: Engine,
    *,
    block_ms: float = 10.0,
    reported: bool = False,
) -> Run:
    """Feed pcm, cut in frames of 20 ms, through the trace into the engine.

    Frames whose arrival time is not later than a pull are pushed before it, in order
    of arrival, one call each. The card pulls `block_ms` of sound at a time from t = 0
    until one second after the last frame; its crystal is off by `trace.card_ppm`.

    Args:
        pcm: As many samples as the trace has frames for.
        reported: Take the engine's own map of origins, if it has one.

    Raises:
        ValueError: A pull gave another number of samples.
    """
    block = round(block_ms * SAMPLE_RATE / 1000)
    rate = SAMPLE_RATE * (1.0 + trace.card_ppm * 1e-6)
    tagged = reported and isinstance(engine, Tagged)
    arrivals = _Arrivals(trace, pcm, tagged=tagged)
    pulls = int((arrivals.end_s + _TAIL_S) * rate / block) + 1
    clock = _Clock()
    if isinstance(engine, Clocked):
        engine.set_clock(clock)
    out = np.zeros(pulls * block, np.int16)
    origin = np.full(pulls * block, -1, np.int64)
    with _collected():
        for p in range(pulls):
            t = p * block / rate
            arrivals.push_until(t, engine, clock)
            clock.now = t
            here = slice(p * block, (p + 1) * block)
            out[here], origin[here] = _pull(engine, block, clock, tagged=tagged)
    return Run(
        out=out,
        rate=rate,
        origin=origin if tagged else None,
        cpu_us_per_frame=clock.spent_ns / 1e3 / (pulls * block / FRAME_SAMPLES),
        cpu_max_us=clock.worst_ns / 1e3,
        stats=dict(engine.stats()) if isinstance(engine, Reporting) else {},
    )


def _pull(
    engine: Engine, block: int, clock: _Clock, *, tagged: bool
) -> tuple[Pcm, Ints | int]:
    origin: Ints | int = -1
    began = time.thread_time_ns()
    if tagged and isinstance(engine, Tagged):
        pcm, origin = engine.pull_tagged(block)
    else:
        pcm = engine.pull(block)
    clock.spent(began, pull=True)
    if np.asarray(pcm).shape != (block,):
        raise ValueError(f"pull({block}) returned shape {np.asarray(pcm).shape}")
    return pcm, origin
