"""Settings, page Devices: the list, the test, the hints, what is locked."""

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QWidget

from tests.ui.scripted import PLAYING, snapshot
from voipmon.core.domain.commands import Ear, PlayTestSound
from voipmon.core.domain.facts import Device, DevicesChanged
from voipmon.core.domain.policy import Policy
from voipmon.ui.preferences import Preferences
from voipmon.ui.setup.devices_page import DevicesPage


@pytest.fixture
def page(qtbot, desk):
    made = DevicesPage(desk.context)
    qtbot.addWidget(made)
    made.show()
    return made


def test_choosing_and_trying_out_go_through_the_window(page, desk):
    page.outputs.itemClicked.emit(page.outputs.item(2))
    page.try_out.buttons[Ear.RIGHT].click()
    page.findChild(QPushButton, "first_run_again").click()
    assert desk.asked == [
        ("lap", "pulse"), PlayTestSound(number=1, ear=Ear.RIGHT), "first run"
    ]  # fmt: skip


def test_it_follows_what_plays_while_it_is_seen(page, desk, qtbot):
    used = msgspec.structs.replace(PLAYING, label="Ears", device="ears", chosen="ears")
    ears = Device(name="ears", host_api="pulse", description="Ears", bluetooth=True)
    hint = page.findChild(QLabel, "bluetooth_hint")
    assert not hint.isVisible()
    desk.state.apply_snapshot(snapshot(output=used))
    desk.state.apply_fact(DevicesChanged(devices=(ears,)))
    qtbot.waitUntil(hint.isVisible)
    assert hint.text().startswith("Bluetooth: calls are heard later")
    status = page.findChild(QWidget, "output_status")
    assert status.text.startswith("In use: Ears")
    assert page.outputs.texts == ["System default", "Ears"]


def test_ears_are_the_settings_of_listening(page, desk):
    box = page.findChild(QComboBox, "devices_ear")
    box.setCurrentIndex(1)
    box.activated.emit(1)
    page.findChild(QCheckBox, "devices_mono").click()
    now = desk.preferences.now.listening
    assert (now.ear, now.mono) == (Ear.LEFT, True)
    desk.preferences.change("listening", ear=Ear.RIGHT)
    assert box.currentText() == "The right ear"


def test_restoring_goes_back_to_the_default(page, desk):
    assert {("devices", "output_name"), ("devices", "output_api")} <= set(page.fields)


def test_what_the_administrator_fixed_cannot_be_chosen(qtbot, desk):
    fixed = Policy(fixed={"devices.output_name": "lap"})
    context = replace(desk.context, preferences=Preferences(policy=fixed))
    page = DevicesPage(context)
    qtbot.addWidget(page)
    assert not page.outputs.isEnabled()
    said = [label.text() for label in page.findChildren(QLabel)]
    assert "The output device is set by your administrator." in said
