"""Signing in where, and keeping only as long as, the administrator allows."""

from PySide6.QtWidgets import QLabel

from tests.ui.signin.secrets import REMEMBERED, ScriptedSecrets
from tests.ui.test_account import dialog_of, make
from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.profile import Keeping


def test_a_server_that_the_administrator_fixed_is_filled_in(qtbot, theme):
    secrets = ScriptedSecrets(REMEMBERED)
    fixed = {"account.server": "https://fixed"}
    _, window, account = make(qtbot, theme, secrets=secrets, fixed=fixed)
    account.ask()
    dialog = dialog_of(window)
    assert dialog.server.text() == "https://fixed"
    assert dialog.server.isReadOnly()
    assert dialog.findChild(QLabel, "server_fixed").isVisible()
    dialog.cancel.click()
    account.sign_out()
    account.ask()
    assert dialog.server.text() == "https://fixed"


def test_a_secret_of_another_server_never_goes_to_the_fixed_one(qtbot, theme):
    secrets = ScriptedSecrets(REMEMBERED)
    fixed = {"account.server": "https://fixed"}
    engine, window, account = make(qtbot, theme, secrets=secrets, fixed=fixed)
    account.begin()
    assert secrets.names == ["wipe"]
    secrets.waiting("wipe").set_result(None)
    account.tick()
    dialog_of(window).button.click()
    assert dialog_of(window).error.text == "Password is missing."
    assert not engine.told(SignIn)


def test_a_sign_in_that_may_not_be_kept_any_more_is_wiped_and_not_used(qtbot, theme):
    secrets = ScriptedSecrets(REMEMBERED)
    fixed = {"account.keep_token": Keeping.SESSION}
    _, window, account = make(qtbot, theme, secrets=secrets, fixed=fixed)
    account.begin()
    assert secrets.names == ["wipe"]
    secrets.waiting("wipe").set_result(None)
    account.tick()
    assert dialog_of(window).isVisible()
    assert dialog_of(window).keep.keeping is Keeping.SESSION
