"""The line under the banner."""

import msgspec
import pytest
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from tests.ui.scripted import PLAYING, snapshot
from voipmon.core.domain.facts import Device, DevicesChanged
from voipmon.core.domain.snapshot import (
    LinkSnapshot,
    LinkState,
    OutputSnapshot,
    OutputState,
)
from voipmon.ui.state import WindowState
from voipmon.ui.toolbar import Toolbar, link_word
from voipmon.ui.wording import MINUS


@pytest.fixture
def toolbar(qtbot, state, theme):
    made = Toolbar(state, theme)
    qtbot.addWidget(made)
    made.refresh()
    return made


def outputs(toolbar: Toolbar) -> list[str]:
    menu = toolbar.findChild(QMenu, "output_menu")
    listed = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert listed.pop() == "&Devices and test sound…"
    return listed


def test_devices_by_their_names_the_default_first(toolbar, qtbot):
    assert outputs(toolbar) == [
        "System default (Headset)",
        "Headset",
        "Laptop speakers",
    ]
    menu = toolbar.findChild(QMenu, "output_menu")
    with qtbot.waitSignal(toolbar.output_wanted) as chosen:
        menu.actions()[3].trigger()
    assert chosen.args == ["lap", "pulse"]


def test_devices_and_test_sound_are_asked_for(toolbar, qtbot):
    with qtbot.waitSignal(toolbar.devices_wanted):
        toolbar.findChild(QMenu, "output_menu").actions()[-1].trigger()


def test_no_device_is_said(toolbar, state):
    state.apply_fact(DevicesChanged())
    toolbar.refresh()
    assert outputs(toolbar) == ["System default", "No other device found"]


def test_a_device_name_with_an_ampersand(toolbar, state):
    device = Device(name="x", host_api="a", description="Bang & Olufsen")
    state.apply_fact(DevicesChanged(devices=(device,)))
    toolbar.refresh()
    assert outputs(toolbar)[-1] == "Bang && Olufsen"


def test_the_output_in_words(toolbar, state):
    button = toolbar.findChild(QToolButton, "output_button")
    assert "Headset" in button.text()
    state.apply_snapshot(snapshot(output=OutputSnapshot(state=OutputState.ABSENT)))
    toolbar.refresh()
    assert "No sound device" in button.accessibleName()


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (LinkSnapshot(), "Not signed in"),
        (LinkSnapshot(state=LinkState.SIGNING_IN), "Signing in…"),
        (LinkSnapshot(state=LinkState.LIVE), "Loading the list…"),
        (LinkSnapshot(state=LinkState.LIVE, age_s=1.9), "Updated 1 s ago"),
        (LinkSnapshot(state=LinkState.STALE, age_s=31.0), "Updated 31 s ago"),
    ],
)
def test_freshness_of_the_list(state: WindowState, link, words):
    state.apply_snapshot(snapshot(link=link))
    assert link_word(state).text == words


def test_master_volume_and_mute(toolbar, qtbot):
    with qtbot.waitSignal(toolbar.volume_wanted) as moved:
        toolbar.master.setValue(-12)
    assert moved.args == [-12.0, False]
    with qtbot.waitSignal(toolbar.volume_wanted) as muted:
        toolbar.mute_all.click()
    assert muted.args == [-12.0, True]
    assert toolbar.mute_all.accessibleName() == "Unmute all"


def test_the_account_button_says_what_it_does(toolbar, state):
    button = toolbar.findChild(QToolButton, "account_button")
    assert button.text() == "Sign &out"
    state.apply_snapshot(snapshot(link=LinkSnapshot()))
    toolbar.refresh()
    assert button.text() == "Sign &in"


def test_calls_kept_ready_and_loudness_held_down_are_told(toolbar, state):
    def shown(name: str) -> str:
        label = toolbar.findChild(QWidget, name)
        return "" if label.isHidden() else label.text

    toolbar.refresh()
    assert (shown("taps_label"), shown("limiting_label")) == ("", "")
    toolbar.taps_limit = 2
    state.add_tap(state.rows["call:c2"])
    held = msgspec.structs.replace(PLAYING, limiting_db=4.0)
    state.apply_snapshot(snapshot(output=held))
    toolbar.refresh()
    assert shown("taps_label") == "1/2 ready"
    assert shown("limiting_label") == f"Limiting {MINUS}4 dB"
