"""The list of outputs, as devices come and go."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.scripted import DEVICES, PLAYING, snapshot
from voipmon.core.domain.facts import Device, DevicesChanged
from voipmon.core.domain.snapshot import OutputState
from voipmon.ui.devices.chooser import OutputList

USB = Device(name="usb", host_api="pulse", description="USB headset")


@pytest.fixture
def chosen():
    return []


@pytest.fixture
def outputs(qtbot, state, theme, chosen):
    made = OutputList(state, theme, lambda *what: chosen.append(what))
    qtbot.addWidget(made)
    made.show()
    return made


def put(window_state, **output):
    output = msgspec.structs.replace(PLAYING, **output)
    window_state.apply_snapshot(snapshot(output=output))


def marked(outputs):
    role = Qt.ItemDataRole.AccessibleTextRole
    rows = (outputs.item(row) for row in range(outputs.count()))
    return [i.text() for i in rows if i.data(role).endswith(", chosen")]


def test_moving_chooses_nothing_enter_does(outputs, chosen, qtbot):
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(outputs, key)
    assert outputs.currentItem().text() == "Headset"
    assert chosen == []
    QTest.keyClick(outputs, Qt.Key.Key_Return)
    QTest.keyClick(outputs, Qt.Key.Key_Down)
    QTest.keyClick(outputs, Qt.Key.Key_Space)
    assert chosen == [("head", "pulse"), ("lap", "pulse")]


def test_a_click_chooses(outputs, chosen):
    spot = outputs.visualItemRect(outputs.item(2)).center()
    QTest.mouseClick(outputs.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert chosen == [("lap", "pulse")]


def test_the_mark_follows_the_engine_not_the_click(outputs, state):
    assert marked(outputs) == ["System default (Headset)"]
    spot = outputs.visualItemRect(outputs.item(2)).center()
    QTest.mouseClick(outputs.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    outputs.follow()
    assert marked(outputs) == ["System default (Headset)"]
    put(state, chosen="lap", device="lap")
    outputs.follow()
    assert marked(outputs) == ["Laptop speakers"]


def test_plugging_in_and_out_loses_neither_place_nor_choice(outputs, state):
    put(state, chosen="lap", device="lap", label="Laptop speakers")
    outputs.follow()
    outputs.setCurrentRow(1)
    state.apply_fact(DevicesChanged(devices=(USB, *DEVICES)))
    outputs.follow()
    assert outputs.texts[1] == "USB headset"
    assert outputs.currentItem().text() == "Headset"
    state.apply_fact(DevicesChanged(devices=(USB, DEVICES[0])))
    put(state, chosen="lap", device="lap", label="Laptop speakers",
        state=OutputState.PAUSED)  # fmt: skip
    outputs.follow()
    assert marked(outputs) == ["Laptop speakers (not connected)"]
    assert outputs.currentItem().text() == "Headset"
    state.apply_fact(DevicesChanged(devices=(DEVICES[0],)))
    outputs.follow()
    assert "USB headset" not in outputs.texts
    state.apply_fact(DevicesChanged(devices=DEVICES))
    put(state, chosen="lap", device="lap", label="Laptop speakers")
    outputs.follow()
    assert marked(outputs) == ["Laptop speakers"]


def test_when_the_place_is_gone_the_chosen_one_is_stood_on(outputs, state):
    outputs.setCurrentRow(2)
    state.apply_fact(DevicesChanged(devices=DEVICES[:1]))
    outputs.follow()
    assert outputs.currentItem().text() == "System default (Headset)"


def test_fixed_by_the_administrator(qtbot, state, theme, chosen):
    made = OutputList(state, theme, lambda *what: chosen.append(what), "It is fixed.")
    qtbot.addWidget(made)
    assert not made.isEnabled()
    assert made.toolTip() == made.accessibleDescription() == "It is fixed."
