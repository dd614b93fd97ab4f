"""Nothing for 5 s, then everything at once: how soon is the lag normal again."""

import os
import time

import numpy as np

from tests.bench.ear import Ear
from tests.bench.figure import MISSED, OK, Figure, at_most, failed
from tests.bench.lag import STREAM, heard_lag_ms, open_stream
from tests.bench.rig import (
    SINK,
    Bare,
    bare_engine,
    engine_command,
    private_folders,
    wait_for,
)
from tests.support.demo import demo_server
from tests.support.sound_server import SoundServer
from voipmon.core.domain.facts import StreamSkipped
from voipmon.core.domain.snapshot import StreamState

_STALL_S = 5.0
_WITHIN_S = 3.0
_ABOVE_MS = 300.0


def _normal(bare: Bare, seconds: float) -> float:
    lags = [s.lag_ms for now in bare.watch(seconds) for s in now.streams if s.lag_ms]
    return float(np.mean(lags))


def _after(bare: Bare, seconds: float) -> tuple[float, list[tuple[float, float]]]:
    """Wait for the stall's end; (its length, lag by time since its end) [s, ms]."""

    def state() -> StreamState | None:
        now = bare.stream(STREAM)
        return now.state if now is not None else None

    wait_for("the stall", lambda: state() is StreamState.STALLED)
    began = time.monotonic()
    wait_for("its end", lambda: state() is StreamState.STREAMING, 12)
    ended = time.monotonic()
    lags = [
        (time.monotonic() - ended, stream.lag_ms)
        for now in bare.watch(seconds)
        for stream in now.streams
        if stream.lag_ms is not None
    ]
    return ended - began, lags


def measure(*, quick: bool) -> list[Figure]:
    """One stall; the recording is compared once more after it."""
    what = "after a stall of 5 s: until the lag is under 300 ms above normal"
    with (
        private_folders() as private,
        SoundServer((SINK,)) as sound,
        Ear(sound, SINK) as ear,
        demo_server() as demo,
    ):
        report = private / "engine.json"
        with bare_engine(demo, engine_command(report)) as bare:
            wait_for("output", lambda: bare.poll().output.state.value == "running")
            call = demo.talking_call()
            open_stream(demo, bare, call)
            list(bare.watch(2 if quick else 5))
            normal_ms = _normal(bare, 3)
            demo.fault("stall", target=call, hold=_STALL_S)
            length_s, lags = _after(bare, _WITHIN_S + 4)
            heard = heard_lag_ms(demo, ear, report, call, 4.0)
            skips = [f.skipped_ms for f in bare.facts if isinstance(f, StreamSkipped)]
    if not lags:
        return [failed(what, "the stream did not play after the stall")]
    high = [at for at, lag in lags if lag > normal_ms + _ABOVE_MS]
    lag_then = next((lag for at, lag in lags if at >= _WITHIN_S), lags[-1][1])
    told = Figure(
        what="the skipped time is told",
        limit="a fact",
        measured=f"{sum(skips):.0f} ms in {len(skips)} facts",
        verdict=OK if skips else MISSED,
        load=os.getloadavg()[0],
    )
    return [
        at_most(what, max(high, default=lags[0][0]), _WITHIN_S, "s",
                note=f"normal {normal_ms:.0f} ms, after 3 s {lag_then:.0f} ms",
                stalled_s=length_s, highest_ms=max(lag for _, lag in lags)),
        at_most("the same 3 to 7 s after the stall, from the recording",
                heard.lag_s * 1000, normal_ms + _ABOVE_MS, "ms",
                note=f"{heard.right} of {heard.windows} windows of speech recognised"),
        told,
    ]  # fmt: skip
