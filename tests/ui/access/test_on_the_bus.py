"""The window as a screen reader finds it: over AT-SPI, in another process."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PYTHON = "/usr/bin/python3"  # the distribution's, whose gi is not in our environment
HERE = Path(__file__).parent
ROOT = HERE.parents[2]
WAIT_S = 20.0
WITHIN_S = 0.5  # of a change it is announced


def missing() -> str:
    for program in ("dbus-daemon", PYTHON):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    probe = "import gi; gi.require_version('Atspi', '2.0')"
    done = subprocess.run([PYTHON, "-c", probe], capture_output=True, check=False)
    return "the AT-SPI library is not installed" if done.returncode else ""


pytestmark = [pytest.mark.long, pytest.mark.skipif(bool(missing()), reason=missing())]


class Reader:
    """Asks the process that reads the screen."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, *command: object) -> object:
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def tree(self) -> list[dict]:
        return self.ask("tree") or []

    def wait(self, wanted: Callable[[list[dict]], bool]) -> list[dict]:
        end = time.monotonic() + WAIT_S
        while not wanted(tree := self.tree()):
            assert time.monotonic() < end, tree
            time.sleep(0.1)
        return tree


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture
def env(screen, tmp_path) -> Iterator[dict[str, str]]:
    """A session bus of our own; the accessibility bus starts on it when asked for."""
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    made = {**screen, "XDG_RUNTIME_DIR": str(folder), "HOME": str(tmp_path)}
    made.pop("AT_SPI_BUS_ADDRESS", None)
    made["DBUS_SESSION_BUS_ADDRESS"] = address = f"unix:path={folder}/bus"
    command = ["dbus-daemon", "--session", "--nofork", f"--address={address}"]
    bus = subprocess.Popen(command, env=made, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + WAIT_S
        while not (folder / "bus").exists():
            assert time.monotonic() < end, "the bus did not start"
            time.sleep(0.05)
        yield made
    finally:
        stop(bus)


@pytest.fixture
def reader(env, tmp_path) -> Iterator[Reader]:
    always = {**env, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    window = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.access.scripted_window", str(tmp_path)],
        env=always,
        cwd=ROOT,
    )
    reading = subprocess.Popen(
        [PYTHON, str(HERE / "bus_reader.py")],
        env={**env, "PYTHONNOUSERSITE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    made = Reader(reading)
    try:
        made.wait(lambda tree: any(line["name"] == "Dana Lee" for line in tree))
        yield made
        assert window.poll() is None, "the window did not survive being read"
    finally:
        for pipe in (reading.stdin, reading.stdout):
            pipe.close()
        stop(reading)
        stop(window)
    assert window.returncode == 0, "the window did not end in order"


def test_a_reader_finds_the_calls_listens_and_is_told(reader):
    tree = reader.tree()
    roles = {line["role"] for line in tree}
    assert {"alert", "table", "push button", "slider"} <= roles, roles
    alerts = [line["name"] for line in tree if line["role"] == "alert"]
    assert alerts[0] == "NOBODY CAN HEAR YOU — microphone off, not listening"
    cells = [line["name"] for line in tree if line["role"] == "table cell"]
    assert {"Talking", "Dana Lee", "+1 415 555 0142", "Incoming"} <= set(cells)

    began = time.monotonic()
    assert reader.ask("press", "push button", "Listen") is True
    spoken = reader.ask("told", "listening to Dana Lee", WITHIN_S * 4)
    took = time.monotonic() - began
    assert any("listening to Dana Lee" in text for text, _urgency in spoken), spoken
    assert took < WITHIN_S * 4, "told late"

    tree = reader.wait(lambda t: any(i["role"] == "progress bar" for i in t))
    meter = next(line for line in tree if line["role"] == "progress bar")
    assert meter["name"] == "Level of Dana Lee"
    assert -60 <= meter["value"] <= 0
    groups = [line["name"] for line in tree if line["role"] == "panel"]
    assert any(name.startswith("Dana Lee") for name in groups), groups
    names = [line["name"] for line in tree if line["focusable"] and line["showing"]]
    for wanted in ("Mute", "Back 5 seconds", "Volume of Dana Lee", "Place of Dana Lee"):
        assert any(name.startswith(wanted) for name in names), wanted
