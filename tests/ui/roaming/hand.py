"""The hand: each method of `Hand` is one step, chosen by chance."""

import random
import string
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractSlider,
    QApplication,
    QHeaderView,
    QLineEdit,
    QMenu,
    QSplitterHandle,
    QTabBar,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from tests.ui.roaming import reach
from voipmon.app import bring_forward
from voipmon.ui.keys.actions import ACTIONS
from voipmon.ui.main_window import MainWindow

_SIZES = ((1024, 640), (1024, 640), (1300, 860), (1180, 700))
_MOVES = ("Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown", "Tab",
          "Shift+Tab", "Space", "Return", "Esc", "Del", "Alt+Down",
          "Ctrl+A")  # fmt: skip
_BURSTS = ("N", "N Shift+N", "S", "R L", "Shift+R . N", "M Esc", "Ctrl+M", "[ ]",
           "Ctrl+Return Down", "Ctrl+1 Ctrl+2 Ctrl+0", "Esc", "Ctrl+Shift+S N",
           "Ctrl+Shift+M", "V Shift+V", "F5", "F1 Esc", "Ctrl+, Esc")  # fmt: skip
_TOOL_EVERY = 50  # steps by xdotool
_TOOL_MS = 40  # until its events are here
_HIDDEN_STEPS = 3


class Hand:
    """Does one thing after another.

    Attributes:
        steps: What was done last, in words.
        pause_ms: How long to let the window live after the last step.
    """

    def __init__(self, window: MainWindow, chance: random.Random) -> None:
        self._window = window
        self._chance = chance
        self._tool = reach.Tool()
        self._away = 0  # steps until a hidden window comes back
        self.steps: deque[str] = deque(maxlen=20)
        self.pause_ms = 0
        self._ways: dict[Callable[[], str], int] = {
            self._click_part: 22,
            self._click_anything: 6,
            self._click_row: 16,
            self._key_of_table: 22,
            self._burst: 3,
            self._plain_key: 12,
            self._write: 4,
            self._slide: 6,
            self._drag_split: 2,
            self._header: 2,
            self._choose_tab: 3,
            self._choose_theme: 1,
            self._resize: 2,
            self._go_away: 1,
            self._close: 1,
            self._sign_out: 1,
        }

    def act(self, number: int) -> None:
        """Do the next thing."""
        self.pause_ms = 0
        if self._away:
            self._away -= 1
            if not self._away:
                bring_forward(self._window)
                self._note(number, "bring the window back")
            return
        if reach.top() is None:
            bring_forward(self._window)
        if number % _TOOL_EVERY == 0:
            said = self._by_tool()
        else:
            ways, weights = zip(*self._ways.items(), strict=True)
            way = self._chance.choices(ways, weights)[0]
            self.steps.append(f"{number}: {way.__name__[1:]} …")  # it may not return
            try:
                said = way()
            except RuntimeError:  # Python knew an object that Qt has deleted
                said = f"{way.__name__[1:]}: gone already"
            if self.steps and self.steps[-1].endswith("…"):
                self.steps.pop()
        self._note(number, said)

    def close(self) -> None:
        """Put the tools away."""
        self._tool.close()

    def escape(self, dialog: QWidget | None = None) -> None:
        """Close one thing that is open, or this."""
        front = (
            dialog
            or QApplication.activePopupWidget()
            or QApplication.activeModalWidget()
        )
        self._press("Esc", front)

    def _note(self, number: int, said: str) -> None:
        self.steps.append(f"{number}: {said}")

    # -- clicks ----------------------------------------------------------------------

    def _click_part(self) -> str:
        return self._click_one(reach.touchable(self._front()))

    def _click_anything(self) -> str:
        return self._click_one(reach.anything(self._front()))

    def _click_one(self, parts: list[QWidget]) -> str:
        part = self._chance.choice(parts) if parts else self._front()
        held = self._chance.choices((reach.PLAIN, reach.CTRL, reach.SHIFT), (8, 1, 1))
        double = self._chance.random() < 0.08
        said = f"click {_name(part)} {held[0].name} {'twice' if double else ''}"
        reach.click(part, reach.spot(part, self._chance), held[0], double=double)
        return said

    def _click_row(self) -> str:
        view = self._window.calls.view
        first, last = view.visible_rows()
        if self._front() is not self._window or last < first:
            return "no row to click"
        place, column = self._chance.randint(first, last), self._chance.randint(0, 3)
        at = view.visualRect(view.model().index(place, column)).center()
        held = self._chance.choices((reach.PLAIN, reach.CTRL, reach.SHIFT), (4, 5, 1))
        double = self._chance.random() < 0.1
        reach.click(view.viewport(), at, held[0], double=double)
        return f"click row {place} {held[0].name} {'twice' if double else ''}"

    def _slide(self) -> str:
        found = reach.touchable(self._front(), (QAbstractSlider,))
        if not found:
            return "no slider"
        part = self._chance.choice(found)
        at = reach.spot(part, self._chance)
        if self._chance.random() < 0.5:
            notches = self._chance.choice((-5, -1, 1, 5))
            reach.wheel(part, at, notches)
            return f"wheel {notches} on {_name(part)}"
        by = QPoint(self._chance.randint(-60, 60), self._chance.randint(-60, 60))
        reach.drag(part, at, by)
        return f"drag {_name(part)} by {by.toTuple()}"

    def _drag_split(self) -> str:
        found = reach.touchable(self._front(), (QSplitterHandle,))
        if not found:
            return "nothing to split"
        part = self._chance.choice(found)
        by = QPoint(self._chance.randint(-300, 300), self._chance.randint(-200, 200))
        reach.drag(part, part.rect().center(), by)
        return f"drag {_name(part)} by {by.toTuple()}"

    def _header(self) -> str:
        found = reach.touchable(self._front(), (QHeaderView,))
        if not found:
            return "no header"
        part = self._chance.choice(found).viewport()
        at = reach.spot(part, self._chance)
        if self._chance.random() < 0.5:
            reach.click(part, at)
            return f"click header at {at.x()}"
        by = QPoint(self._chance.randint(-150, 150), 0)
        reach.drag(part, at, by)
        return f"drag header at {at.x()} by {by.x()}"

    def _choose_tab(self) -> str:
        bars = reach.touchable(self._front(), (QTabBar,))
        names = ("quality_tab", "marks_tab", "activity_tab")
        tabs = [
            part
            for part in reach.touchable(self._front(), (QToolButton,))
            if part.objectName() in names
        ]
        return self._click_one([*bars, *tabs])

    def _choose_theme(self) -> str:
        """The menu is opened; what follows is up to the next steps."""
        button = self._window.findChild(QToolButton, "theme_button")
        if self._front() is self._window and button is not None:
            reach.click(button, button.rect().center())
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            for _ in range(self._chance.randint(1, 3)):
                self._press("Down", menu)
            self._press("Return", menu)
        return "choose a theme"

    # -- keys ------------------------------------------------------------------------

    def _key_of_table(self) -> str:
        keys = [a.key or a.always for a in ACTIONS if a.id != "quit"]
        text = self._chance.choice(keys)
        self._press(text)
        return f"key {text}"

    def _burst(self) -> str:
        keys = self._chance.choice(_BURSTS)
        if not isinstance(QApplication.focusWidget(), QLineEdit):
            self._window.calls.view.setFocus()
        count = self._chance.randint(3, 12)
        for _ in range(count):
            for text in keys.split():
                self._press(text)
        return f"{count} times {keys}"

    def _plain_key(self) -> str:
        text = self._chance.choice(_MOVES)
        self._press(text)
        return f"key {text}"

    def _write(self) -> str:
        fields = reach.touchable(self._front(), (QLineEdit,))
        if fields and self._chance.random() < 0.7:
            self._click_one(fields)
        text = "".join(self._chance.choices(string.printable[:-5], k=6))
        reach.write(QApplication.focusWindow(), text)
        return f"type {text!r}"

    def _press(self, text: str, into: QWidget | None = None) -> None:
        found = QKeySequence(text)
        if not found.count():
            return
        window = reach.handle(into) if into else QApplication.focusWindow()
        reach.key(window, found[0].key(), found[0].keyboardModifiers())

    # -- the window ------------------------------------------------------------------

    def _resize(self) -> str:
        wide, high = self._chance.choice(_SIZES)
        if self._chance.random() < 0.2:
            self._window.showMaximized()
            return "maximise"
        self._window.showNormal()
        self._window.resize(wide, high)
        return f"resize to {wide} x {high}"

    def _go_away(self) -> str:
        self._away = _HIDDEN_STEPS
        self.pause_ms = 20
        if self._chance.random() < 0.5:
            self._window.hide()
            return "hide the window"
        self._window.showMinimized()
        return "minimise the window"

    def _close(self) -> str:
        """What is in front, or the window, which stays by the watch's will."""
        front = self._front()
        front.close()
        return f"close {_name(front)}"

    def _sign_out(self) -> str:
        """Now and then: it takes all calls away."""
        button = self._window.findChild(QToolButton, "account_button")
        if button is None or self._chance.random() < 0.6:
            return "look at the window"
        reach.click(button, button.rect().center())
        return "sign out, or in"

    def _by_tool(self) -> str:
        """The same through the X server."""
        self.pause_ms = _TOOL_MS
        if self._chance.random() < 0.4:
            name = self._chance.choice(("n", "r", "m", "s", "Escape", "Down", "F6"))
            self._tool.say(f"key {name}")
            return f"xdotool key {name}"
        parts = reach.touchable(self._front())
        if not parts:
            return "nothing to click"
        part = self._chance.choice(parts)
        ctrl = self._chance.random() < 0.3
        self._tool.click(part, reach.spot(part, self._chance), ctrl=ctrl)
        return f"xdotool click {_name(part)}{' with Ctrl' if ctrl else ''}"

    def _front(self) -> QWidget:
        return reach.top() or self._window


def _name(part: QWidget) -> str:
    """Where it is, in words: its name and that of what it lies in."""
    names = []
    at: QWidget | None = part
    while at is not None and isValid(at) and len(names) < 3:
        if at.objectName():
            names.append(at.objectName())
        at = at.parentWidget()
    return f"{type(part).__name__} {' in '.join(names)}"
