"""100 streams over TLS: four heard and on cards, the rest metered in the table."""

import json
import time
from pathlib import Path
from typing import Any

from tests.bench.figure import Figure, at_most, told
from tests.bench.one import listen
from tests.bench.rig import (
    SINK,
    Cpu,
    Window,
    engine_command,
    private_folders,
    wait_for,
)
from tests.bench.rig import window as real_window
from tests.bench.screen import ExactHand, Screen
from tests.support.demo import demo_server
from tests.support.sound_server import SoundServer

STREAMS, AUDIBLE = 100, 4
_ENGINE_CPU, _WINDOW_CPU = 40.0, 25.0  # [% of one core]
_LATE = 10  # callbacks in 60 s
_TALL = (1360, 2600)  # so that all rows with a meter are painted


def fill(shown: Window) -> None:
    """Meter calls until there are a hundred streams; some calls twice if need be."""
    heard = {stream["key"] for stream in shown.ask("streams")}
    keys = [key for key in shown.ask("known") if key not in heard]
    missing = STREAMS - AUDIBLE
    keys = (keys * (missing // max(1, len(keys)) + 1))[:missing]
    shown.ask("meter", keys)
    wait_for("100 streams", lambda: len(shown.streaming()) >= STREAMS - 4, 60)


def callbacks(report: Path) -> dict[str, Any]:
    """What the watched engine says of its device callbacks by now."""
    return dict(json.loads(report.read_text()))


def measure(*, quick: bool) -> list[Figure]:
    """One run; figures per 60 s are scaled from what was measured."""
    seconds = 15.0 if quick else 60.0
    with (
        private_folders() as private,
        Screen(private, _TALL),
        SoundServer((SINK,)),
        demo_server(
            "--tls", "--streams", "200", "--calls", "110", "--no-rate-limit"
        ) as demo,
        real_window(demo, private, engine_command(private / "engine.json")) as shown,
    ):
        hand = ExactHand()
        listen(shown, hand, AUDIBLE)
        hand.close()
        fill(shown)
        time.sleep(4)
        before, calls0 = shown.ask("status"), callbacks(private / "engine.json")
        cpu = Cpu(window=shown.pid, engine=before["engine"], demo=demo.process.pid)
        time.sleep(seconds)
        used, after = cpu.percent(), shown.ask("status")
        calls1 = callbacks(private / "engine.json")
        streams, rows = shown.streaming(), len(shown.ask("rows"))
    return _figures(
        seconds, used, streams,
        underruns=after["underruns"] - before["underruns"],
        late=calls1["late"] - calls0["late"],
        callbacks=calls1, rows=rows,
        threads={
            name: round(100 * (spent - calls0["threads_s"].get(name, 0.0)) / seconds, 1)
            for name, spent in calls1["threads_s"].items()
        },
        rate=(after["snapshots"] - before["snapshots"]) / seconds,
    )  # fmt: skip


def _figures(
    seconds: float,
    used: dict[str, float],
    streams: list[dict[str, Any]],
    *,
    underruns: int,
    late: float,
    callbacks: dict[str, Any],
    rows: int,
    threads: dict[str, float],
    rate: float,
) -> list[Figure]:
    note = f"{len(streams)} flow, {rate:.0f} snapshots/s"
    p99, longest = callbacks["wait_p99_ms"], callbacks["wait_max_ms"]
    waits = f"wait for the lock p99 {p99:.1f}, max {longest:.0f} ms"
    busy = sorted(threads.items(), key=lambda item: -item[1])[:5]
    lags = sorted(s["lag_ms"] for s in streams if s["lag_ms"] is not None)
    return [
        at_most("100 streams over TLS, 4 heard: engine, of one core",
                used["engine"], _ENGINE_CPU, "%", note=note, **used),
        at_most("100 streams over TLS, 4 heard: window, of one core",
                used["window"], _WINDOW_CPU, "%", note=f"{rows} rows painted"),
        at_most("audio callbacks later than their period, in 60 s",
                late * 60 / seconds, _LATE, "", note=waits, **callbacks),
        told("underruns in the same time; lag of the streams, median and highest",
             f"{underruns}; {lags[len(lags) // 2]:.0f} and {lags[-1]:.0f} ms"
             if lags else f"{underruns}; none"),
        told("the engine's threads, of one core",
             ", ".join(f"{name} {share:g}" for name, share in busy), **threads),
        told("the demo platform's own processor time", f"{used['demo']} %"),
    ]  # fmt: skip
