"""Signing in with given credentials, or by asking."""

from concurrent.futures import Future

import msgspec
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.ui.scripted import ScriptedEngine
from tests.ui.signin.secrets import REMEMBERED, ScriptedSecrets
from voipmon.core.domain.commands import CancelSignIn, SignIn, SignOut
from voipmon.core.domain.facts import (
    EngineRestarted,
    Session,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from voipmon.core.domain.policy import Policy
from voipmon.core.domain.profile import Keeping, Profile
from voipmon.core.domain.snapshot import Problem
from voipmon.store.keychain import KeychainError
from voipmon.ui.account import Account
from voipmon.ui.preferences import Preferences
from voipmon.ui.signin.dialog import SignInDialog
from voipmon.ui.signin.profile_row import DeleteProfile, OpenProfile
from voipmon.ui.signin.remembering import Remembering
from voipmon.ui.widgets.message_bar import MessageStack


def make(qtbot, theme, given=None, *, practice=False, secrets=None, fixed=None):
    engine, window = ScriptedEngine(), QWidget()
    qtbot.addWidget(window)
    window.show()
    stack = MessageStack(theme)
    stack.setParent(window)
    account = Account(
        engine,
        Preferences(policy=Policy(fixed=fixed or {})),
        theme,
        window=window,
        given=given,
        practice=practice,
        remembering=None if secrets is None else Remembering(secrets, stack),
    )
    return engine, window, account


def dialog_of(window):
    return window.findChild(SignInDialog)


def type_in(window):
    dialog = dialog_of(window)
    dialog.server.setText("https://s")
    dialog.user.setText("sam")
    dialog.password.setText("hunter2")
    dialog.button.click()
    return dialog


SESSION = Session(server="https://s", user="Sam Doe", token="eyJ-token")


def test_given_credentials_are_used_once_and_nothing_is_remembered(qtbot, theme):
    given = ScriptedEngine.SIGN_IN
    engine, window, account = make(qtbot, theme, given)
    account.begin()
    assert engine.told(SignIn) == [given]
    account.on_fact(SignedIn(session=Session(server="https://s", user="sam")))
    assert window.findChild(SignInDialog) is None
    account.begin()
    dialog = window.findChild(SignInDialog)
    assert dialog.isVisible()
    assert (dialog.server.text(), dialog.user.text()) == ("https://s", given.username)
    assert dialog.password.text() == ""


def test_credentials_that_come_later_are_used_when_they_come(qtbot, theme):
    given = Future()
    engine, window, account = make(qtbot, theme, given)
    account.begin()
    account.tick()
    assert not engine.told(SignIn)
    assert window.findChild(SignInDialog) is None
    given.set_result(ScriptedEngine.SIGN_IN)
    account.tick()
    account.tick()
    assert engine.told(SignIn) == [ScriptedEngine.SIGN_IN]


def test_practice_calls_that_do_not_start_are_told_in_words(qtbot, theme):
    given = Future()
    engine, window, account = make(qtbot, theme, given)
    account.begin()
    given.set_exception(OSError("secret words"))
    account.tick()
    dialog = window.findChild(SignInDialog)
    assert dialog.isVisible()
    assert dialog.error.text.startswith("The practice calls could not be started.")
    assert not engine.told(SignIn)


def test_what_was_typed_is_remembered_but_for_the_secret(qtbot, theme):
    secrets = ScriptedSecrets()
    _, window, account = make(qtbot, theme, secrets=secrets)
    account.begin()
    dialog = type_in(window)
    with qtbot.waitSignal(account.signed_in_first_time):
        account.on_fact(SignedIn(session=SESSION))
    assert not dialog.isVisible()
    assert dialog.password.text() == ""
    ((kept, secret),) = secrets.kept
    assert (kept.server, kept.user, kept.keeping) == (
        "https://s",
        "sam",
        Keeping.SESSION,
    )
    assert secret == "eyJ-token"
    assert "hunter2" not in repr(secrets.kept)


def test_staying_signed_in_keeps_the_token_where_it_was_asked_for(qtbot, theme):
    secrets = ScriptedSecrets()
    _, window, account = make(qtbot, theme, secrets=secrets)
    account.begin()
    secrets.waiting("probe").set_result(False)
    account.tick()
    dialog_of(window).keep.file.click()
    type_in(window)
    account.on_fact(SignedIn(session=SESSION))
    assert secrets.kept[0][0].keeping is Keeping.FILE


def test_a_remembered_token_signs_in_by_itself(qtbot, theme):
    secrets = ScriptedSecrets(REMEMBERED)
    engine, window, account = make(qtbot, theme, secrets=secrets)
    account.begin()
    assert not engine.told(SignIn)
    secrets.waiting("read").set_result("eyJ-token")
    account.tick()
    (sent,) = engine.told(SignIn)
    assert (sent.server, sent.token, sent.password) == ("https://s", "eyJ-token", "")
    assert sent.ca_file == "/ca.pem"
    account.on_fact(SignedIn(session=SESSION))
    assert dialog_of(window) is None
    assert secrets.names == ["read"], "nothing is kept anew"


def test_a_remembered_access_key_is_used_as_one(qtbot, theme):
    known = msgspec.structs.replace(REMEMBERED, by_key=True, user="")
    secrets = ScriptedSecrets(known)
    engine, _, account = make(qtbot, theme, secrets=secrets)
    account.begin()
    secrets.waiting("read").set_result("vb_key")
    account.tick()
    (sent,) = engine.told(SignIn)
    assert (sent.accesskey, sent.token) == ("vb_key", "")


def test_an_expired_one_is_worded_wiped_and_asked_for(qtbot, theme):
    secrets = ScriptedSecrets(REMEMBERED)
    _, window, account = make(qtbot, theme, secrets=secrets)
    account.begin()
    secrets.waiting("read").set_result("eyJ-token")
    account.tick()
    account.on_fact(SignInFailed(problem=Problem(kind="net.auth", status=401)))
    dialog = dialog_of(window)
    assert dialog.error.text.startswith("Your remembered sign-in has expired")
    assert dialog.user.text() == "sam"
    assert "wipe" in secrets.names
    dialog.button.click()
    assert dialog.error.text == "Password is missing."


def test_a_server_that_is_not_reached_costs_no_remembered_sign_in(qtbot, theme):
    secrets = ScriptedSecrets(REMEMBERED)
    engine, window, account = make(qtbot, theme, secrets=secrets)
    engine.answers = False
    account.begin()
    secrets.waiting("read").set_result("eyJ-token")
    account.tick()
    account.on_fact(SignInFailed(problem=Problem(kind="net.unreachable")))
    assert "wipe" not in secrets.names
    dialog_of(window).button.click()
    again = engine.told(SignIn)[1]
    assert (again.token, again.password) == ("eyJ-token", "")


def test_nothing_found_asks(qtbot, theme):
    secrets = ScriptedSecrets(REMEMBERED)
    _, window, account = make(qtbot, theme, secrets=secrets)
    account.begin()
    secrets.waiting("read").set_exception(KeychainError("InitError"))
    account.tick()
    dialog = dialog_of(window)
    assert dialog.isVisible()
    assert dialog.error.text.startswith("The keychain did not give")


def test_a_sign_in_that_ended_is_kept_no_longer(qtbot, theme):
    secrets = ScriptedSecrets(REMEMBERED)
    _, _, account = make(qtbot, theme, secrets=secrets)
    account.on_fact(SignedOut(problem=Problem(kind="net.auth", status=401)))
    assert secrets.names == ["wipe"]


def test_signing_out_wipes_token_and_fields(qtbot, theme):
    secrets = ScriptedSecrets()
    engine, window, account = make(qtbot, theme, secrets=secrets)
    account.begin()
    type_in(window)
    account.on_fact(SignedIn(session=SESSION))
    account.sign_out()
    assert engine.told(SignOut)
    assert secrets.names[-1] == "wipe"
    assert not any(e.text() for e in dialog_of(window).findChildren(QLineEdit))


def test_another_profile_is_wished_for_when_nobody_is_signed_in(qtbot, theme):
    secrets = ScriptedSecrets(REMEMBERED)
    engine, window, account = make(qtbot, theme, secrets=secrets)
    account.ask()
    wishes = []
    account.profile_wanted.connect(wishes.append)
    dialog_of(window).profiles.wanted.emit(OpenProfile(name="Oslo"))
    assert engine.told(SignOut)
    assert wishes == [OpenProfile(name="Oslo")]
    assert "wipe" not in secrets.names, "the other one stays signed in"
    dialog_of(window).profiles.wanted.emit(DeleteProfile())
    assert wishes[1:] == [], "its secret goes first"
    secrets.waiting("wipe").set_result(None)
    account.tick()
    assert wishes[1:] == [DeleteProfile()]
    assert account.parting == ""
    account.refuse("That is open already.")
    assert dialog_of(window).error.text == "That is open already."


def test_a_new_engine_is_asked_again_what_the_last_one_did_not_answer(qtbot, theme):
    engine, window, account = make(qtbot, theme)
    engine.answers = False
    account.ask()
    type_in(window)
    died = EngineRestarted(restarts=1, problem=Problem(kind="engine.died"))
    account.on_fact(died)
    assert len(engine.told(SignIn)) == 2
    account.on_fact(SignedIn(session=SESSION))
    account.on_fact(died)
    assert len(engine.told(SignIn)) == 2


def test_what_a_deleted_profile_may_leave_is_told_when_its_window_has_gone(
    qtbot, theme
):
    secrets = ScriptedSecrets(REMEMBERED)
    _, window, account = make(qtbot, theme, secrets=secrets)
    account.ask()
    dialog_of(window).profiles.wanted.emit(DeleteProfile())
    secrets.waiting("wipe").set_exception(KeychainError("InitError"))
    account.tick()
    assert "may still be in the keychain" in account.parting


def test_a_failure_opens_the_dialog_with_its_words(qtbot, theme):
    given = ScriptedEngine.SIGN_IN
    _, window, account = make(qtbot, theme, given)
    account.on_fact(SignInFailed(problem=Problem(kind="net.login", status=400)))
    dialog = window.findChild(SignInDialog)
    assert dialog.isVisible()
    assert dialog.error.text.startswith("User name or password is wrong.")


def test_giving_up_while_signing_in_signs_out(qtbot, theme):
    engine, window, account = make(qtbot, theme)
    engine.answers = False
    account.ask()
    dialog = window.findChild(SignInDialog)
    dialog.prefill(Profile(server="s.example.org", user="sam"))
    dialog.password.setText("x")
    dialog.button.click()
    dialog.cancel.click()
    assert engine.told(CancelSignIn)
    assert not engine.told(SignOut), "what is heard from before goes on"
    assert dialog.button.isEnabled()


def test_practice_can_be_left_and_entered_again(qtbot, theme):
    given = ScriptedEngine.SIGN_IN
    engine, _, account = make(qtbot, theme, given, practice=True)
    account.begin()
    account.sign_in()
    assert engine.told(SignIn) == [given, given]
