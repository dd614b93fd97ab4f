"""Keys of the window: once per press, letters only where they belong."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from voipmon.ui import keyboard


def active(qtbot: QtBot, window: QWidget) -> None:
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()


def test_a_letter_belongs_to_lists_not_to_fields(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    part, field = QPushButton(), QLineEdit()
    row = QHBoxLayout(window)
    row.addWidget(part)
    row.addWidget(field)
    done: list[str] = []
    keyboard.bind_letter((part,), "V", lambda: done.append("v"))
    active(qtbot, window)
    part.setFocus()
    qtbot.keyClick(part, Qt.Key.Key_V)
    assert done == ["v"]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_V)
    assert done == ["v"]
    assert field.text() == "v"


def test_f6_goes_round_both_ways(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    stops = [QPushButton(str(n)) for n in range(3)]
    for stop in stops:
        row.addWidget(stop)
    active(qtbot, window)
    parts = [(stop, stop) for stop in stops]
    stops[0].setFocus()
    seen = []
    for step in (1, 1, 1, -1):
        keyboard.cycle(parts, step)
        seen.append(window.focusWidget().text())
    assert seen == ["1", "2", "0", "2"]


def test_tab_goes_as_told_not_as_made(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    box = QWidget()
    inside = [QPushButton("2", box), QPushButton("3", box)]
    first, last = QPushButton("1"), QPushButton("4")
    for widget in (last, box, first):
        row.addWidget(widget)
    keyboard.chain((first, box, last))
    seen = []
    stop = first
    for _ in range(4):
        seen.append(stop.text())
        stop = stop.nextInFocusChain()
        while stop not in {first, *inside, last}:
            stop = stop.nextInFocusChain()
    assert seen == ["1", "2", "3", "4"]
    assert stop is first


def test_cards_by_number(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    chosen: list[int] = []
    keyboard.bind_cards(window, chosen.append)
    active(qtbot, window)
    for key in (Qt.Key.Key_1, Qt.Key.Key_4):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert chosen == [0, 3]
