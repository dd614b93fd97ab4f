"""The settings dialog, used with the mouse and the keyboard."""

import time

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QCheckBox, QComboBox, QListWidget

from tests.tour.eye import middle_of, on_screen
from tests.tour.visitor import Visitor
from voipmon.ui.setup.pages import PAGES

_PLACED_S = 0.3  # until the window manager has put the dialog where it stays
_TICK = 10  # [px] from a check box's left edge to its tick


def open_settings(visitor: Visitor, page: str) -> None:
    """Open the dialog by its key, and turn to a page by a click."""
    if not visitor.eye.ask(lambda: visitor.eye.shown("settings_dialog")):
        visitor.hand.key("ctrl+comma")
        visitor.see(lambda: visitor.eye.in_front("settings_dialog"), "the settings")
        time.sleep(_PLACED_S)
    row = [known.id for known in PAGES].index(page)

    def place() -> tuple[int, int]:
        pages = visitor.eye.find(QListWidget, "settings_pages")
        spot = pages.visualItemRect(pages.item(row)).center()
        return on_screen(pages.viewport(), spot)

    visitor.hand.click(*visitor.eye.ask(place))
    visitor.see(lambda: visitor.eye.shown(f"settings_{page}"), f"the page {page}")


def close_settings(visitor: Visitor) -> None:
    """By Esc."""
    visitor.hand.key("Escape")
    visitor.see(lambda: not visitor.eye.shown("settings_dialog"), "no settings")


def tick(visitor: Visitor, name: str, on: bool) -> None:
    """Click a check box unless it is so already; by its object name."""

    def box() -> QCheckBox:
        return visitor.eye.find(QCheckBox, name)

    if visitor.eye.ask(lambda: box().isChecked()) is not on:

        def place() -> tuple[int, int]:
            found = box()
            return on_screen(found, QPoint(_TICK, found.height() // 2))

        visitor.hand.click(*visitor.eye.ask(place))
        visitor.see(lambda: box().isChecked() is on, f"{name} {on}")


def choose(visitor: Visitor, name: str, row: int) -> None:
    """Choose an entry of a box of choices, counted from the top, by keyboard."""

    def box() -> QComboBox:
        return visitor.eye.find(QComboBox, name)

    visitor.hand.click(*visitor.eye.ask(lambda: middle_of(box())))
    visitor.hand.key("Home", *["Down"] * row, "Return")
    visitor.see(lambda: box().currentIndex() == row, f"{name} at {row}")
