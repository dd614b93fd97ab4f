"""A real X display with a window manager, and a hand that clicks and types there.

The platform of Qt is chosen once for a process. The other tests draw into memory, so
a test marked `window` runs in a process of its own on the display (`run_there`).
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

ON_SCREEN = "VOIPMON_TEST_SCREEN"  # set in a process that runs on the display
_SIZE = "1400x900x24"
_NEEDED = ("Xvfb", "openbox", "xdotool", "import")
_START_S = 20.0


@contextmanager
def display(size: str = _SIZE) -> Iterator[dict[str, str]]:
    """Start Xvfb and openbox on a free display; yields the environment for it."""
    for program in _NEEDED:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    manager = None
    try:
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            pytest.fail("Xvfb did not start")
        env = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        env.pop("WAYLAND_DISPLAY", None)
        manager = subprocess.Popen(
            ["openbox"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _wait_for_manager(env)
        yield env
    finally:
        for process in (manager, server):
            if process is not None:
                process.terminate()
                process.wait(5)


def _wait_for_manager(env: dict[str, str]) -> None:
    """Without a manager no window is activated, and keys go nowhere."""
    end = time.monotonic() + _START_S
    query = ["xdotool", "get_desktop"]
    while subprocess.run(query, env=env, capture_output=True, check=False).returncode:
        if time.monotonic() > end:
            pytest.fail("openbox did not start")
        time.sleep(0.05)


@pytest.fixture(scope="session")
def screen() -> Iterator[dict[str, str]]:
    """Environment of a display that lives as long as the session."""
    with display() as env:
        yield env


def run_there(item: pytest.Item, env: dict[str, str]) -> None:
    """Run one test in a process of its own on the display; fails as it fails."""
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", item.nodeid]
    command += ["-p", "no:cacheprovider"]
    done = subprocess.run(
        command,
        env={**env, ON_SCREEN: "1"},
        cwd=item.config.rootpath,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"on the display:\n{done.stdout[-6000:]}\n{done.stderr[-2000:]}")


class Hand:
    """Real mouse and keyboard events on the display of this process."""

    def __init__(self, app: QApplication) -> None:
        self._app = app

    def click(
        self,
        widget: QWidget,
        at: QPoint | QRect | None = None,
        *,
        ctrl: bool = False,
        double: bool = False,
    ) -> None:
        """Click into `widget`, at its middle or at `at` in its coordinates."""
        self.move(widget, at)
        press = ["click", "--repeat", "2", "1"] if double else ["click", "1"]
        if ctrl:
            press = ["keydown", "ctrl", *press, "keyup", "ctrl"]
        self._do(*press)

    def move(self, widget: QWidget, at: QPoint | QRect | None = None) -> None:
        """Move the pointer over `widget`."""
        spot = at.center() if isinstance(at, QRect) else at or widget.rect().center()
        there = widget.mapToGlobal(spot) * widget.devicePixelRatioF()
        self._do("mousemove", str(there.x()), str(there.y()))

    def drag(self, widget: QWidget, start: QPoint, by: QPoint) -> None:
        """Press at `start`, move by so much in small steps, let go.

        What is dragged may move along, so all is reckoned from where it began.
        """
        self.move(widget, start)
        here = widget.mapToGlobal(start)
        self._do("mousedown", "1")
        for tenth in range(1, 11):
            there = (here + by * (tenth / 10)) * widget.devicePixelRatioF()
            self._do("mousemove", str(there.x()), str(there.y()))
        self._do("mouseup", "1")

    def key(self, *keys: str) -> None:
        """Press keys as xdotool names them: "ctrl+f", "Return", "Escape"."""
        self._do("key", *keys)

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self._do("type", "--delay", "8", text)

    def shoot(self, path: Path) -> None:
        """Save what the display shows."""
        self._app.processEvents()
        command = ["import", "-window", "root", str(path)]
        subprocess.run(command, check=True, capture_output=True)

    def _do(self, *words: str) -> None:
        """Run xdotool; Qt's events go on meanwhile, as for a person."""
        process = subprocess.Popen(["xdotool", *words])
        while process.poll() is None:
            self._app.processEvents()
            time.sleep(0.002)
        if process.returncode:
            raise AssertionError(f"xdotool {words[0]} failed")
        self._app.processEvents()
