"""The whole window against the demo platform: stay signed in, start again, sign out."""

import dataclasses

import keyring
import pytest
from keyring.backends import SecretService

from tests.support.demo import demo_server
from tests.support.keychain import keychain_session, stored_secret
from voipmon.app import build, remember
from voipmon.core.domain.profile import Keeping
from voipmon.engine.client import EngineClient
from voipmon.store.profiles import Profiles
from voipmon.store.vault import Vault
from voipmon.ui.signin.dialog import SignInDialog

SOON_MS = 15000


@pytest.fixture(scope="module")
def demo():
    with demo_server("--seed", "5") as server:
        yield server


@pytest.fixture
def keychain(tmp_path, monkeypatch):
    (tmp_path / "keychain").mkdir()
    before = keyring.get_keyring()
    with keychain_session(tmp_path / "keychain") as session:
        address = session.env["DBUS_SESSION_BUS_ADDRESS"]
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        keyring.set_keyring(SecretService.Keyring())
        yield session
    keyring.set_keyring(before)


@pytest.fixture
def start(qtbot, tmp_path):
    """Start the program's window on the profile "Rome"; each call is a new start."""
    running = []
    profiles = Profiles(tmp_path / "profiles")

    def again():
        stop()
        engine = EngineClient()
        engine.start()
        vault = Vault(profiles.folder("Rome"), profiles.load("Rome"))
        kept = remember(profiles.folder("Rome"), tmp_path / "policy.toml")
        window = build(engine, kept=dataclasses.replace(kept, vault=vault))
        qtbot.addWidget(window)
        window.show()
        running.append((engine, vault, window))
        return window

    def stop():
        while running:
            engine, vault, window = running.pop()
            window.clock.stop()
            engine.stop()
            vault.close(5.0)

    yield again
    stop()


def dialog(window):
    return window.findChild(SignInDialog)


def test_staying_signed_in_and_signing_out(demo, keychain, start, qtbot, tmp_path):
    first = start()
    qtbot.waitUntil(lambda: dialog(first) is not None, timeout=SOON_MS)
    asked = dialog(first)
    asked.server.setText(demo.url)
    asked.user.setText(demo.username)
    asked.password.setText(demo.password)
    asked.keep.stay.click()
    asked.button.click()
    qtbot.waitUntil(lambda: first.calls.model.rowCount() > 0, timeout=SOON_MS)
    qtbot.waitUntil(lambda: stored_secret() is not None, timeout=SOON_MS)
    second = start()
    qtbot.waitUntil(lambda: second.calls.model.rowCount() > 0, timeout=SOON_MS)
    assert dialog(second) is None, "nobody was asked"
    second.toolbar.account_wanted.emit()
    qtbot.waitUntil(lambda: stored_secret() is None, timeout=SOON_MS)
    profile = Profiles(tmp_path / "profiles").load("Rome")
    assert profile.keeping is Keeping.SESSION
    assert profile.user == demo.username
    holding = [
        p for p in tmp_path.rglob("*") if p.is_file() and b"eyJ" in p.read_bytes()
    ]
    assert not holding
    third = start()
    qtbot.waitUntil(lambda: dialog(third) is not None, timeout=SOON_MS)
    assert dialog(third).user.text() == demo.username
    assert dialog(third).password.text() == ""
