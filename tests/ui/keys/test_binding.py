"""Keys act where they belong, once per press, and follow the settings."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSlider,
    QWidget,
)

from voipmon.ui.keys.binding import Binding
from voipmon.ui.keys.keymap import Keymap
from voipmon.ui.preferences import Preferences


class Bench(QWidget):
    """A list, cards with controls in them, and a field beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.calls, self.cards, self.field = QListWidget(), QWidget(), QLineEdit()
        self.calls.addItems(["Marcus", "Vera"])
        self.slider, self.button = QSlider(), QPushButton("mute")
        self.inner = QLineEdit()
        row, inside = QHBoxLayout(self), QHBoxLayout(self.cards)
        for widget in (self.slider, self.button, self.inner):
            inside.addWidget(widget)
        for widget in (self.calls, self.cards, self.field):
            row.addWidget(widget)
        self.binding = Binding(self, self.calls, self.cards)
        self.done: list[str] = []
        for name in ("volume.down", "scan", "search", "list.listen"):
            self.binding.bind(name, lambda name=name: self.done.append(name))


@pytest.fixture
def bench(qtbot):
    made = Bench()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def hold(widget: QWidget, key: Qt.Key, text: str) -> None:
    """A press that repeats three times before the key is let go."""
    down, up = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
    none = Qt.KeyboardModifier.NoModifier
    for repeat in (False, True, True, True):
        QApplication.sendEvent(widget, QKeyEvent(down, key, none, text, repeat))
    QApplication.sendEvent(widget, QKeyEvent(up, key, none, text))


@pytest.mark.parametrize("name", ["calls", "slider", "button"])
def test_a_letter_acts_in_list_and_cards_whatever_has_the_focus(bench, qtbot, name):
    part = getattr(bench, name)
    part.setFocus()
    qtbot.keyClick(part, Qt.Key.Key_S)
    assert bench.done == ["scan"]


@pytest.mark.parametrize("name", ["field", "inner"])
def test_a_text_field_keeps_its_letters(bench, qtbot, name):
    part = getattr(bench, name)
    part.setFocus()
    qtbot.keyClicks(part, "sv")
    assert part.text() == "sv"
    assert not bench.done


def test_enter_is_the_lists(bench, qtbot):
    bench.calls.setFocus()
    qtbot.keyClick(bench.calls, Qt.Key.Key_Return)
    qtbot.keyClick(bench.calls, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert bench.done == ["list.listen"] * 2
    for part in (bench.button, bench.slider, bench.field):
        part.setFocus()
        qtbot.keyClick(part, Qt.Key.Key_Return)
    assert bench.done == ["list.listen"] * 2


def test_space_presses_the_button_only(bench, qtbot):
    pressed: list[int] = []
    bench.button.clicked.connect(lambda: pressed.append(1))
    bench.button.setFocus()
    qtbot.keyClick(bench.button, Qt.Key.Key_Space)
    assert len(pressed) == 1
    assert not bench.done


def test_only_what_may_repeat_does(bench):
    bench.calls.setFocus()
    hold(bench.calls, Qt.Key.Key_V, "v")
    hold(bench.calls, Qt.Key.Key_S, "s")
    assert bench.done.count("volume.down") == 4
    assert bench.done.count("scan") == 1
    assert bench.calls.currentItem().text() == "Marcus", "it must not type ahead"


def test_only_what_is_bound_is_listed(bench):
    ids = [action.id for action in bench.binding.bound]
    assert ids == ["list.listen", "search", "volume.down", "scan"]


def test_it_follows_the_settings(bench, qtbot):
    preferences = Preferences()
    preferences.change("keys", scan="F8")
    bench.binding.follow(preferences)
    bench.calls.setFocus()
    qtbot.keyClick(bench.calls, Qt.Key.Key_F8)
    qtbot.keyClick(bench.calls, Qt.Key.Key_S)
    assert bench.done == ["scan"]
    with qtbot.waitSignal(bench.binding.changed):
        preferences.restore("keys")
    qtbot.keyClick(bench.calls, Qt.Key.Key_S)
    qtbot.keyClick(bench.calls, Qt.Key.Key_F8)
    assert bench.done == ["scan"] * 2


def test_another_setting_leaves_the_keys_alone(bench, qtbot):
    preferences = Preferences()
    bench.binding.follow(preferences)
    with qtbot.assertNotEmitted(bench.binding.changed):
        preferences.change("notices", enabled=False)


def test_tool_tips_name_the_key_of_now(bench):
    from voipmon.ui.keys import hints

    hints.put(bench.button, "Search", "search")
    assert bench.button.toolTip() == "Search (Ctrl+F)"
    bench.binding.use(Keymap({"search": "F9"}))
    assert bench.button.toolTip() == "Search (F9)"
    bench.binding.use(Keymap())


def test_what_acts_everywhere_acts_in_a_modal_dialog_once(bench, qtbot):
    for name in ("panic", "volume.down"):
        bench.binding.bind(name, lambda name=name: bench.done.append(name))
    dialog = QDialog(bench)
    field = QLineEdit(dialog)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    for _ in range(2):  # the focus comes, goes and comes back
        field.setFocus()
        dialog.setFocus()
    field.setFocus()
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(field, Qt.Key.Key_S, held)
    qtbot.keyClick(field, Qt.Key.Key_V)
    assert bench.done == ["panic"]
    dialog.done(0)
    bench.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is bench)
    bench.calls.setFocus()
    qtbot.keyClick(bench.calls, Qt.Key.Key_S, held)
    assert bench.done == ["panic", "panic"]
