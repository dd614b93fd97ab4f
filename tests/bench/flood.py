"""A peer that sends as fast as it can, beside ten that behave."""

import numpy as np

from tests.bench.figure import Figure, at_most, failed, told
from tests.bench.rig import SINK, Bare, Cpu, bare_engine, private_folders, wait_for
from tests.support.demo import demo_server
from tests.support.sound_server import SoundServer
from voipmon.core.domain.commands import Listen
from voipmon.core.domain.snapshot import ResourceKind, StreamState

_HEALTHY = 10
_CHANGE_MS = 20.0
_FLOODED = 99


def lags(bare: Bare, seconds: float) -> dict[int, list[float]]:
    """Lag of each healthy stream in all snapshots of the next seconds."""
    found: dict[int, list[float]] = {}
    for now in bare.watch(seconds):
        for stream in now.streams:
            if stream.stream_id != _FLOODED and stream.lag_ms is not None:
                found.setdefault(stream.stream_id, []).append(stream.lag_ms)
    return found


def measure(*, quick: bool) -> list[Figure]:
    """Lag before and during the flood."""
    seconds = 6.0 if quick else 15.0
    what = (
        "a flooding peer beside 10 healthy streams: greatest change of their mean lag"
    )
    with (
        private_folders(),
        SoundServer((SINK,)),
        demo_server("--calls", "24", "--no-rate-limit") as demo,
        bare_engine(demo) as bare,
    ):
        calls = [call["id"] for call in demo.calls() if call["room"]]
        if len(calls) <= _HEALTHY:
            return [failed(what, f"only {len(calls)} calls talk")]
        for number, call in enumerate(calls[:_HEALTHY], start=1):
            bare.send(
                Listen(stream_id=number, kind=ResourceKind.CALL, resource_id=call)
            )
        wait_for("ten streams", lambda: _flowing(bare) == _HEALTHY)
        list(bare.watch(4 if quick else 10))
        before = lags(bare, seconds)
        demo.fault("flood", target=calls[_HEALTHY])
        bare.send(
            Listen(
                stream_id=_FLOODED,
                kind=ResourceKind.CALL,
                resource_id=calls[_HEALTHY],
            )
        )
        pid = bare.client.pid or 0
        cpu = Cpu(engine=pid, demo=demo.process.pid)
        during = lags(bare, seconds)
        used = cpu.percent()
        flooded = bare.stream(_FLOODED)
    changes = {
        number: float(np.mean(during[number]) - np.mean(before[number]))
        for number in before
        if number in during
    }
    worst = max(changes.values(), key=abs)
    state = "gone" if flooded is None else f"{flooded.state.value}, {flooded.cause}"
    received = 0 if flooded is None else flooded.received_bytes
    return [
        at_most(what, abs(worst), _CHANGE_MS, "ms",
                note=f"{len(changes)} streams still flow", changes=changes),
        told("the flooding stream",
             f"{state}; {received / 1e6:.1f} MB read; engine {used['engine']} % cpu"),
    ]  # fmt: skip


def _flowing(bare: Bare) -> int:
    states = [stream.state for stream in bare.poll().streams]
    return sum(state is StreamState.STREAMING for state in states)
