"""Signing in with given credentials, or by asking."""

from concurrent.futures import Future

from PySide6.QtWidgets import QWidget

from tests.ui.scripted import ScriptedEngine
from voipmon.core.domain.commands import SignIn, SignOut
from voipmon.core.domain.facts import Session, SignedIn, SignInFailed
from voipmon.core.domain.snapshot import Problem
from voipmon.ui.account import Account
from voipmon.ui.preferences import Preferences
from voipmon.ui.signin.dialog import SignInDialog


def make(qtbot, theme, tmp_path, given=None, *, practice=False):
    engine, window = ScriptedEngine(), QWidget()
    qtbot.addWidget(window)
    window.show()
    settings = Preferences()
    account = Account(
        engine, settings, theme, window=window, given=given, practice=practice
    )
    return engine, window, settings, account


def test_given_credentials_are_used_once_and_nothing_is_remembered(
    qtbot, theme, tmp_path
):
    given = ScriptedEngine.SIGN_IN
    engine, window, settings, account = make(qtbot, theme, tmp_path, given)
    account.begin()
    assert engine.told(SignIn) == [given]
    account.on_fact(SignedIn(session=Session(server="https://s", user="sam")))
    assert window.findChild(SignInDialog) is None
    assert settings.now.account.server == ""
    account.begin()
    dialog = window.findChild(SignInDialog)
    assert dialog.isVisible()
    assert (dialog.server.text(), dialog.user.text()) == ("https://s", "sam")
    assert dialog.password.text() == ""


def test_credentials_that_come_later_are_used_when_they_come(qtbot, theme, tmp_path):
    given = Future()
    engine, window, _, account = make(qtbot, theme, tmp_path, given)
    account.begin()
    account.tick()
    assert not engine.told(SignIn)
    assert window.findChild(SignInDialog) is None
    given.set_result(ScriptedEngine.SIGN_IN)
    account.tick()
    account.tick()
    assert engine.told(SignIn) == [ScriptedEngine.SIGN_IN]


def test_practice_calls_that_do_not_start_are_told_in_words(qtbot, theme, tmp_path):
    given = Future()
    engine, window, _, account = make(qtbot, theme, tmp_path, given)
    account.begin()
    given.set_exception(OSError("secret words"))
    account.tick()
    dialog = window.findChild(SignInDialog)
    assert dialog.isVisible()
    assert dialog.error.text.startswith("The practice calls could not be started.")
    assert not engine.told(SignIn)


def test_what_was_typed_is_remembered_but_for_the_secret(qtbot, theme, tmp_path):
    _, window, settings, account = make(qtbot, theme, tmp_path)
    account.begin()
    dialog = window.findChild(SignInDialog)
    dialog.password.setText("hunter2")
    account.on_fact(SignedIn(session=Session(server="https://s", user="sam")))
    assert not dialog.isVisible()
    assert dialog.password.text() == ""
    kept = settings.now.account
    assert (kept.server, kept.user) == ("https://s", "sam")


def test_a_failure_opens_the_dialog_with_its_words(qtbot, theme, tmp_path):
    given = ScriptedEngine.SIGN_IN
    _, window, _, account = make(qtbot, theme, tmp_path, given)
    account.on_fact(SignInFailed(problem=Problem(kind="net.login", status=400)))
    dialog = window.findChild(SignInDialog)
    assert dialog.isVisible()
    assert dialog.error.text.startswith("User name or password is wrong.")


def test_giving_up_while_signing_in_signs_out(qtbot, theme, tmp_path):
    engine, window, _, account = make(qtbot, theme, tmp_path)
    engine.answers = False
    account.ask()
    dialog = window.findChild(SignInDialog)
    dialog.prefill("s.example.org", "sam")
    dialog.password.setText("x")
    dialog.button.click()
    dialog.cancel.click()
    assert engine.told(SignOut)
    assert dialog.button.isEnabled()


def test_practice_can_be_left_and_entered_again(qtbot, theme, tmp_path):
    given = ScriptedEngine.SIGN_IN
    engine, _, _, account = make(qtbot, theme, tmp_path, given, practice=True)
    account.begin()
    account.sign_in()
    assert engine.told(SignIn) == [given, given]
