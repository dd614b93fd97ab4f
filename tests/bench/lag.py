"""Steady lag with 20 ms of jitter: as the program says, and as the recording says.

The recording's: each 250 ms of speech is found by correlation, and the time it was
played compared with the time its frame arrived. Frames arrive every 20 ms from the
first one on (its arrival is told by the watched engine); what the jitter adds to one
frame is not counted, as in the program's own figure: it counts from the arrival of a
frame that was not held up.
"""

import json
import time
from pathlib import Path

import numpy as np

from tests.bench.ear import Ear, calibrate
from tests.bench.figure import Figure, at_most, failed, told
from tests.bench.rig import (
    SINK,
    Bare,
    bare_engine,
    engine_command,
    private_folders,
    wait_for,
)
from tests.support.demo import Demo, demo_server
from tests.support.sound_server import RATE, SoundServer
from tests.tour.compare import Likeness, compare
from voipmon.core.domain.commands import Listen
from voipmon.core.domain.snapshot import ResourceKind, StreamState

_LIMIT_MS = {20: 150.0, 10: 100.0}
_JITTER_MS = 20
_SETTLE_S = 12.0
STREAM = 1


def open_stream(demo: Demo, bare: Bare, call: str) -> None:
    """Listen to a call until it flows."""
    bare.send(
        Listen(stream_id=STREAM, kind=ResourceKind.CALL, resource_id=call, replace=True)
    )

    def flows() -> bool:
        now = bare.stream(STREAM)
        return now is not None and now.state is StreamState.STREAMING

    wait_for("a stream", flows)


def heard_lag_ms(
    demo: Demo, ear: Ear, report: Path, call: str, seconds: float
) -> Likeness:
    """What was played in the last seconds against its arrival: `lag_s` is the lag."""
    sent_first = next(s for s in demo.streams() if s["resource"] == call)
    first, sent = demo.audio(call, seconds=seconds + 1.0)
    sent = sent[: -8000 // 2]
    now_ns = time.monotonic_ns()
    ear.wait_until(now_ns)
    arrivals = json.loads(report.read_text())["first_frame_ns"]
    # arrival of sample number `first`, had every frame come as the first one did
    arrived_ns = arrivals[str(STREAM)]
    arrived_ns += round((first - sent_first["first_sample"]) / 8000 * 1e9)
    begin = ear.frame_at(now_ns) - round((seconds + 2.5) * RATE)
    heard = ear.samples(begin)
    expected_s = (arrived_ns - ear.time_ns(begin)) / 1e9 + 0.1
    likeness = compare(sent, heard, expected_s=expected_s, slack_s=0.35)
    at_ns = ear.time_ns(begin) + round(likeness.lag_s * 1e9)
    lag_s = (at_ns - arrived_ns) / 1e9
    return Likeness(
        windows=likeness.windows,
        right=likeness.right,
        worst=likeness.worst,
        median_level_db=likeness.median_level_db,
        lag_s=lag_s,
    )


def steady(block_ms: int, seconds: float) -> list[Figure]:
    """One block length."""
    what = f"steady lag, {_JITTER_MS} ms jitter, blocks of {block_ms} ms"
    fault = f"jitter:ms={_JITTER_MS}"
    with (
        private_folders() as private,
        SoundServer((SINK,)) as sound,
        Ear(sound, SINK) as ear,
        demo_server("--fault", fault) as demo,
    ):
        offset_ms = calibrate(ear)
        report = private / "engine.json"
        with bare_engine(demo, engine_command(report, block_ms=block_ms)) as bare:
            wait_for("output", lambda: bare.poll().output.state.value == "running")
            call = demo.talking_call()
            open_stream(demo, bare, call)
            list(bare.watch(_SETTLE_S))
            own = [
                stream.lag_ms
                for now in bare.watch(seconds)
                for stream in now.streams
                if stream.lag_ms is not None
            ]
            last = bare.stream(STREAM)
            output = bare.poll().output
            heard = heard_lag_ms(demo, ear, report, call, seconds)
    if not own or last is None or last.playout is None:
        return [failed(what, "the stream did not play")]
    p95 = np.percentile(own, 95)
    note = f"target {last.playout.target_ms:.0f}, p95 {p95:.0f}, "
    note += f"device and ring {output.latency_ms:.0f}"
    return [
        at_most(f"{what}: the program's own figure, mean", float(np.mean(own)),
                _LIMIT_MS[block_ms], "ms", note=note,
                underruns=output.underruns, concealed_ms=last.playout.concealed_ms),
        at_most(f"{what}: recording against arrival, median", heard.lag_s * 1000,
                _LIMIT_MS[block_ms], "ms",
                note=f"{heard.right} of {heard.windows} windows of speech recognised"),
        told("recorded time minus the device's announced play time (not subtracted)",
             f"{offset_ms:+.1f} ms"),
    ]  # fmt: skip


def measure(*, quick: bool) -> list[Figure]:
    """Both block lengths."""
    seconds = 6.0 if quick else 12.0
    return [*steady(20, seconds), *steady(10, seconds)]
