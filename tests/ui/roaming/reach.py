"""What a hand could touch now, and where; events as the window system gives them."""

import os
import random
import subprocess

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QSplitterHandle,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
_TOUCHED = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QSplitterHandle,
    QTabBar,
)
# A file dialog is Qt's own; a closed window ends the run before its time; and signing
# out has a step of its own, as it would otherwise leave little to do.
_NOT = {"close_quit_button", "ca_browse_button", "account_button"}


def top() -> QWidget | None:
    """The window in front: a menu, a dialog, or the main window."""
    front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    return front or QApplication.activeWindow()


def touchable(inside: QWidget, kinds: tuple[type, ...] = _TOUCHED) -> list[QWidget]:
    """Enabled widgets of `inside` of which something can be seen."""
    found = [part for kind in kinds for part in inside.findChildren(kind)]
    if isinstance(inside, kinds):
        found.append(inside)
    return [part for part in found if _seen(part, inside)]


def _seen(part: QWidget, inside: QWidget) -> bool:
    return (
        isValid(part)  # Python may still know another one that was at this address
        and part.isVisible()
        and part.isEnabled()
        and part.window() is inside.window()
        and part.objectName() not in _NOT
        and not part.visibleRegion().isEmpty()
    )


def anything(inside: QWidget) -> list[QWidget]:
    """Also what only shows: labels, meters, strips, cards."""
    return [
        part
        for part in inside.findChildren(QWidget)
        if not isinstance(part, QLabel) and _seen(part, inside)
    ]


def spot(part: QWidget, chance: random.Random) -> QPoint:
    """A point of what can be seen of it, in its coordinates."""
    seen = part.visibleRegion().boundingRect()
    if seen.isEmpty():
        return QPoint()
    return QPoint(
        chance.randint(seen.left(), seen.right()),
        chance.randint(seen.top(), seen.bottom()),
    )


def handle(part: QWidget) -> QWindow | None:
    """The window that the events of a widget go to."""
    return part.window().windowHandle()


def click(
    part: QWidget,
    at: QPoint,
    held: Qt.KeyboardModifier = PLAIN,
    *,
    double: bool = False,
) -> None:
    """Press and let go of the left button."""
    window = handle(part)
    if window is None:
        return
    act = QTest.mouseDClick if double else QTest.mouseClick
    act(window, LEFT, held, part.mapTo(part.window(), at))


def drag(part: QWidget, begin: QPoint, by: QPoint) -> None:
    """Press, move in three steps, let go."""
    window = handle(part)
    if window is None:
        return
    start, most = part.mapTo(part.window(), begin), part.window().rect()
    QTest.mousePress(window, LEFT, PLAIN, start)
    for third in (1, 2, 3):
        to = start + by * (third / 3)
        x = min(max(to.x(), most.left()), most.right())
        to = QPoint(x, min(max(to.y(), most.top()), most.bottom()))
        QTest.mouseMove(window, to)
    QTest.mouseRelease(window, LEFT, PLAIN, to)


def wheel(part: QWidget, at: QPoint, notches: int) -> None:
    """Turn the wheel over a widget; Qt Test has none, so this one is sent."""
    event = QWheelEvent(
        QPointF(at), QPointF(part.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, PLAIN, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(part, event)


def key(
    window: QWindow | None, code: Qt.Key, held: Qt.KeyboardModifier = PLAIN
) -> None:
    """Press a key, shortcuts included."""
    if window is not None:
        QTest.keyClick(window, code, held)


def write(window: QWindow | None, text: str) -> None:
    """Type letters."""
    for letter in text:
        if window is not None:
            QTest.keyClick(window, letter)


class Tool:
    """One xdotool for the whole time: the X server's own events."""

    def __init__(self) -> None:
        self._tool = subprocess.Popen(
            ["xdotool", "-"], stdin=subprocess.PIPE, env=os.environ
        )

    def click(self, part: QWidget, at: QPoint, *, ctrl: bool) -> None:
        """Move there, press and let go."""
        there = part.mapToGlobal(at) * part.devicePixelRatioF()
        press = "keydown ctrl click 1 keyup ctrl" if ctrl else "click 1"
        self.say(f"mousemove {there.x()} {there.y()} {press}")

    def say(self, line: str) -> None:
        """Anything else in its words."""
        assert self._tool.stdin is not None
        self._tool.stdin.write(line.encode() + b"\n")
        self._tool.stdin.flush()

    def close(self) -> None:
        """End it."""
        assert self._tool.stdin is not None
        self._tool.stdin.close()
        self._tool.wait(10)
