"""The field takes keys instead of typing them, but nobody is caught in it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from voipmon.ui.keys.capture import CaptureField

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def field(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    made = CaptureField()
    row.addWidget(made)
    row.addWidget(QPushButton("after"))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made.setFocus()
    made.taken = []
    made.captured.connect(made.taken.append)
    yield made
    del window


def test_keys(field, qtbot):
    qtbot.keyClick(field, Qt.Key.Key_R)
    qtbot.keyClick(field, Qt.Key.Key_R, SHIFT)
    qtbot.keyClick(field, Qt.Key.Key_F9)
    qtbot.keyClick(field, Qt.Key.Key_K, CTRL | SHIFT)
    qtbot.keyClick(field, Qt.Key.Key_Enter, CTRL)
    assert field.taken == ["R", "Shift+R", "F9", "Ctrl+Shift+K", "Ctrl+Return"]
    assert field.text() == ""


def test_shift_that_only_makes_the_symbol_is_no_part_of_the_key(field, qtbot):
    qtbot.keyClick(field, "?", SHIFT)
    assert field.taken == ["?"]


def test_a_modifier_alone_is_none(field, qtbot):
    qtbot.keyClick(field, Qt.Key.Key_Control)
    assert field.taken == []


def test_no_shortcut_acts_on_what_is_meant_for_it(field, qtbot):
    done: list[int] = []
    shortcut = QShortcut(QKeySequence("F5"), field.window())
    shortcut.activated.connect(lambda: done.append(1))
    qtbot.keyClick(field, Qt.Key.Key_F5)
    assert field.taken == ["F5"]
    assert not done


def test_tab_goes_on(field, qtbot):
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.taken == []
    assert not field.hasFocus()


def test_esc_is_the_dialogs(field, qtbot):
    done: list[int] = []
    shortcut = QShortcut(QKeySequence("Esc"), field.window())
    shortcut.activated.connect(lambda: done.append(1))
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert done
    assert field.taken == []
