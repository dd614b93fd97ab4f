"""The sheet names every key there is, as it is now, and fits the window."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from voipmon.ui.keys.actions import ACTIONS, FIXED
from voipmon.ui.keys.keymap import Keymap
from voipmon.ui.keys.sheet import KeySheet, groups


@pytest.fixture
def behind(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1024, 640)
    made.show()
    return made


def words(sheet: KeySheet) -> list[str]:
    return [label.text() for label in sheet.findChildren(QLabel)]


def test_every_key_is_on_it(behind):
    shown = words(KeySheet(behind, ACTIONS, Keymap()))
    keymap = Keymap()
    for action in ACTIONS:
        assert shown[shown.index(action.label) - 1] == keymap.text(action.id)
    for _group, keys, meaning in FIXED:
        assert shown[shown.index(meaning) - 1] == keys


def test_a_changed_key_is_told_and_the_old_one_not(behind):
    keymap = Keymap({"refresh": "Ctrl+K", "scan": "", "stop": "F9"})
    shown = words(KeySheet(behind, ACTIONS, keymap))
    assert "F5" not in shown
    assert "Ctrl+K" in shown
    assert "S" not in shown
    assert {"F9", "Esc"} <= set(shown)


def test_what_the_window_cannot_do_is_not_on_it(behind):
    some = [action for action in ACTIONS if not action.id.startswith("replay")]
    found = groups(some, Keymap())
    assert "Replay" not in found
    assert "Window" in found


def test_it_fits_the_smallest_window(behind, qtbot):
    sheet = KeySheet(behind, ACTIONS, Keymap())
    with qtbot.waitExposed(sheet):
        sheet.show()
    QApplication.processEvents()  # the layout of what is scrolled
    page = sheet.findChild(QWidget, "help_page")
    room = sheet.findChild(QScrollArea, "help_scroll").viewport().size()
    assert page.height() <= room.height()
    assert page.width() <= room.width()
    assert sheet.height() <= 640
    assert sheet.width() <= 1024


def test_at_twice_the_size_it_scrolls_and_close_stays_in_sight(behind, qapp):
    usual = qapp.font()
    large = qapp.font()
    large.setPointSizeF(usual.pointSizeF() * 2)
    try:
        qapp.setFont(large)
        sheet = KeySheet(behind, ACTIONS, Keymap())
        sheet.show()
        scroll = sheet.findChild(QScrollArea, "help_scroll")
        assert scroll.verticalScrollBar().maximum() > 0
        close = sheet.findChild(QPushButton, "help_close")
        assert close.mapTo(sheet, QPoint(0, close.height())).y() <= sheet.height()
        assert sheet.width() <= 1024
    finally:
        qapp.setFont(usual)
