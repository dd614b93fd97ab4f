"""One session of the random hand in a process of its own: the program as it is.

The first line of standard input is the set-up, as JSON; the last line of standard
output is what was found. It fails with what did not hold, the seed and the last steps.
"""

import faulthandler
import gc
import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from shiboken6 import isValid

from tests.ui.roaming import reach
from tests.ui.roaming.everything import show_all
from tests.ui.roaming.hand import Hand
from tests.ui.roaming.watch import STUCK_S, Watch, WatchedEngine, left_open, sizes
from voipmon import app
from voipmon.core.domain.commands import SignIn
from voipmon.ui.main_window import MainWindow
from voipmon.ui.signin.dialog import SignInDialog

_LIST_S = 5.0  # trouble may keep it from signing in; then the hand does it
_NESTED_S = 0.05  # a step that returned no earlier waits in a menu's own loop
_HUNG_S = 30.0  # then the stacks are shown, and the process ends
_STOCK_EVERY = 500  # steps
_OUT_STEPS = 15  # signed out for so long: the hand signs in
_OUT_MOST = 1500  # for so long it may fail to
_ENGINE_DIES = 1 / 2500  # of the steps
_ESCAPES = 8  # dialogs and menus open one above the other
_CALM_MS = 3500  # after everything was closed, before things are counted


class Run:
    """Chains the steps with timers, so that they go on in nested event loops, too."""

    def __init__(self, setup: dict[str, Any], engine: WatchedEngine) -> None:
        self._setup = setup
        self._engine = engine
        self._chance = random.Random(setup["seed"])
        self._left = setup["steps"]
        self._number = 0
        self._out = 0
        self._began = 0.0  # of the step that is being done; 0 between steps
        self.stock: list[dict[str, int]] = []
        self.ended = False

    def begin(self, window: MainWindow) -> None:
        """The window is about to be shown."""
        QGuiApplication.setQuitOnLastWindowClosed(False)
        self._window = window
        self.watch = Watch(window, self._engine)
        self._hand = Hand(window, self._chance)
        self._shown_at = time.monotonic()
        QTimer.singleShot(50, self._wait_for_list)

    def _wait_for_list(self) -> None:
        listed = self._window.calls.model.rowCount() and self._engine.snapshots
        if listed or time.monotonic() - self._shown_at > _LIST_S:
            self.watch.keep_open()
            if self._left >= _STOCK_EVERY:
                show_all(self._window, _live)
                self._clear(self._take_stock)
                self._began = 0.0
            QTimer.singleShot(500, self._step)
        else:
            QTimer.singleShot(50, self._wait_for_list)

    # -- steps -----------------------------------------------------------------------

    def _step(self) -> None:
        if self.ended:
            return
        if self._began and time.monotonic() - self._began < _NESTED_S:
            QTimer.singleShot(5, self._step)
            return
        faulthandler.dump_traceback_later(_HUNG_S, exit=True)
        self._began = time.monotonic()
        self._hand.pause_ms = 0
        if self.watch.faults or self._number >= self._left:
            self._end()
            return
        self._number += 1
        self.watch.turn()
        QTimer.singleShot(1, self._step)
        if self._number % _STOCK_EVERY == 0:
            try:
                self._clear(self._take_stock)
            finally:
                self._began = 0.0
            return
        self._sign_in_again()
        if self._chance.random() < _ENGINE_DIES and self._engine.pid:
            self._hand.steps.append(f"{self._number}: the engine dies")
            os.kill(self._engine.pid, signal.SIGKILL)
        self._hand.act(self._number)
        if self._hand.pause_ms:
            _live(self._hand.pause_ms)
        self.watch.look()
        self._began = 0.0

    def _sign_in_again(self) -> None:
        self._out = 0 if self._window.state.signed_in else self._out + 1
        if self._out > _OUT_MOST:
            self.watch.fault("could not sign in again")
        elif self._out and self._out % _OUT_STEPS == 0:
            self._hand.steps.append(f"{self._number}: sign in again")
            self._began = time.monotonic() + 1.0  # each letter lets the window go on
            self._sign_in()

    def _sign_in(self) -> None:
        """As a person does it, from whatever is open."""
        app.bring_forward(self._window)
        for _ in range(_ESCAPES):
            if not left_open(self._window):
                break
            self._hand.escape()
        self._window.account.ask()
        dialog = self._window.findChild(SignInDialog)
        if dialog is None or not dialog.isVisible():
            return
        given = self._setup["sign_in"]
        dialog.tabs.setCurrentIndex(0)
        for field in (dialog.trust.ca_file, dialog.trust.pin):
            field.clear()  # folded away, perhaps
        for field, text in (
            (dialog.server, given["server"]),
            (dialog.user, given["username"]),
            (dialog.password, given["password"]),
        ):
            self._fill(field, text)
        reach.click(dialog.button, dialog.button.rect().center())

    @staticmethod
    def _fill(field: QLineEdit, text: str) -> None:
        reach.click(field, field.rect().center())
        field.selectAll()
        reach.write(reach.handle(field), text)

    # -- counting --------------------------------------------------------------------

    def _clear(self, then: Any) -> None:
        """Close everything as a person would, let it settle, go on."""
        self._began = time.monotonic() + 3600.0  # no step meanwhile
        app.bring_forward(self._window)
        _live(100)
        for _ in range(_ESCAPES):
            front = (QApplication.activePopupWidget(), QApplication.activeModalWidget())
            if not any(front):
                break
            self._hand.escape()
            _live(30)
        for dialog in QApplication.topLevelWidgets():
            if isValid(dialog) and isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.activateWindow()  # one that does not block the window
                _live(100)
                self._hand.escape(dialog)
                _live(30)
        if found := left_open(self._window):
            self.watch.fault(f"stays open after Esc: {found}")
        self._window.listening.silence()
        self._window.companions.hopping.stop_scan()
        then()

    def _take_stock(self) -> None:
        _live(300)
        gc.collect()
        QCoreApplication.sendPostedEvents(None, 52)  # deferred deletions
        _live(50)
        self.stock.append(sizes())

    def _end(self) -> None:
        self.ended = True
        faulthandler.dump_traceback_later(2 * _HUNG_S, exit=True)
        try:
            if not self.watch.faults:
                self._clear(self._try_once_more)
        finally:
            self._hand.close()
            self.watch.over = True
            app.leave(self._window)

    def _try_once_more(self) -> None:
        """A click on a row is heard, after all that."""
        window = self._window
        deadline = time.monotonic() + 25.0
        tried = 0.0
        while time.monotonic() < deadline:
            _live(100)
            if not window.state.signed_in:
                if time.monotonic() - tried > 5.0:
                    tried = time.monotonic()
                    self._sign_in()
                continue
            if window.calls.search.text():
                window.calls.search.clear()
            if any(card.heard for card in window.state.cards):
                return
            if time.monotonic() - tried > 3.0:
                tried = time.monotonic()
                self._click_talking_row()
        rows, view = window.calls.model.rowCount(), window.calls.view
        self.watch.fault(
            f"no click is heard at the end: {rows} rows, seen {view.visible_rows()} "
            f"in {view.size()}, open {left_open(window)}: {self.watch.state()}"
        )

    def _click_talking_row(self) -> None:
        view, model = self._window.calls.view, self._window.calls.model
        talking = [
            place
            for place in range(model.rowCount())
            if (row := model.row_at(place)) and row.roster.status == "progressing"
        ]
        if talking:
            index = model.index(self._chance.choice(talking), 1)
            view.scrollTo(index)
            reach.click(view.viewport(), view.visualRect(index).center())

    def told(self) -> dict[str, Any]:
        """What came of it."""
        steps = [] if not self.watch.faults else list(self._hand.steps)
        return {
            "seed": self._setup["seed"], "steps": self._number,
            "faults": self.watch.faults[:3], "last": steps,
            "stock": self.stock, "longest_s": round(self.watch.longest_s, 3),
            "slow": self.watch.longest_s > STUCK_S,
        }  # fmt: skip


def _live(ms: int) -> None:
    """Let the window go on for so long."""
    end = time.monotonic() + ms / 1000.0
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.002)


def main() -> int:
    """Run the session of the set-up."""
    faulthandler.enable()
    setup = json.loads(sys.stdin.readline())
    engine = WatchedEngine()
    run = Run(setup, engine)

    def start() -> WatchedEngine:
        engine.start()
        return engine

    app.run(
        start,
        sign_in=SignIn(**setup["sign_in"]),
        kept=app.remember(Path(setup["folder"]), Path(setup["folder"]) / "policy.toml"),
        ready=run.begin,
    )
    if not run.ended:
        run.watch.fault("the program ended before its time")
    print(json.dumps(run.told()), flush=True)
    return 1 if run.watch.faults else 0


if __name__ == "__main__":
    sys.exit(main())
