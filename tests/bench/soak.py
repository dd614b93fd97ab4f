"""50 streams for 30 minutes: does memory grow after the first one?

Twice: in simulated time, where everything from the depacketiser to the snapshots is
driven as fast as it goes by a clock of our own; and for two real minutes with a real
engine, sockets and sound, where growth between the first and the last minute shows.
"""

import gc
import time
from types import SimpleNamespace
from typing import Any

import msgspec
import numpy as np
import psutil

from tests.bench.figure import Figure, at_most
from tests.bench.rig import SINK, bare_engine, memory_mb, private_folders, wait_for
from tests.support.demo import demo_server
from tests.support.sound_server import SoundServer
from tests.support.speechlike import payloads, pcm, speech
from voipmon.core.domain.commands import Listen
from voipmon.core.domain.snapshot import ResourceKind, StreamState
from voipmon.core.domain.verdict import Fate, Verdict
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.net.media_socket import Read
from voipmon.services import link as link_module
from voipmon.services import stream_meter as meter_module
from voipmon.services.link import MediaLink
from voipmon.services.playout import Playout
from voipmon.services.stream import Stream

STREAMS = 50
_LIMIT_MB = 5.0
_TICK_NS = 20_000_000
_MINUTE = 3000  # ticks
_STALL_EVERY, _STALL_TICKS = 1700, 60  # ticks: a stall of 1.2 s every 34 s


def _link(number: int) -> MediaLink:
    def unused(*_: Any) -> Any:
        raise AssertionError("nothing is opened here")

    return MediaLink(
        stream_id=number,
        kind=ResourceKind.CALL,
        resource_id=f"call-{number}",
        encapsulation=Encapsulation.SLN,
        codec=None,
        open_socket=unused,
        find_cause=lambda *_: Verdict(fate=Fate.LIVE),
        participants=lambda _: None,
    )


class Simulation:
    """Fifty links, streams and one playout on a clock that is told what time it is."""

    def __init__(self) -> None:
        self.now = 10**12
        clock = SimpleNamespace(monotonic_ns=lambda: self.now, time_ns=time.time_ns)
        link_module.time = meter_module.time = clock  # type: ignore[assignment]
        self.frames = payloads(pcm(speech(12.0), -12.0), Codec.ULAW)
        self.links = [_link(number) for number in range(1, STREAMS + 1)]
        self.playout = Playout(None)
        self.streams = []
        for link in self.links:
            request = Listen(
                stream_id=link.stream_id, kind=link.kind, resource_id=link.resource_id
            )
            self.streams.append(Stream(request, link))
            self.playout.add(self.streams[-1])
        self._encode = msgspec.msgpack.Encoder().encode
        self._ticks = 0
        self._jitter = np.random.default_rng(3).integers(0, 15, 997)

    def minute(self) -> None:
        """Play a minute of it."""
        for _ in range(_MINUTE):
            self._tick()

    def _tick(self) -> None:
        self._ticks = tick = self._ticks + 1
        self.now += _TICK_NS
        for number, link in enumerate(self.links):
            phase = (tick + 37 * number) % _STALL_EVERY
            if phase < _STALL_TICKS:
                continue  # stalled
            count = _STALL_TICKS + 1 if phase == _STALL_TICKS else 1
            first = tick + 11 * number
            messages = [
                self.frames[(first + i) % len(self.frames)] for i in range(count)
            ]
            late = int(self._jitter[(tick + number) % 997]) * 1_000_000
            got = Read(messages=messages, received=170 * count, frames=count)
            link._receiver.take(got, self.now - 15_000_000 + late)
        self.playout._tick(self.now, 80.0)
        if tick % 2:
            for stream in self.streams:
                self._encode(stream.snapshot())
                stream.skips.clear()


def simulated(minutes: int) -> Figure:
    """Resident memory after the first minute and after the last."""
    process = psutil.Process()
    simulation = Simulation()
    began = time.monotonic()
    sizes = []
    for _ in range(minutes):
        simulation.minute()
        gc.collect()
        sizes.append(process.memory_info().rss / 1e6)
    spent = time.monotonic() - began
    return at_most(
        f"50 streams for {minutes} simulated minutes: growth after the first",
        sizes[-1] - sizes[0],
        _LIMIT_MB,
        "MB",
        note=f"{sizes[0]:.0f} to {sizes[-1]:.0f}; took {spent:.0f} s",
        by_minute=[round(size, 2) for size in sizes],
        microseconds_a_stream_and_tick=1e6 * spent / (minutes * _MINUTE * STREAMS),
    )


def real(seconds: float) -> Figure:
    """The engine's own pages after half of the time and at its end."""
    with (
        private_folders(),
        SoundServer((SINK,)),
        demo_server("--calls", "60", "--no-rate-limit") as demo,
        bare_engine(demo) as bare,
    ):
        calls = [call["id"] for call in demo.calls()][:STREAMS]
        for number in range(STREAMS):
            bare.send(
                Listen(
                    stream_id=number + 1,
                    kind=ResourceKind.CALL,
                    resource_id=calls[number % len(calls)],
                    audible=number < 4,
                )
            )
        wait_for(
            "50 streams",
            lambda: (
                sum(s.state is StreamState.STREAMING for s in bare.poll().streams)
                >= STREAMS - 3
            ),
            60,
        )
        list(bare.watch(seconds / 2))
        before = memory_mb(bare.client.pid or 0)
        list(bare.watch(seconds / 2))
        after = memory_mb(bare.client.pid or 0)
    return at_most(
        f"50 real streams: growth in the last {seconds / 2:.0f} of {seconds:.0f} s",
        after["uss"] - before["uss"],
        _LIMIT_MB,
        "MB",
        note=f"own pages {before['uss']:.0f} to {after['uss']:.0f}",
        before=before,
        after=after,
    )


def measure(*, quick: bool) -> list[Figure]:
    """Simulated and real."""
    return [simulated(3 if quick else 30), real(20 if quick else 120)]
