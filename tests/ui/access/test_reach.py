"""Everything that can be worked is reached by Tab, and says what it is."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from tests.ui.finding import heard
from voipmon.core.domain.facts import StreamEnded
from voipmon.core.domain.snapshot import (
    EndCause,
    OutputSnapshot,
    OutputState,
    StreamState,
)
from voipmon.ui.keys.sheet import KeySheet

WORKED = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox,
    QLineEdit,
)  # fmt: skip
INSIDE = (QScrollBar, QHeaderView)  # worked through what they belong to
EXPLAINED = (  # by a tool tip; lists and groups explain what is in them
    QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit,
)  # fmt: skip
MOST = 300  # presses of Tab; more means that it goes round without coming back


def worked(root: QWidget) -> list[QWidget]:
    """What a mouse could work now."""
    found = []
    for widget in root.findChildren(QWidget):
        part = widget.parentWidget()
        if not isinstance(widget, WORKED) and not (
            widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            continue
        if isinstance(widget, INSIDE) or isinstance(part, (*INSIDE, *WORKED)):
            continue
        if widget.focusProxy() is not None:  # another one is worked in its place
            continue
        if widget.isVisible() and widget.isEnabled() and widget.window() is root:
            found.append(widget)
    return found


def tabbed(root: QWidget, qtbot) -> list[QWidget]:
    """Where Tab goes, until it is where it began."""
    start = root.focusWidget() or root
    seen: list[QWidget] = []
    for _ in range(MOST):
        qtbot.keyClick(QApplication.focusWidget() or start, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None, "the focus is lost"
        if now in seen:
            return seen
        seen.append(now)
    raise AssertionError("Tab does not come back")


def check(root: QWidget, qtbot) -> None:
    reached = set(tabbed(root, qtbot))
    left_out = [told(w) for w in worked(root) if not is_reached(w, reached)]
    assert not left_out, f"not reached by Tab: {left_out}"
    nameless = [told(w) for w in worked(root) if not described(w)]
    assert not nameless, f"without name, role or tool tip: {nameless}"


def is_reached(widget: QWidget, reached: set[QWidget]) -> bool:
    """Itself, or, of radio buttons, one of its group."""
    group = [widget]
    if isinstance(widget, QAbstractButton) and widget.autoExclusive():
        group = widget.parentWidget().findChildren(type(widget))
    return any(one in reached or one.focusProxy() in reached for one in group)


def described(widget: QWidget) -> bool:
    seen = QAccessible.queryAccessibleInterface(widget)
    nothing = {QAccessible.Role.NoRole}
    if not isinstance(widget, QScrollArea):  # Qt has no role for what only scrolls
        nothing.add(QAccessible.Role.Client)
    return (
        bool(seen.text(QAccessible.Text.Name))
        and seen.role() not in nothing
        and bool(widget.objectName())
        and (bool(widget.toolTip()) or not isinstance(widget, EXPLAINED))
    )


def told(widget: QWidget) -> str:
    seen = QAccessible.queryAccessibleInterface(widget)
    name = seen.text(QAccessible.Text.Name)
    return (
        f"{type(widget).__name__} {widget.objectName()!r} in "
        f"{widget.parentWidget().objectName()!r}: {name!r}, {seen.role().name}, "
        f"tip {widget.toolTip()!r}"
    )


def listen(window, qtbot, count: int) -> None:
    for number in range(1, count + 1):
        window.listening.listen(f"call:c{number}", add=True)
    more = f" + {count - 1} more" if count > 1 else ""
    names = ("Dana Lee", "Marcus Oyelaran", "Priya Nair", "Tom Becker")
    qtbot.waitUntil(lambda: heard(window, names[count - 1] + more))


def test_the_list_alone(window, qtbot):
    check(window, qtbot)


@pytest.mark.parametrize("count", [1, 4])
def test_cards(window, qtbot, count):
    listen(window, qtbot, count)
    check(window, qtbot)


def test_a_lost_call_can_be_tried_again(window, engine, qtbot):
    listen(window, qtbot, 1)
    engine.over[1] = {"state": StreamState.CLOSED, "cause": EndCause.LOST}
    engine.facts.append(StreamEnded(stream_id=1, cause=EndCause.LOST))
    qtbot.waitUntil(lambda: window.state.cards[0].closed)
    qtbot.wait(50)
    check(window, qtbot)


def test_messages(window, engine, qtbot):
    engine.output = OutputSnapshot(
        state=OutputState.PAUSED, device="Headset", offer="Laptop speakers"
    )
    window.notices.say("A sentence.")
    qtbot.waitUntil(lambda: len(window.messages.texts) == 2)
    check(window, qtbot)


def test_each_tab_below(window, qtbot):
    listen(window, qtbot, 1)
    buttons = window.bottom.findChildren(QAbstractButton)
    assert buttons
    for button in buttons:
        button.setChecked(True)
        qtbot.waitUntil(lambda: window.bottom.current is not None)
        check(window, qtbot)


@pytest.mark.parametrize("count", [1, 2])
def test_in_a_card_it_goes_as_the_eye_does(window, qtbot, count):
    listen(window, qtbot, count)
    qtbot.wait(50)
    stops = tabbed(window, qtbot)
    for area in (window.toolbar, *window.cards.widgets):
        inside = [s for s in stops if s is not area and area.isAncestorOf(s)]
        assert inside
        for before, after in pairwise(inside):
            first, second = (seen(stop, window) for stop in (before, after))
            below = second.center().y() > first.bottom()
            right = second.left() >= first.right()
            assert below or right, (told(before), told(after))


def seen(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def test_the_key_sheet(window, qtbot):
    window.show_help()
    sheet = window.findChild(KeySheet)
    qtbot.waitUntil(sheet.isActiveWindow)
    check(sheet, qtbot)


def test_every_page_of_the_settings(window, qtbot):
    window.setup.show()
    dialog = window.findChild(QWidget, "settings_dialog")
    qtbot.waitUntil(dialog.isActiveWindow)
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        dialog.list.setFocus()
        check(dialog, qtbot)


def test_the_sign_in(window, engine, qtbot):
    window.account.sign_in()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    qtbot.waitUntil(dialog.isActiveWindow)
    check(dialog, qtbot)
    dialog.reject()
