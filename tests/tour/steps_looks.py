"""What is only looked at: the link-quality tab, the dark theme."""

import time

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.tour.report import CheckError
from tests.tour.visitor import Visitor

DARK, LIGHT = 90.0, 150.0  # mean lightness of 255: below is dark, above is light
DRAW_S = 1.2  # until a second of history is drawn


def link_quality(visitor: Visitor) -> None:
    """Curves and figures of the selected card."""
    with visitor.report.check("link quality") as detail:
        visitor.click("quality_tab")
        visitor.see(lambda: visitor.eye.shown("quality_page"), "the page")
        text = visitor.see(
            lambda: visitor.read.words("quality_headline"), "its headline"
        )
        detail.append(text)
        time.sleep(DRAW_S)
    with visitor.report.check("link quality copied as text") as detail:
        visitor.hand.key("ctrl+c")
        copied = visitor.see(_copied, "the report on the clipboard")
        for words in ("Quality: ", "Concealed, all: ", "a line for each"):
            if words not in copied:
                raise CheckError(f"no {words!r} in the copied text")
        detail.append(f"{len(copied.splitlines())} lines")


def _copied() -> str:
    text = QGuiApplication.clipboard().text()
    return text if "link quality of a" in text else ""


def dark_theme(visitor: Visitor) -> None:
    """And back."""
    with visitor.report.check("dark theme") as detail:
        light = visitor.eye.ask(visitor.read.brightness)
        _choose(visitor, "theme_dark")
        visitor.see(lambda: visitor.read.brightness() < DARK, "a dark window")
        dark = visitor.eye.ask(visitor.read.brightness)
        detail.append(f"mean lightness {light:.0f}, dark {dark:.0f} of 255")
        if light < LIGHT:
            raise CheckError("the window was not light before")
    with visitor.report.check("light theme") as detail:
        _choose(visitor, "theme_light")
        visitor.see(lambda: visitor.read.brightness() > LIGHT, "a light window")
        visitor.click("quality_tab")
        visitor.see(lambda: not visitor.eye.shown("quality_page"), "the tab closed")


def choose_theme(name: str) -> None:
    """Choose it without the mouse; a menu would hide a dialog. On the GUI thread."""
    for top in QApplication.topLevelWidgets():
        action = top.findChild(QAction, f"theme_{name}")
        if action is not None:
            action.trigger()


def _choose(visitor: Visitor, action: str) -> None:
    visitor.click("theme_button")
    place = visitor.see(lambda: visitor.read.menu_place(action), "the menu")
    visitor.hand.click(*place)
