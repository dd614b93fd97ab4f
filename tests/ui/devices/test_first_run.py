"""The dialog after the first sign-in: alone, then by real keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from tests.ui.signin.secrets import ScriptedSecrets
from voipmon.core.domain.commands import Ear, Listen, PlayTestSound, SelectOutput
from voipmon.core.domain.facts import Chimed, ChimePhase
from voipmon.ui.devices.first_run import WORKS, FirstRun
from voipmon.ui.devices.sound_check import SoundCheck
from voipmon.ui.main_window import MainWindow
from voipmon.ui.preferences import Preferences
from voipmon.ui.settings import WindowSettings


@pytest.fixture
def check(state):
    return SoundCheck(state, lambda _: None, lambda: None)


@pytest.fixture
def dialog(qtbot, state, theme, check):
    window = QWidget()
    qtbot.addWidget(window)
    made = FirstRun(
        window, check=check, state=state, theme=theme, choose=lambda *_: None
    )
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    made.show()
    yield made
    window.close()


def test_it_is_confirmed_only_after_a_whole_test_sound(dialog, check, qtbot):
    assert not dialog.heard.isEnabled()
    dialog.try_out.buttons[Ear.BOTH].click()
    check.on_fact(Chimed(number=2, phase=ChimePhase.PLAYING))
    dialog.follow()
    assert not dialog.heard.isEnabled()
    check.on_fact(Chimed(number=2, phase=ChimePhase.PLAYED))
    qtbot.waitUntil(dialog.heard.isEnabled)
    dialog.heard.click()
    assert dialog.confirmed
    texts = [x.text() for x in dialog.findChildren(QLabel) if x.isVisible()]
    assert WORKS in texts
    for key, meaning in dialog.key_lines():
        assert key in texts
        assert meaning in texts
    assert [key for key, _ in dialog.key_lines()] == ["Enter", "Esc twice", "F1"]


def test_esc_skips(dialog, qtbot):
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.confirmed


@pytest.fixture
def beginner(qtbot, engine, tmp_path):
    """A window of a profile that nobody ever signed in with."""
    made = MainWindow(
        engine,
        WindowSettings(str(tmp_path / "window.ini")),
        preferences=Preferences(),
        secrets=ScriptedSecrets(),
    )
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.clock.stop()


def sign_in(window, hand, qtbot):
    qtbot.waitUntil(lambda: window.findChild(QWidget, "sign_in_dialog") is not None)
    dialog = window.findChild(QWidget, "sign_in_dialog")
    qtbot.waitUntil(dialog.isActiveWindow)
    for field, text in ((dialog.server, "pbx.example.org"), (dialog.user, "sam")):
        field.setFocus()
        hand.key("ctrl+a")
        hand.type(text)
    dialog.password.setFocus()
    hand.type("s3cret")
    hand.key("Return")
    qtbot.waitUntil(lambda: window.calls.model.rowCount() > 0)


def shown(window):
    return window.findChild(FirstRun)


@pytest.mark.window
def test_from_the_sign_in_to_the_first_call_by_keys_alone(
    beginner, engine, hand, qtbot
):
    sign_in(beginner, hand, qtbot)
    qtbot.waitUntil(lambda: shown(beginner) is not None)
    dialog = shown(beginner)
    qtbot.waitUntil(dialog.isActiveWindow)
    hand.key(
        "shift+Tab", "shift+Tab", "shift+Tab"
    )  # before Both: Right, Left, the list
    qtbot.waitUntil(dialog.outputs.hasFocus)
    hand.key("Down", "Down")
    assert not engine.told(SelectOutput)
    hand.key("Return")
    assert engine.told(SelectOutput) == [SelectOutput(name="lap", host_api="pulse")]
    assert beginner.preferences.now.devices.output_name == "lap"
    hand.key("alt+l")
    qtbot.waitUntil(lambda: len(engine.told(PlayTestSound)) == 1)
    (asked,) = engine.told(PlayTestSound)
    assert asked.ear is Ear.LEFT
    for phase in (ChimePhase.PLAYING, ChimePhase.PLAYED):
        engine.facts.append(Chimed(number=asked.number, phase=phase))
    qtbot.waitUntil(dialog.heard.isEnabled)
    hand.key("alt+i")
    qtbot.waitUntil(lambda: dialog.confirmed)
    assert not beginner.preferences.now.session.first_run_done
    hand.key("Return")
    qtbot.waitUntil(lambda: shown(beginner) is None)
    assert beginner.preferences.now.session.first_run_done
    qtbot.waitUntil(beginner.isActiveWindow)
    qtbot.waitUntil(beginner.calls.view.hasFocus)
    hand.key("Home", "Return")  # the first of the keys that were told
    qtbot.waitUntil(lambda: len(engine.told(Listen)) == 1)


@pytest.mark.window
def test_skipped_it_never_comes_by_itself_again_but_when_asked_for(
    beginner, engine, hand, qtbot
):
    sign_in(beginner, hand, qtbot)
    qtbot.waitUntil(lambda: shown(beginner) is not None)
    qtbot.waitUntil(shown(beginner).isActiveWindow)
    hand.key("Escape")
    qtbot.waitUntil(lambda: shown(beginner) is None)
    assert beginner.preferences.now.session.first_run_done
    assert any("on the page Devices" in text for text in beginner.messages.texts)
    beginner.account.signed_in_first_time.emit()  # as another new profile would
    qtbot.wait(100)
    assert shown(beginner) is None
    hand.key("ctrl+comma")
    settings = beginner.findChild(QWidget, "settings_dialog")
    qtbot.waitUntil(settings.isActiveWindow)
    settings.show_page("devices")
    hand.key("alt+f")
    qtbot.waitUntil(lambda: shown(beginner) is not None)
    qtbot.waitUntil(shown(beginner).isActiveWindow)
    hand.key("Escape")
    qtbot.waitUntil(lambda: shown(beginner) is None)
