"""A profile's secret: kept where asked, found again, wiped, and never against a no."""

import threading
import time
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as Late

import keyring
import msgspec
import pytest
from keyring.backends import SecretService, fail

from tests.support.demo import wait_for
from tests.support.keychain import keychain_session, stored_secret
from voipmon.core.domain.profile import Keeping, Profile
from voipmon.store.keychain import KeychainError
from voipmon.store.private_file import FileExposed
from voipmon.store.profiles import Profiles
from voipmon.store.vault import Vault

SECRET = "eyJ-token"
ANSWER_S = 10.0


@pytest.fixture
def profiles(tmp_path):
    return Profiles(tmp_path / "profiles")


@pytest.fixture
def open_vault(profiles):
    """Open the vault of a profile, as each start of the program does."""
    opened = []

    def again(name="Rome"):
        opened.append(Vault(profiles.folder(name), profiles.load(name)))
        return opened[-1]

    yield again
    for vault in opened:
        vault.close()


@pytest.fixture
def session(tmp_path, monkeypatch):
    before = keyring.get_keyring()
    (tmp_path / "keychain").mkdir()
    with keychain_session(tmp_path / "keychain") as made:
        address = made.env["DBUS_SESSION_BUS_ADDRESS"]
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        keyring.set_keyring(SecretService.Keyring())
        yield made
    keyring.set_keyring(before)


@pytest.fixture
def no_keychain():
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


def profile(keeping, **changes):
    made = Profile(name="Rome", server="https://s", user="sam", keeping=keeping)
    return msgspec.structs.replace(made, **changes)


def found_in(folder, secret=SECRET):
    """Files below a folder that hold the secret."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if secret.encode() in path.read_bytes()]


def test_kept_in_the_keychain_found_by_the_next_start_and_wiped(
    session, open_vault, profiles
):
    vault = open_vault()
    assert vault.probe().result(ANSWER_S)
    vault.keep(profile(Keeping.KEYCHAIN), SECRET).result(ANSWER_S)
    assert not found_in(profiles.folder("Rome"))
    after = open_vault()
    assert after.profile == profile(Keeping.KEYCHAIN)
    assert after.read().result(ANSWER_S) == SECRET
    after.wipe().result(ANSWER_S)
    assert after.read().result(ANSWER_S) == ""
    assert open_vault().profile == profile(Keeping.SESSION), "the address stays"
    held = SecretService.Keyring().get_credential("voipmon", None)
    assert held is None


def test_without_a_keychain_nothing_is_kept_but_the_address(
    no_keychain, open_vault, profiles
):
    vault = open_vault()
    assert not vault.probe().result(ANSWER_S)
    with pytest.raises(KeychainError):
        vault.keep(profile(Keeping.KEYCHAIN), SECRET).result(ANSWER_S)
    assert not found_in(profiles.folder("Rome"))
    assert open_vault().profile == profile(Keeping.SESSION)


def test_in_a_file_only_when_asked_for_and_not_read_when_others_could(
    no_keychain, open_vault, profiles
):
    open_vault().keep(profile(Keeping.FILE), SECRET).result(ANSWER_S)
    (file,) = found_in(profiles.folder("Rome"))
    assert file.stat().st_mode & 0o777 == 0o600
    assert open_vault().read().result(ANSWER_S) == SECRET
    file.chmod(0o644)
    with pytest.raises(FileExposed):
        open_vault().read().result(ANSWER_S)
    open_vault().wipe().result(ANSWER_S)
    assert not file.exists()


def test_another_sign_in_wipes_the_one_before(session, open_vault, profiles):
    vault = open_vault()
    vault.keep(profile(Keeping.KEYCHAIN), SECRET).result(ANSWER_S)
    vault.keep(profile(Keeping.FILE, user="kim"), "other").result(ANSWER_S)
    assert found_in(profiles.folder("Rome"), "other")
    assert stored_secret() is None
    vault.keep(profile(Keeping.SESSION, user="kim"), "third").result(ANSWER_S)
    assert not found_in(profiles.folder("Rome"), "other")
    assert not found_in(profiles.folder("Rome"), "third")


def test_a_keychain_that_hangs_keeps_nobody_and_nothing_waiting(
    session, open_vault, profiles
):
    """Given up while it waits: what it keeps later, when it answers, is undone."""
    vault = open_vault()
    vault.probe().result(ANSWER_S)
    session.freeze()
    began = time.monotonic()
    hung = vault.keep(profile(Keeping.KEYCHAIN), SECRET)
    with pytest.raises(Late):
        hung.result(0.3)
    assert hung.cancel()
    with pytest.raises(CancelledError):
        hung.result()
    kept = vault.keep(profile(Keeping.FILE), "second")  # another thread takes over
    kept.result(ANSWER_S)
    assert time.monotonic() - began < ANSWER_S
    vault.wipe().result(ANSWER_S)
    vault.close()
    session.thaw()
    wait_for(lambda: "keychain" not in {one.name for one in threading.enumerate()})
    assert stored_secret() is None
    assert open_vault().profile.keeping is Keeping.SESSION


def test_a_wipe_that_failed_is_made_up_for_by_the_next_start(
    session, open_vault, profiles, monkeypatch
):
    vault = open_vault()
    vault.keep(profile(Keeping.KEYCHAIN), SECRET).result(ANSWER_S)
    with monkeypatch.context() as gone:
        gone.setattr(keyring.core, "_keyring_backend", fail.Keyring())
        with pytest.raises(KeychainError):
            vault.wipe().result(ANSWER_S)
    assert stored_secret() == SECRET
    assert open_vault().read().result(ANSWER_S) == "", "nobody is signed in by it"
    wait_for(lambda: profiles.load("Rome") == profile(Keeping.SESSION))
    assert stored_secret() is None


def test_no_longer_to_be_kept_but_not_wiped_is_made_up_for_by_the_sign_out(
    session, open_vault, monkeypatch
):
    vault = open_vault()
    vault.keep(profile(Keeping.KEYCHAIN), SECRET).result(ANSWER_S)
    with monkeypatch.context() as gone:
        gone.setattr(keyring.core, "_keyring_backend", fail.Keyring())
        with pytest.raises(KeychainError):
            vault.keep(profile(Keeping.SESSION), "new").result(ANSWER_S)
    vault.wipe().result(ANSWER_S)
    assert stored_secret() is None


def test_what_is_to_be_wiped_is_noted_until_the_keychain_answers(
    session, open_vault, profiles
):
    """So that a program that ends meanwhile can make up for it."""
    vault = open_vault()
    vault.keep(profile(Keeping.KEYCHAIN), SECRET).result(ANSWER_S)
    session.freeze()
    hung = vault.wipe()
    with pytest.raises(Late):
        hung.result(0.3)
    assert profiles.load("Rome").left
    assert profiles.load("Rome").keeping is Keeping.SESSION
    session.thaw()
    hung.result(ANSWER_S)
    assert not profiles.load("Rome").left
    assert stored_secret() is None


def test_what_a_crash_left_beside_the_file_is_wiped(no_keychain, open_vault, profiles):
    vault = open_vault()
    vault.keep(profile(Keeping.FILE), "other").result(ANSWER_S)
    (file,) = found_in(profiles.folder("Rome"), "other")
    file.with_name("session.new").write_text(SECRET)
    vault.wipe().result(ANSWER_S)
    assert not found_in(profiles.folder("Rome"))
