"""Where F6 and Tab go."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from voipmon.ui import focus_order


def active(qtbot: QtBot, window: QWidget) -> None:
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()


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
        focus_order.cycle(parts, step)
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
    focus_order.chain((first, box, last))
    seen = []
    stop = first
    for _ in range(4):
        seen.append(stop.text())
        stop = stop.nextInFocusChain()
        while stop not in {first, *inside, last}:
            stop = stop.nextInFocusChain()
    assert seen == ["1", "2", "3", "4"]
    assert stop is first
