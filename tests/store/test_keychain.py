"""The keychain as it is found: none, a real one, a locked one, one of plain text."""

import gc
import os
import subprocess
import sys

import keyring
import pytest
from keyring.backends import SecretService, chainer, fail

from tests.support.keychain import keychain_session
from voipmon.store import keychain


@pytest.fixture
def use(monkeypatch):
    """Make keyring use a backend, for this test."""

    def use(backend):
        monkeypatch.setattr(keyring, "get_keyring", lambda: backend)

    return use


class Broken:  # no KeyringBackend: keyring would take it for one that is installed
    priority = 5

    def get_password(self, *_words):
        raise RuntimeError("no session for s3cret")

    set_password = delete_password = get_password


class Plain:
    priority = 0.5

    def get_password(self, *_words):
        raise AssertionError("a file of plain text is no keychain")

    set_password = delete_password = get_password


def test_a_machine_without_a_keychain_is_told_so():
    """No D-Bus session here: the probe answers at once and blames nobody else."""
    script = "from voipmon.store.keychain import probe; print(probe())"
    env = {k: v for k, v in os.environ.items() if k != "DBUS_SESSION_BUS_ADDRESS"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**env, "XDG_RUNTIME_DIR": "/nonexistent"},
        timeout=30,
    )
    assert "usable=False" in done.stdout
    assert "no keychain service" in done.stdout


def test_a_real_one_keeps_gives_replaces_and_forgets(use, tmp_path, monkeypatch):
    with keychain_session(tmp_path) as session:
        address = session.env["DBUS_SESSION_BUS_ADDRESS"]
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        use(SecretService.Keyring())
        assert keychain.probe().usable
        assert keychain.read("a") is None
        keychain.write("a", "one")
        keychain.write("a", "two")
        keychain.write("b", "other")
        assert keychain.read("a") == "two"
        keychain.wipe("a")
        keychain.wipe("a")
        assert keychain.read("a") is None
        assert keychain.read("b") == "other"


# keyring leaves its bus connection to the collector when it cannot unlock.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_locked_one_that_nobody_opens_is_an_error(use, tmp_path, monkeypatch):
    """Without a display the prompt is dismissed at once; nothing is read or kept."""
    with keychain_session(tmp_path) as session:
        address = session.env["DBUS_SESSION_BUS_ADDRESS"]
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        use(SecretService.Keyring())
        keychain.write("a", "one")
        session.lock()
        for ask in (
            lambda: keychain.read("a"),
            lambda: keychain.write("a", "two"),
            lambda: keychain.wipe("a"),
        ):
            with pytest.raises(keychain.KeychainError):
                ask()
        gc.collect()


@pytest.mark.parametrize("backend", [fail.Keyring, Plain])
def test_what_is_no_keychain_is_not_asked(use, backend):
    use(backend())
    assert not keychain.probe().usable
    for ask in (
        lambda: keychain.read("a"),
        lambda: keychain.write("a", "x"),
        lambda: keychain.wipe("a"),
    ):
        with pytest.raises(keychain.KeychainError, match="no keychain service"):
            ask()


def test_a_backend_s_own_words_go_nowhere(use):
    use(Broken())
    with pytest.raises(keychain.KeychainError) as caught:
        keychain.write("a", "s3cret")
    assert caught.value.detail == "RuntimeError"
    assert caught.value.__suppress_context__


def test_of_a_chain_only_the_best_is_asked(use, monkeypatch):
    """The next could be a file of plain text, and nobody would have been asked."""
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [Broken(), Plain()])
    use(chainer.ChainerBackend())
    with pytest.raises(keychain.KeychainError, match="RuntimeError"):
        keychain.write("a", "x")
