"""The same states at other sizes and in both themes: pictures to be looked at.

Each look is a program of its own, because Qt takes its scale once. Checked is that no
word is cut off; the rest is for the eye.
"""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from tests.tour.beside import Tour, collect, ended_at_last, start
from tests.tour.dialogs import close_settings, open_settings
from tests.tour.platform import Account
from tests.tour.report import CheckError, Report
from tests.tour.secrecy import Watch
from tests.tour.stage import Scenery
from tests.tour.steps_account import sign_in
from tests.tour.steps_looks import choose_theme
from tests.tour.steps_replay import NOTE, write_note
from tests.tour.steps_space import new_calls
from tests.tour.visitor import Visitor
from voipmon.ui.widgets.banner import Banner

LOOKS = {
    "200": Scenery(size=(2720, 1720), factor="2"),
    "small": Scenery(size=(1040, 700)),
    "200-wanted": Scenery(
        factor="", settings="version = 1\n[appearance]\nscale_percent = 200\n"
    ),
}
_AT_ONCE = 3  # no sound is compared, so they may be in each other's way
_DRAWN_S = 0.4  # until a state is painted
_SLACK = 2  # [px] rounding of styles
SMALLEST = (1024, 640)


def take_all(folder: Path, report: Report) -> None:
    """Run every look, some at a time; their checks join the report."""
    waiting = list(LOOKS)
    running: dict[str, Tour] = {}
    with ended_at_last(running):
        while waiting or running:
            while waiting and len(running) < _AT_ONCE:
                name = waiting.pop(0)
                running[name] = start(folder / f"looks-{name}", "--look", name)
            for name, one in list(running.items()):
                if one.poll() is not None:
                    del running[name]
                    collect(report, f"look {name}", folder / f"looks-{name}")
            time.sleep(0.1)


def walk(visitor: Visitor, account: Account, watch: Watch) -> None:
    """Through the states, each in light and dark; on the visitor's thread."""
    del watch
    _smallest(visitor)
    _see(visitor, "sign-in", lambda: visitor.eye.shown("sign_in_dialog"))
    sign_in(visitor, account)
    _see(visitor, "first start", lambda: visitor.eye.shown("first_run"))
    visitor.click("first_run_skip")
    _see(visitor, "list", lambda: len(visitor.read.rows()) > 8)
    keys = new_calls(visitor, 4)
    visitor.click_row(keys[0])
    visitor.heard_card(keys[0])
    _see(visitor, "one call", lambda: visitor.read.card(keys[0]))
    visitor.hand.key("m")
    write_note(visitor, NOTE)
    visitor.click_row(keys[0])
    visitor.hand.key("r")
    visitor.banner("behind live")
    _see(visitor, "replay and marks", lambda: visitor.eye.shown("marks_page"))
    visitor.click("activity_tab")
    _see(visitor, "activity log", lambda: visitor.eye.shown("activity_page"))
    visitor.click("quality_tab")
    _see(visitor, "link quality", lambda: visitor.eye.shown("quality_page"))
    visitor.click("quality_tab")
    for key in keys[1:]:
        visitor.click_row(key, ctrl=True)
    for key in keys:
        visitor.heard_card(key)
    _see(visitor, "four calls", lambda: len(visitor.read.cards()) == 4)
    open_settings(visitor, "listening")
    _see(visitor, "settings", lambda: visitor.eye.shown("settings_listening"))
    open_settings(visitor, "keys")
    _see(visitor, "keys", lambda: visitor.eye.shown("settings_keys"))
    close_settings(visitor)
    visitor.hand.key("F1")
    _see(visitor, "sheet", lambda: visitor.eye.shown("help_sheet"))
    visitor.hand.key("Escape")


def _smallest(visitor: Visitor) -> None:
    """On a small display the window is as small as may be."""

    def shrink() -> None:
        window = visitor.eye.find(QMainWindow, "main_window")
        room = window.screen().availableSize()
        if window.devicePixelRatioF() == 1 and room.width() < 1.2 * SMALLEST[0]:
            window.resize(*SMALLEST)

    visitor.eye.ask(shrink)


def _see(visitor: Visitor, name: str, shown: Callable[[], object]) -> None:
    """A picture in light and one in dark; no word is cut off."""
    for theme in ("light", "dark"):
        with visitor.report.check(f"{name} {theme}") as detail:
            visitor.eye.ask(lambda t=theme: choose_theme(t))
            visitor.see(shown, name)
            time.sleep(_DRAWN_S)
            words = visitor.eye.ask(cut_words)
            if words:
                raise CheckError("cut off: " + "; ".join(words))
            detail.append("no word is cut off")


def cut_words() -> list[str]:
    """Words of the window in front that have less room than they need.

    What is cut with dots and told by its tool tip counts as told.
    """
    front = QApplication.activeWindow()
    found = []
    for widget in front.findChildren(QWidget) if front else ():
        if not widget.isVisible() or widget.window() is not front:
            continue
        if _is_cut(widget):
            text = getattr(widget, "text", str)()
            within = widget.parentWidget().objectName()
            found.append(f"{widget.objectName() or within} {text!r}")
    return found


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QScrollArea):
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        wide = widget.horizontalScrollBar().maximum() > 0
        return wide and widget.horizontalScrollBarPolicy() is off
    if isinstance(widget, Banner):  # cut with dots, all of it in the tool tip
        return False
    if isinstance(widget, QLabel):
        return bool(widget.text()) and _label_is_cut(widget)
    if isinstance(widget, QAbstractButton | QComboBox):
        inside_a_field = isinstance(widget.parentWidget(), QLineEdit)
        wanted = widget.minimumSizeHint()
        return not inside_a_field and (
            widget.width() + _SLACK < wanted.width()
            or widget.height() + _SLACK < wanted.height()
        )
    return False


def _label_is_cut(label: QLabel) -> bool:
    gives_way = label.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
    wanted = label.sizeHint()
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + _SLACK
    narrow = label.width() + _SLACK < wanted.width()
    if gives_way and label.toolTip():
        narrow = False
    return narrow or label.height() + _SLACK < wanted.height()
