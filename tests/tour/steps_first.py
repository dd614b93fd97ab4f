"""The first start: a test sound left, right and on both sides."""

import time

from PySide6.QtWidgets import QAbstractButton

from tests.tour.report import CheckError
from tests.tour.visitor import Visitor

SHOWN_S = 8.0
PLAYED_S = 4.0  # longest wait for the test sound to have been played
_SIDES = {"left": (True, False), "right": (False, True), "both": (True, True)}


def first_run(visitor: Visitor) -> None:
    """After the first sign-in: each side by itself, then "I hear it"."""
    visitor.see(lambda: visitor.eye.shown("first_run"), "the first start", SHOWN_S)
    for side, ears in _SIDES.items():
        with visitor.report.check(f"test sound {side}") as detail:
            before = len(visitor.recordings[-1].samples())
            visitor.click(f"test_{side}")
            _wait_for_sound(visitor, before)
            visitor.silence()
            heard = visitor.recordings[-1].samples()[before:]
            got = tuple(bool(ear.any()) for ear in heard.T)
            detail.append(f"left and right ear hear something: {got}")
            if got != ears:
                raise CheckError("on the wrong side")
    with visitor.report.check("first start done") as detail:
        visitor.see(lambda: _enabled(visitor, "first_run_heard"), "'I hear it'")
        visitor.click("first_run_heard")
        words = visitor.see(lambda: _words_at_the_end(visitor), "the words at the end")
        detail.append(words)
    visitor.click("first_run_done")
    visitor.see(lambda: not visitor.eye.shown("first_run"), "no first start")


def _wait_for_sound(visitor: Visitor, first: int) -> None:
    end = time.monotonic() + PLAYED_S
    while not visitor.recordings[-1].samples()[first:].any():
        if time.monotonic() > end:
            raise CheckError("no test sound")
        time.sleep(0.05)


def _enabled(visitor: Visitor, name: str) -> bool:
    return visitor.eye.find(QAbstractButton, name).isEnabled()


def _words_at_the_end(visitor: Visitor) -> str:
    if not visitor.eye.shown("first_run_done"):
        return ""
    words = visitor.read.words("first_run")
    return words if "The microphone is not used." in words else ""
