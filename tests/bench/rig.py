"""What the figures stand on: sound server, display, demo platform, window, engine."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import psutil

from tests.support.demo import ROOT, Demo
from voipmon.core.domain.commands import Command, SignIn
from voipmon.core.domain.snapshot import LinkState, MonitorSnapshot, StreamSnapshot
from voipmon.engine.client import EngineClient

T = TypeVar("T")
SINK = "headset"
_LOOK_S = 0.02


def wait_for(what: str, condition: Callable[[], T], timeout_s: float = 20.0) -> T:
    """Look until it is true; returns its value."""
    deadline = time.monotonic() + timeout_s
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {timeout_s:g} s: {what}")
        time.sleep(_LOOK_S)
    return value


@contextlib.contextmanager
def private_folders() -> Iterator[Path]:
    """A home of our own for every program that is started."""
    private = Path(tempfile.mkdtemp(prefix="bench-"))
    wanted = {
        "HOME": str(private),
        "XDG_CONFIG_HOME": str(private / "config"),
        "XDG_STATE_HOME": str(private / "state"),
        "XDG_DATA_HOME": str(private / "data"),
        "XDG_CACHE_HOME": str(private / "cache"),
        "VOIPMON_LOG_LEVEL": "warning",
        "QT_QPA_PLATFORM": "xcb",
        "QT_SCALE_FACTOR": "1",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield private
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        shutil.rmtree(private, ignore_errors=True)


def credentials(demo: Demo) -> dict[str, str]:
    """Fields of `SignIn` for the demo platform's supervisor."""
    found = {
        "server": demo.url,
        "username": demo.username,
        "password": demo.password,
    }
    if "ca_file" in demo.ready:
        found["ca_file"] = demo.ready["ca_file"]
    return found


def engine_command(report: Path, *, block_ms: int = 20) -> list[str]:
    """Start the watched engine; $VOIPMON_BENCH_STACKS names a file for its stacks."""
    command = [sys.executable, "-m", "tests.bench.engine"]
    command += ["--report", str(report), "--block-ms", str(block_ms)]
    if stacks := os.environ.get("VOIPMON_BENCH_STACKS"):
        command += ["--stacks", stacks]
    return command


class Window:
    """The window's process, asked through its pipes."""

    def __init__(self, demo: Demo, private: Path, engine: list[str] | None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.launcher"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        setup = {
            "sign_in": credentials(demo),
            "profile": str(private / "profile"),
            "engine": engine,
        }
        self._say(setup)

    @property
    def pid(self) -> int:
        """Of the window's process."""
        return self._process.pid

    def ask(self, question: str, *arguments: Any) -> Any:
        """Ask one question of `launcher.Answers`."""
        self._say({"ask": question, "with": arguments})
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the window is gone")
        return json.loads(line)

    def wait_playing(self) -> dict[str, Any]:
        """Wait for a list and a loudspeaker; gives the status."""
        wait_for("rows in the window", lambda: self.ask("rows"), 30)

        def running() -> Any:
            status = self.ask("status")
            return status["output"] == "running" and status

        return wait_for("the loudspeaker", running)

    def streaming(self) -> list[dict[str, Any]]:
        """Streams that flow."""
        return [s for s in self.ask("streams") if s["state"] == "streaming"]

    def close(self) -> None:
        """Close it as a user would; by force if it does not."""
        with contextlib.suppress(OSError, RuntimeError, ValueError):
            self.ask("close")
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()

    def _say(self, message: dict[str, Any]) -> None:
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()


@contextlib.contextmanager
def window(
    demo: Demo, private: Path, engine: list[str] | None = None
) -> Iterator[Window]:
    """The window, signed in, with its list and its loudspeaker."""
    shown = Window(demo, private, engine)
    try:
        shown.wait_playing()
        yield shown
    finally:
        shown.close()


class Bare:
    """An engine process without a window, polled by this process."""

    def __init__(self, demo: Demo, command: list[str] | None) -> None:
        self.client = EngineClient(command)
        self.client.start()
        self.client.send(SignIn(**credentials(demo)))
        self.last = MonitorSnapshot()
        self.facts: list[Any] = []

    def poll(self) -> MonitorSnapshot:
        """Take the news; gives the newest snapshot."""
        news = self.client.poll()
        self.facts += news.facts
        if news.snapshot is not None:
            self.last = news.snapshot
        return self.last

    def signed_in(self) -> bool:
        """Whether the list is there."""
        return self.poll().link.state is LinkState.LIVE

    def send(self, command: Command) -> None:
        """Hand a command to the engine."""
        self.client.send(command)

    def stream(self, stream_id: int) -> StreamSnapshot | None:
        """The newest of one stream."""
        found = (s for s in self.poll().streams if s.stream_id == stream_id)
        return next(found, None)

    def watch(self, seconds: float) -> Iterator[MonitorSnapshot]:
        """Every new snapshot of the next seconds."""
        until = time.monotonic() + seconds
        number = -1
        while time.monotonic() < until:
            now = self.poll()
            if now.number != number:
                number = now.number
                yield now
            time.sleep(0.01)


@contextlib.contextmanager
def bare_engine(demo: Demo, command: list[str] | None = None) -> Iterator[Bare]:
    """An engine, signed in."""
    bare = Bare(demo, command)
    try:
        wait_for("signed in", bare.signed_in)
        yield bare
    finally:
        bare.client.stop()


class Cpu:
    """Processor time of processes over a stretch of time, in % of one core."""

    def __init__(self, **pids: int) -> None:
        self._processes = {name: psutil.Process(pid) for name, pid in pids.items()}
        self._began = time.monotonic()
        self._before = self._now()

    def _now(self) -> dict[str, float]:
        found = {}
        for name, process in self._processes.items():
            times = process.cpu_times()
            found[name] = times.user + times.system
        return found

    def percent(self) -> dict[str, float]:
        """Since it was made."""
        elapsed, now = time.monotonic() - self._began, self._now()
        return {
            name: round(100 * (now[name] - self._before[name]) / elapsed, 1)
            for name in now
        }


def memory_mb(pid: int) -> dict[str, float]:
    """Resident, proportional and own memory [MB = 1e6 bytes]."""
    full = psutil.Process(pid).memory_full_info()
    return {name: round(getattr(full, name) / 1e6, 1) for name in ("rss", "pss", "uss")}
