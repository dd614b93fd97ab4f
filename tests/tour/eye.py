"""A person's eye: what the window shows, read on the GUI thread for another thread."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from tests.tour.report import CheckError

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)
_ANSWER_S = 10.0  # longest time the GUI thread may need to answer
_LOOK_S = 0.03  # between two looks


class InterruptedTourError(Exception):
    """Somebody asked the tour to end."""


class Eye(QObject):
    """Made on the GUI thread, used by the visitor's thread."""

    _asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.closed = False  # True: nobody answers any more
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def ask(self, question: Callable[[], T]) -> T:
        """Run `question` on the GUI thread; returns (or raises) what it did."""
        if self.closed:
            raise InterruptedTourError
        future: Future[T] = Future()
        self._asked.emit((question, future))
        return future.result(_ANSWER_S)

    @Slot(object)
    def _answer(self, job: tuple[Callable[[], Any], Future[Any]]) -> None:
        question, future = job
        try:
            future.set_result(question())
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked
            future.set_exception(error)

    def wait(self, condition: Callable[[], T], timeout_s: float, what: str) -> T:
        """Look until `condition` (on the GUI thread) is true; returns its value."""
        deadline = time.monotonic() + timeout_s
        while not (value := self.ask(condition)):
            if time.monotonic() > deadline:
                raise CheckError(f"not within {timeout_s:g} s: {what}")
            time.sleep(_LOOK_S)
        return value

    def find(self, kind: type[W], name: str) -> W:
        """Give the visible widget with this object name. On the GUI thread only."""
        for top in QApplication.topLevelWidgets():
            for widget in (top, *top.findChildren(QWidget)):
                named = widget.objectName() == name
                if named and isinstance(widget, kind) and widget.isVisible():
                    return widget
        raise CheckError(f"the window shows no {name}")

    def shown(self, name: str) -> bool:
        """Whether a widget with this object name is visible. On the GUI thread only."""
        try:
            self.find(QWidget, name)
        except CheckError:
            return False
        return True

    def in_front(self, name: str) -> bool:
        """Whether this window has the keyboard. On the GUI thread only."""
        front = QApplication.activeWindow()
        return front is not None and front.objectName() == name

    def middle(self, name: str) -> tuple[int, int]:
        """Screen place of a widget's middle; any thread."""
        return self.ask(lambda: middle_of(self.find(QWidget, name)))


def middle_of(widget: QWidget) -> tuple[int, int]:
    """Screen place of a widget's middle [px]. On the GUI thread only."""
    return on_screen(widget, widget.rect().center())


def on_screen(widget: QWidget, at: QPoint) -> tuple[int, int]:
    """Screen place [px] of a point in a widget, also where Qt scales everything."""
    point = widget.mapToGlobal(at) * widget.devicePixelRatioF()
    return point.x(), point.y()
