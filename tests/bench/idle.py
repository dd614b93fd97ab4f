"""Signed in and listening to nothing: processor time and memory of both processes."""

import time

from tests.bench.figure import Figure, at_most
from tests.bench.rig import SINK, Cpu, memory_mb, private_folders
from tests.bench.rig import window as real_window
from tests.bench.screen import Screen
from tests.support.demo import demo_server
from tests.support.sound_server import SoundServer

_SETTLE_S = 5.0
_CPU_LIMIT = 2.0  # [% of one core]
_MEMORY_LIMIT = 200.0  # [MB]


def measure(*, quick: bool) -> list[Figure]:
    """Both figures from one run."""
    seconds = 15.0 if quick else 60.0
    with (
        private_folders() as private,
        Screen(private),
        SoundServer((SINK,)),
        demo_server() as demo,
        real_window(demo, private) as shown,
    ):
        engine = shown.ask("status")["engine"]
        time.sleep(_SETTLE_S)
        cpu = Cpu(window=shown.pid, engine=engine)
        time.sleep(seconds)
        used = cpu.percent()
        memory = {"window": memory_mb(shown.pid), "engine": memory_mb(engine)}
    whole = sum(part["rss"] for part in memory.values())
    return [
        at_most(
            "idle, signed in, no stream: both processes, of one core",
            used["window"] + used["engine"],
            _CPU_LIMIT,
            "%",
            note=f"window {used['window']}, engine {used['engine']}",
            **used,
        ),
        at_most(
            "the same: memory, proportional set",
            sum(part["pss"] for part in memory.values()),
            _MEMORY_LIMIT,
            "MB",
            note=f"{whole:.0f} MB resident",
            **memory,
        ),
    ]
