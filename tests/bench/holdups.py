"""How long the window holds still when *Link quality* opens and the theme changes.

The whole window on a real display with three streams and ten minutes of history each.
A timer of 1 ms tells the longest time between two turns of the event loop.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QToolButton

from tests.bench.figure import Figure, at_most
from tests.bench.rig import private_folders
from tests.bench.screen import Screen
from tests.support.demo import ROOT
from tests.ui.scripted import ScriptedEngine
from voipmon import app
from voipmon.core.domain.settings import ThemeChoice
from voipmon.core.domain.snapshot import HISTORY_S, HistoryPoint

_LIMIT_MS = 50.0  # three frames at 60 Hz: what is longer is seen as a jerk
_STREAMS = 3
_OPEN_S = 4.0
_LOOK_S = 1.5
_CHANGES = 4


class Stillness:
    """The longest time between two turns of the event loop [ms], and our work in it."""

    def __init__(self) -> None:
        self._qt = app.application()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._turn)
        self._timer.start(1)
        self._begin()

    def within(self, seconds: float) -> tuple[float, float]:
        """Let the window live for so long; wall and processor time of the worst."""
        self._begin()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._qt.processEvents()
            time.sleep(0.0005)
        self._turn()
        return self._worst

    def _begin(self) -> None:
        self._last = (time.perf_counter(), time.thread_time())
        self._worst = (0.0, 0.0)

    def _turn(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        spent = (1e3 * (now[0] - self._last[0]), 1e3 * (now[1] - self._last[1]))
        self._last, self._worst = now, max(self._worst, spent)


def hold() -> dict[str, tuple[float, float]]:
    """Open the tab, change the theme; runs in the process with the display."""
    still = Stillness()
    engine = ScriptedEngine()
    window = app.build(engine, sign_in=engine.SIGN_IN)
    window.show()
    still.within(_LOOK_S)
    points = tuple(
        HistoryPoint(60.0 + second % 9, 40.0, 40.0, float(second % 5), 50, 0)
        for second in range(HISTORY_S)
    )
    for number in range(1, _STREAMS + 1):
        engine.over[number] = {"history": points}
        window.listening.listen(f"call:c{number}", add=True)
    found = {"before": still.within(_LOOK_S)}
    button = window.findChild(QToolButton, "quality_tab")

    def act(what: str, change: Callable[[], object], seconds: float = _LOOK_S) -> None:
        QTimer.singleShot(50, change)
        found[what] = max(found.get(what, (0.0, 0.0)), still.within(seconds))

    def themes(what: str) -> None:
        for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT) * 2:
            act(what, lambda c=choice: window.theme.choose(c))

    themes("theme")
    act("open", button.toggle, _OPEN_S)
    act("steady", lambda: None)
    themes("theme open")
    act("close", button.toggle)
    act("again", button.toggle)
    window.close()
    return found


def measure(*, quick: bool) -> list[Figure]:
    """In a process of its own: Qt's platform is chosen once for a process."""
    del quick  # it is short
    with private_folders() as private, Screen(private):
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.holdups"],
            capture_output=True, text=True, check=True, cwd=ROOT, timeout=120,
        )  # fmt: skip
    found = json.loads(done.stdout)
    usual = f"{found['before'][0]:.0f} before, {found['steady'][0]:.0f} while open"
    again = f"{found['again'][0]:.0f} when opened again"
    return [
        _figure("Link quality opened first", found["open"], f"{usual}, {again}"),
        _figure("theme changed, Link quality open", found["theme open"]),
        _figure("theme changed, never opened", found["theme"]),
    ]


def _figure(what: str, found: tuple[float, float], more: str = "") -> Figure:
    wall_ms, own_ms = found
    note = f"{own_ms:.0f} of it our own work" + (f"; {more}" if more else "")
    return at_most(
        f"{what}: longest stillness of the window", wall_ms, _LIMIT_MS, "ms", note=note
    )


if __name__ == "__main__":
    print(json.dumps(hold()))
