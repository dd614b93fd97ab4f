"""One stream in the window: processor time and memory of both processes."""

import time

from tests.bench.figure import Figure, at_most, told
from tests.bench.rig import SINK, Cpu, Window, memory_mb, private_folders, wait_for
from tests.bench.rig import window as real_window
from tests.bench.screen import ExactHand, Screen
from tests.support.demo import demo_server
from tests.support.sound_server import SoundServer

_SETTLE_S = 3.0
_CPU_LIMIT = 15.0  # [% of one core]
_MEMORY_LIMIT = 200.0  # [MB]


def listen(shown: Window, hand: ExactHand, count: int = 1) -> None:
    """Click that many rows of calls that talk."""
    for number in range(1, count + 1):
        heard = {s["key"] for s in shown.ask("streams")}
        rows = [r for r in shown.ask("rows") if r["status"] == "progressing"]
        row = next(r for r in rows if r["key"] not in heard)
        hand.move(row["x"], row["y"])
        time.sleep(0.1)
        hand.click(ctrl=number > 1)
        wait_for("a stream", lambda n=number: len(shown.streaming()) >= n)


def measure(*, quick: bool) -> list[Figure]:
    """Both figures from one run."""
    seconds = 8.0 if quick else 20.0
    with (
        private_folders() as private,
        Screen(private),
        SoundServer((SINK,)),
        demo_server() as demo,
        real_window(demo, private) as shown,
    ):
        hand = ExactHand()
        listen(shown, hand)
        hand.close()
        time.sleep(_SETTLE_S)
        before = shown.ask("status")
        cpu = Cpu(window=shown.pid, engine=before["engine"], demo=demo.process.pid)
        time.sleep(seconds)
        used = cpu.percent()
        after = shown.ask("status")
        rate = (after["snapshots"] - before["snapshots"]) / seconds
        memory = _memory(shown.pid, before["engine"])
        shown.ask("quality")
        time.sleep(_SETTLE_S)
        opened = _memory(shown.pid, before["engine"])
    return [*_figures(used, memory, rate), _opened(opened)]


def _memory(window: int, engine: int) -> dict[str, dict[str, float]]:
    return {"window": memory_mb(window), "engine": memory_mb(engine)}


def _opened(memory: dict[str, dict[str, float]]) -> Figure:
    """With pyqtgraph and numpy in the window."""
    return at_most(
        "the same with Link quality open: proportional set",
        sum(part["pss"] for part in memory.values()),
        _MEMORY_LIMIT,
        "MB",
        note=f"{sum(part['rss'] for part in memory.values()):.0f} MB resident",
        **memory,
    )


def _figures(
    used: dict[str, float], memory: dict[str, dict[str, float]], rate: float
) -> list[Figure]:
    own = sum(part["uss"] for part in memory.values())
    fair = sum(part["pss"] for part in memory.values())
    whole = sum(part["rss"] for part in memory.values())
    parts = ", ".join(
        f"{name} {part['pss']:.0f}/{part['rss']:.0f}" for name, part in memory.items()
    )
    return [
        at_most(
            "one stream, window at 30 fps: both processes, of one core",
            used["window"] + used["engine"],
            _CPU_LIMIT,
            "%",
            note=f"window {used['window']}, engine {used['engine']}; "
            f"{rate:.0f} snapshots/s",
            **used,
        ),
        at_most(
            "memory, signed in, one stream, both processes: proportional set",
            fair,
            _MEMORY_LIMIT,
            "MB",
            note=parts + " PSS/RSS",
            **memory,
        ),
        told(
            "the same as resident sets, and as own pages alone",
            f"{whole:.0f} MB; {own:.0f} MB",
        ),
    ]
