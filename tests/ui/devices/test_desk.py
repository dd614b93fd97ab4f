"""Output, test sound and first start in the whole window."""

import pytest
from PySide6.QtWidgets import QMenu, QWidget

from tests.support.sound import SoundServer, needs_sound_server
from voipmon.app import build, remember
from voipmon.core.domain.commands import Ear, PlayTestSound, SelectOutput
from voipmon.core.domain.facts import Chimed, ChimePhase
from voipmon.core.domain.snapshot import OutputState
from voipmon.engine.client import EngineClient
from voipmon.ui.devices import words
from voipmon.ui.devices.first_run import FirstRun
from voipmon.ui.setup.devices_page import DevicesPage

WITHIN_MS = 15_000


def open_page(window):
    window.findChild(QMenu, "output_menu").actions()[-1].trigger()
    return window.findChild(QWidget, "settings_dialog").findChild(DevicesPage)


def test_the_toolbars_menu_leads_to_the_page(window, qtbot):
    qtbot.waitUntil(lambda: bool(window.state.devices))
    window.toolbar.refresh()
    assert open_page(window).isVisible()


def test_facts_and_choices_go_their_way(window, engine, qtbot):
    window.devices.check.play(Ear.LEFT)
    (asked,) = engine.told(PlayTestSound)
    for phase in (ChimePhase.PLAYING, ChimePhase.PLAYED):
        engine.facts.append(Chimed(number=asked.number, phase=phase))
    qtbot.waitUntil(lambda: window.devices.check.played)
    window.devices.choose("lap", "pulse")
    assert not window.devices.check.played
    assert engine.told(SelectOutput)[-1].name == "lap"
    assert window.preferences.now.devices.output_name == "lap"


def test_unmuting_is_the_toolbars(window, engine):
    window.toolbar.mute_all.click()
    window.devices.check.play(Ear.BOTH)
    assert window.devices.check.muted
    assert not engine.told(PlayTestSound)
    window.devices.check.unmute()
    assert not window.state.master_muted
    assert not window.toolbar.mute_all.isChecked()


def test_practice_and_a_given_sign_in_are_no_first_start(window, qtbot):
    qtbot.wait(100)
    assert window.findChild(FirstRun) is None
    window.state.practice = True
    window.account.signed_in_first_time.emit()
    qtbot.wait(50)
    assert window.findChild(FirstRun) is None


@pytest.fixture
def server():
    with SoundServer(sinks=("headset", "laptop")) as server:
        yield server


@pytest.fixture
def real(qtbot, server, tmp_path):
    """The window with a real engine on a real sound server; nobody signs in."""
    client = EngineClient()
    client.start()
    made = build(client, kept=remember(tmp_path, tmp_path / "policy.toml"))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.clock.stop()
    client.stop()


@pytest.mark.sound
@needs_sound_server
def test_plugging_in_and_out_while_the_page_is_open(real, server, qtbot):
    def wait(condition):
        qtbot.waitUntil(condition, timeout=WITHIN_MS)

    wait(lambda: real.state.output.state is OutputState.RUNNING)
    wait(lambda: len(real.state.devices) == 2)
    real.toolbar.refresh()
    page = open_page(real)
    outputs, answer = page.outputs, lambda: page.try_out.answer
    wait(lambda: "System default (The headset)" in outputs.texts)

    server.load_sink("ears", "Ears", "device.bus=bluetooth")
    wait(lambda: "Ears" in outputs.texts)
    outputs.itemClicked.emit(outputs.item(outputs.texts.index("Ears")))
    wait(lambda: real.state.output.device == "ears")
    hint = page.findChild(QWidget, "bluetooth_hint")
    wait(lambda: hint.text().startswith("Bluetooth: calls are heard later"))
    assert real.preferences.now.devices.output_name == "ears"

    with server.record("ears") as recording, server.record("laptop") as other:
        page.try_out.buttons[Ear.LEFT].click()
        wait(lambda: answer() == "Played on the left of Ears.")
        wait(lambda: recording.seconds > 1.2)
        left, right = abs(recording.samples().astype(int)).max(axis=0)
        assert left > 3000
        assert right == 0

        page.try_out.buttons[Ear.BOTH].click()
        wait(lambda: answer().startswith("Playing"))
        server.unload_sink("ears")
        wait(lambda: answer() == words.NOT_PLAYED.text)
        wait(lambda: "Ears (not connected)" in outputs.texts)
        status = page.findChild(QWidget, "output_status")
        assert status.text.startswith("Ears disconnected. Listening paused")
        page.try_out.buttons[Ear.BOTH].click()
        wait(lambda: answer() == words.NOT_PLAYED.text)
        qtbot.wait(400)
        played_ms = (abs(other.samples()).max(axis=1) > 0).sum() / 48
        assert played_ms < 60  # what the server held of it when it moved the stream

    server.load_sink("ears", "Ears", "device.bus=bluetooth")
    wait(lambda: "Ears" in outputs.texts)
    wait(lambda: real.state.output.state is OutputState.RUNNING)
    page.try_out.buttons[Ear.RIGHT].click()
    wait(lambda: answer() == "Playing on the right of Ears…")
