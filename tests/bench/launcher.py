"""The real window as a process that answers questions on its pipes.

The first line of its standard input is the set-up (credentials never stand in an
argument list); each further line is a question, answered by one line. Everything is
composed as `voipmon.app` composes it.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QSlider, QToolButton

from tests.tour.eye import Eye
from voipmon import app
from voipmon.core.domain.commands import Listen, SignIn
from voipmon.core.domain.snapshot import MonitorSnapshot, ResourceKind
from voipmon.engine.client import EngineClient, Poll
from voipmon.ui.calls.view import CallsView
from voipmon.ui.collector import collecting
from voipmon.ui.main_window import MainWindow


class WatchedEngine(EngineClient):
    """Keeps the newest snapshot for questions; else the client as it is."""

    last = MonitorSnapshot()
    snapshots = 0

    def poll(self) -> Poll:
        """As the client's."""
        news = super().poll()
        if news.snapshot is not None:
            self.last = news.snapshot
            self.snapshots += 1
        return news


class HeldUp:
    """Every time the event loop did not turn for longer than a limit."""

    LIMIT_MS = 50.0
    LOOK_MS = 4

    def __init__(self) -> None:
        self.found: list[tuple[float, float]] = []  # wall and own processor time [ms]
        self.worst_ms = 0.0
        self._last = (time.perf_counter(), time.thread_time())
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.turn)

    def turn(self) -> None:
        """The loop turned."""
        now = (time.perf_counter(), time.thread_time())
        wall_ms = 1e3 * (now[0] - self._last[0])
        self.worst_ms = max(self.worst_ms, wall_ms)
        if wall_ms > self.LIMIT_MS:
            self.found.append((wall_ms, 1e3 * (now[1] - self._last[1])))
        self._last = now

    def take(self) -> dict[str, Any]:
        """What was found since the last look; the first one begins it."""
        if not self._timer.isActive():
            self._timer.start(self.LOOK_MS)
        taken = {"found": self.found, "worst_ms": self.worst_ms}
        self.found, self.worst_ms = [], 0.0
        return taken

    def forgive(self) -> None:
        """What was done since the last turn was not the window's."""
        self._last = (time.perf_counter(), time.thread_time())


class Answers:
    """One method for each question; all run on the GUI thread."""

    def __init__(self, window: MainWindow, engine: WatchedEngine) -> None:
        self._window = window
        self._engine = engine
        self._held_up = HeldUp()
        self._metered = 1_000_000  # stream ids that no card will ever have

    def give(self, question: dict[str, Any]) -> Any:
        """Answer one; the time that this takes is not the window's."""
        self._held_up.turn()
        method: Callable[..., Any] = getattr(self, question["ask"])
        answer = method(*question.get("with", ()))
        self._held_up.forgive()
        return answer

    def rows(self) -> list[dict[str, Any]]:
        """Rows that can be clicked, with their place on the screen."""
        view: CallsView = self._window.calls.view
        first, last = view.visible_rows()
        found = []
        for place in range(first, last + 1):
            row = self._window.calls.model.row_at(place)
            if row is None:
                continue
            spot = view.visualRect(view.model().index(place, 1)).center()
            point = view.viewport().mapToGlobal(spot)
            found.append(
                {"key": row.key, "status": row.roster.status,
                 "x": point.x(), "y": point.y()}
            )  # fmt: skip
        return found

    def known(self) -> list[str]:
        """Keys of all calls in progress, seen or not."""
        rows = self._window.state.rows.values()
        return [row.key for row in rows if row.status == "progressing"]

    def streams(self) -> list[dict[str, Any]]:
        """Each stream of the newest snapshot."""
        return [
            {"id": s.stream_id, "key": f"{s.kind.value}:{s.resource_id}",
             "state": s.state.value, "lag_ms": s.lag_ms}
            for s in self._engine.last.streams
        ]  # fmt: skip

    def status(self) -> dict[str, Any]:
        """Process ids, output, number of snapshots."""
        output = self._engine.last.output
        return {
            "engine": self._engine.pid,
            "output": output.state.value,
            "latency_ms": output.latency_ms,
            "underruns": output.underruns,
            "snapshots": self._engine.snapshots,
            "cards": len(self._window.state.cards),
        }

    def meter(self, keys: list[str]) -> int:
        """Open streams that are metered, drawn in the table, and not heard."""
        for key in keys:
            kind, _, resource_id = key.partition(":")
            self._metered += 1
            self._engine.send(
                Listen(
                    stream_id=self._metered,
                    kind=ResourceKind(kind),
                    resource_id=resource_id,
                    audible=False,
                )
            )
        return len(keys)

    def held_up(self) -> dict[str, Any]:
        """How often the window held still since the last question."""
        return self._held_up.take()

    def targets(self) -> list[dict[str, Any]]:
        """Buttons and sliders that a hand could click now, in the active window."""
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        found = []
        for kind in (QAbstractButton, QSlider):
            for part in (top or self._window).findChildren(kind):
                if not part.isVisible() or not part.isEnabled():
                    continue
                inside = part.visibleRegion().boundingRect()
                if inside.isEmpty():
                    continue
                spot = part.mapToGlobal(inside.center())
                found.append({"name": part.objectName(), "x": spot.x(), "y": spot.y()})
        return found

    def quality(self) -> int:
        """Open the tab *Link quality*, or close it."""
        self._window.findChild(QToolButton, "quality_tab").toggle()
        return 0

    def leave(self) -> int:
        """Leave every card, as the window does when it signs out."""
        self._window.listening.leave_all()
        return 0

    def close(self) -> int:
        """Close the window; the program ends."""
        self._window.close()
        return 0


def converse(eye: Eye, answers: Answers) -> None:
    """Answer until the input ends; a thread of its own."""
    for line in sys.stdin:
        question = json.loads(line)
        answer = eye.ask(lambda q=question: answers.give(q))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        if question["ask"] == "close":
            return
    eye.ask(answers.close)


def main() -> int:
    """Show the window until it is told to close."""
    setup = json.loads(sys.stdin.readline())
    engine = WatchedEngine(setup.get("engine"))
    engine.start()
    try:
        qt = app.application()
        sys.excepthook = app.log_and_go_on
        request = SignIn(**setup["sign_in"])
        kept = app.remember(Path(setup["profile"]))
        window = app.build(engine, sign_in=request, kept=kept)
        eye = Eye()
        window.show()
        answers = Answers(window, engine)  # its timer must end on this thread
        talk = threading.Thread(target=converse, args=(eye, answers), daemon=True)
        talk.start()
        with collecting():
            return qt.exec()
    finally:
        QCoreApplication.processEvents()
        engine.stop()


if __name__ == "__main__":
    sys.exit(main())
