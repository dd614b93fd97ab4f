"""While it scans, any key or click in the program stops it; the S key only once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from tests.ui.test_hopping import Desk
from voipmon.ui.scan_stop import ScanStop


@pytest.fixture
def desk(engine, state, theme, qtbot):
    made = Desk(engine, state, theme)
    qtbot.addWidget(made.messages)
    made.listening.listen("call:c1", add=False)
    return made


@pytest.fixture
def stop(desk, qapp):
    made = ScanStop(desk.hopping, qapp)
    yield made
    desk.hopping.stop_scan()
    made.follow()
    made.deleteLater()


@pytest.fixture
def place(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_a_key_stops_it(desk, stop, place, qtbot):
    desk.hopping.toggle_scan()
    stop.follow()
    qtbot.keyClick(place, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not desk.hopping.scanning)


def test_a_click_stops_it(desk, stop, place, qtbot):
    desk.hopping.toggle_scan()
    stop.follow()
    qtbot.mouseClick(place, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.hopping.scanning)


def test_moving_the_pointer_does_not(desk, stop, place, qtbot, qapp):
    desk.hopping.toggle_scan()
    stop.follow()
    qtbot.mouseMove(place)
    qapp.processEvents()
    assert desk.hopping.scanning


def test_the_key_that_switches_it_off_does_not_switch_it_on_again(
    desk, stop, place, qtbot, qapp
):
    shortcut = QShortcut(QKeySequence("S"), place)
    shortcut.activated.connect(desk.hopping.toggle_scan)
    qtbot.keyClick(place, Qt.Key.Key_S)
    stop.follow()
    assert desk.hopping.scanning
    qtbot.keyClick(place, Qt.Key.Key_S)
    qapp.processEvents()
    assert not desk.hopping.scanning


def test_it_watches_only_while_it_scans(desk, stop, place, qtbot, qapp):
    stop.follow()
    qtbot.keyClick(place, Qt.Key.Key_Down)
    qapp.processEvents()
    desk.hopping.toggle_scan()
    assert desk.hopping.scanning
