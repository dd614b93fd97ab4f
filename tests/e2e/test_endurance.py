"""Storms, soak and a million events: the long tier."""

import random
import time

import numpy as np
import psutil
import pytest

from tests.core.domain.test_stream_state import test_any_events_keep_the_laws as law
from tests.engine.test_client import listen, sign_in, window
from tests.services.test_monitor import engine
from tests.support.demo import demo_server, wait_for
from tests.support.stream_life import BAD, DOWN
from voipmon.core.domain.commands import Listen
from voipmon.core.domain.snapshot import ResourceKind, StreamState
from voipmon.core.domain.verdict import Fate, Verdict
from voipmon.core.frame import FRAME_SAMPLES
from voipmon.core.playout.engine import PlayoutEngine

pytestmark = pytest.mark.long

EVENTS = 1_000_000
STREAMS = 100
KEPT_BYTES = 1_000_000  # of the last minute, a stream, for replay
SOAK_S = 150


WEIGHTS = {  # leaving ends a life for good: rare, or nothing else would happen
    "opened": 10,
    "heard": 20,
    "closed": 10,
    "tick": 20,
    "leave": 0.05,
    "retry": 2,
    "failed": 10,
    "breached": 2,
    "looked": 10,
    "answered": 10,
}


def _any_event(chance):
    (name,) = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
    if name == "failed":
        return name, DOWN
    if name == "breached":
        return name, BAD
    if name == "looked":
        return name, chance.choice([None, 0, 1, 2])
    if name == "answered":
        return name, Verdict(
            fate=chance.choice(list(Fate)),
            answered=chance.choice([None, True, False]),
            participants=chance.choice([None, 0, 2]),
        )
    return (name,)


def test_a_million_events_keep_the_laws_of_a_stream():
    chance = random.Random(20)
    keep = law.hypothesis.inner_test
    done = 0
    while done < EVENTS:
        pauses = (0, 5, 19, 300, 2000, 15_000)
        script = [(_any_event(chance), chance.choice(pauses)) for _ in range(200)]
        keep(kind=chance.choice(list(ResourceKind)), script=script)
        done += len(script)


def test_a_million_frames_and_pulls_keep_playout_bounded():
    """Bursts, holes, repeats, restarts, silence: always sound, never a backlog."""
    chance, voice = random.Random(21), np.random.default_rng(21)
    playout = PlayoutEngine()
    pcm = voice.integers(-3000, 3000, FRAME_SAMPLES, dtype=np.int16)
    sequence, now_ms = 0, 0.0
    for _ in range(EVENTS // 2):
        what = chance.random()
        if what < 0.0001:
            playout.restart()
            sequence = chance.randrange(65536)
        burst = chance.choice((0, 0, 1, 1, 1, 1, 1, 2)) if what > 0.001 else 300
        for _ in range(burst):
            sequence += chance.choice((0, 1, 1, 1, 1, 1, 1, 1, 1, 3))
            playout.put(pcm, sequence & 0xFFFF, int(now_ms * 1e6))
        assert len(playout.pull(FRAME_SAMPLES, int(now_ms * 1e6))) == FRAME_SAMPLES
        assert playout.stats.buffer_ms < 8000
        now_ms += 20


def test_a_hundred_streams_survive_a_storm():
    """All connections drop again and again; then all of them sound again."""
    with demo_server("--calls", "110", "--no-rate-limit") as demo, engine(demo) as one:
        calls = [call["id"] for call in demo.calls()][:STREAMS]
        for number, call in enumerate(calls, start=1):
            one.monitor.send(
                Listen(stream_id=number, kind=ResourceKind.CALL, resource_id=call)
            )

        def sounding():
            streams = one.look().now.streams
            alive = [s for s in streams if s.cause is None]
            return len(alive) > len(calls) // 2 and all(
                s.state is StreamState.STREAMING for s in alive
            )

        wait_for(sounding, seconds=60)
        before = psutil.Process().memory_info().rss
        for _ in range(4):
            fault = demo.fault("drop", after=0.5)
            time.sleep(4)
            demo.control("DELETE", f"/faults/{fault}")
        wait_for(sounding, seconds=90)
        grown = psutil.Process().memory_info().rss - before
        kept = len(calls) * KEPT_BYTES
        assert grown < 40e6 + kept, f"{grown / 1e6:.0f} MB"


def test_an_engine_does_not_grow():
    """Ten streams, calls that come and go: after a minute memory stays as it is."""
    with demo_server("--seed", "5", "--calls", "20") as demo, window() as one:
        sign_in(one, demo)
        for number in range(1, 11):
            listen(one, demo, stream_id=number)
        process = psutil.Process(one.client.pid)
        begun, sizes = time.monotonic(), []
        while time.monotonic() - begun < SOAK_S:
            one.look()
            time.sleep(1 / 30)
            sizes.append((time.monotonic() - begun, process.memory_info().rss))
        first = max(size for at, size in sizes if at < 60)
        last = max(size for at, size in sizes if at > SOAK_S - 20)
        assert last - first < 5e6, f"{(last - first) / 1e6:.1f} MB"
