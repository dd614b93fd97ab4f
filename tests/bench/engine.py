"""The engine process with a watch on it: `python -m tests.bench.engine OPTIONS`.

The very same `engine.process.main`; around it the device callback is timed, the links
tell when their first frame came, and a thread may sample what the threads are doing.
All of it goes into a JSON file twice a second.

A callback counts as late when it ended more than its own period after PortAudio asked
for it: PortAudio stamps that moment in C, before it waits for the interpreter's lock.
"""

import argparse
import collections
import contextlib
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from voipmon.__main__ import _configure_logs
from voipmon.audio import portaudio
from voipmon.audio.output import OutputStream
from voipmon.engine import process
from voipmon.services.monitor import Monitor

_EVERY_S = 0.5
_SAMPLE_S = 0.005


class CallbackWatch:
    """Times every callback of every output stream from `begin` on."""

    def __init__(self) -> None:
        self.waits_ms: list[float] = []
        self.totals_ms: list[float] = []
        self._period_ms = 20.0
        original = OutputStream._callback

        def timed(stream: Any, out: Any, frames: int, times: Any, status: Any) -> None:
            clock = _STREAM_TIME[0]
            begin = clock() if clock else times.currentTime
            original(stream, out, frames, times, status)
            end = clock() if clock else begin
            self._period_ms = 1e3 * frames / stream.rate
            self.waits_ms.append(1e3 * (begin - times.currentTime))
            self.totals_ms.append(1e3 * (end - times.currentTime))

        OutputStream._callback = timed  # type: ignore[method-assign]

    def report(self) -> dict[str, float]:
        """Count what is known so far."""
        totals, waits = np.array(self.totals_ms), np.array(self.waits_ms)
        if not len(totals):
            return {"callbacks": 0, "late": 0}
        return {
            "callbacks": len(totals),
            "late": int((totals > self._period_ms).sum()),
            "wait_p99_ms": float(np.percentile(waits, 99)),
            "wait_max_ms": float(waits.max()),
            "total_p99_ms": float(np.percentile(totals, 99)),
            "total_max_ms": float(totals.max()),
        }


# PortAudio's clock of an open stream; all ALSA streams have the same one
_STREAM_TIME: list[Any] = [None]


def _find_clock() -> None:
    """Take the clock of PortAudio itself, once it is loaded."""
    original = OutputStream._open_at

    def opened(stream: Any, sd: Any, index: int, rate: int) -> None:
        _STREAM_TIME[0] = None
        original(stream, sd, index, rate)
        handle = stream._stream
        _STREAM_TIME[0] = lambda: handle.time

    OutputStream._open_at = opened  # type: ignore[method-assign]


class Sampler(threading.Thread):
    """What each thread was doing, 200 times a second: innermost and whole stacks."""

    def __init__(self) -> None:
        super().__init__(name="sampler", daemon=True)
        self.stacks: collections.Counter[str] = collections.Counter()

    def run(self) -> None:
        while True:
            time.sleep(_SAMPLE_S)
            names = {t.ident: t.name for t in threading.enumerate()}
            for ident, frame in sys._current_frames().items():
                if ident != self.ident:
                    self.stacks[_stack(names.get(ident, "?"), frame)] += 1


def _stack(name: str, frame: Any) -> str:
    places = []
    while frame is not None:
        code = frame.f_code
        place = f"{Path(code.co_filename).stem}.{code.co_qualname}:{frame.f_lineno}"
        places.append(place)
        frame = frame.f_back
    return ";".join((name, *reversed(places)))


def thread_seconds() -> dict[str, float]:
    """Processor time of each thread so far, by name [s] (Linux)."""
    ticks = os.sysconf("SC_CLK_TCK")
    found: dict[str, float] = {}
    for thread in threading.enumerate():
        stat = Path(f"/proc/self/task/{thread.native_id}/stat")
        with contextlib.suppress(OSError):
            user, system = stat.read_text().rpartition(")")[2].split()[11:13]
            spent = (int(user) + int(system)) / ticks
            found[thread.name] = found.get(thread.name, 0.0) + spent
    return found


def _report(path: Path, watch: CallbackWatch, made: list[Monitor]) -> None:
    partial = path.with_suffix(".part")
    first_frames: dict[str, int] = {}
    while True:
        time.sleep(_EVERY_S)
        for monitor in made:
            for stream_id, stream in monitor._streams.items():
                if str(stream_id) not in first_frames:
                    first_ns = stream.link.status().first_frame_ns
                    if first_ns:
                        first_frames[str(stream_id)] = first_ns
        found = {
            **watch.report(),
            "first_frame_ns": first_frames,
            "threads_s": thread_seconds(),
        }
        partial.write_text(json.dumps(found))
        partial.replace(path)


def main() -> int:
    """Be the engine, watched."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--block-ms", type=int, default=20)
    parser.add_argument("--stacks", type=Path)
    options = parser.parse_args()
    made: list[Monitor] = []

    def monitor() -> Monitor:
        made.append(Monitor(block_ms=options.block_ms))
        return made[-1]

    process.Monitor = monitor  # type: ignore[assignment,misc]
    portaudio.library  # noqa: B018 - it must exist before streams are opened
    _find_clock()
    watch = CallbackWatch()
    threading.Thread(
        target=_report, args=(options.report, watch, made), daemon=True
    ).start()
    if options.stacks:
        _sample_into(options.stacks)
    _configure_logs()
    return process.main()


def _sample_into(path: Path) -> None:
    sampler = Sampler()
    sampler.start()

    def save() -> None:
        while True:
            time.sleep(5)
            lines = [f"{stack} {n}" for stack, n in sampler.stacks.most_common()]
            path.write_text("\n".join(lines))

    threading.Thread(target=save, daemon=True).start()


if __name__ == "__main__":
    os.environ.setdefault("VOIPMON_LOG_LEVEL", "warning")
    sys.exit(main())
