"""Waiting for a keychain: said after a moment, left at will, never for ever."""

import msgspec
import pytest
from PySide6.QtWidgets import QPushButton

from tests.ui.signin.secrets import REMEMBERED, ScriptedSecrets
from voipmon.core.domain.profile import Keeping
from voipmon.store.keychain import KeychainError
from voipmon.store.private_file import FileError, FileExposed
from voipmon.ui.signin import remembering
from voipmon.ui.signin.remembering import Remembering
from voipmon.ui.widgets.message_bar import MessageStack


class Clock:
    now_s = 100.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(remembering, "monotonic", made)
    return made


@pytest.fixture
def stack(qtbot, theme):
    made = MessageStack(theme)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def secrets():
    return ScriptedSecrets(REMEMBERED)


@pytest.fixture
def kept(secrets, stack, clock):
    return Remembering(secrets, stack)


def texts(stack):
    return " ".join(stack.texts)


def wait(kept, clock, seconds):
    clock.now_s += seconds
    kept.tick()


def test_a_keychain_that_answers_at_once_is_not_mentioned(kept, secrets, stack, clock):
    found = []
    kept.find(lambda *words: found.append(words))
    wait(kept, clock, 0.2)
    secrets.waiting("read").set_result("token")
    kept.tick()
    assert found == [("token", None)]
    assert texts(stack) == ""


def test_one_that_waits_is_told_and_can_be_left(kept, secrets, stack, clock, qtbot):
    found = []
    kept.find(lambda *words: found.append(words))
    wait(kept, clock, 1.0)
    assert texts(stack).startswith("Waiting for the keychain…")
    button = next(
        b for b in stack.findChildren(QPushButton) if b.text() == "Continue without"
    )
    button.click()
    assert found == [("", None)]
    assert secrets.waiting("read").cancelled()
    assert texts(stack) == ""


def test_nobody_waits_longer_than_a_minute(kept, secrets, clock):
    found = []
    kept.find(lambda *words: found.append(words))
    wait(kept, clock, remembering.LIMIT_S + 1)
    assert found == [("", None)]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeychainError("InitError"), "The keychain did not give your remembered"),
        (FileExposed("x has mode 0644"), "could be read by others"),
    ],
)
def test_what_could_not_be_read_is_told_in_words(kept, secrets, error, words):
    found = []
    kept.find(lambda *told: found.append(told))
    secrets.waiting("read").set_exception(error)
    kept.tick()
    ((secret, message),) = found
    assert secret == ""
    assert words in message.text


def test_a_sign_in_that_is_not_kept_is_told(kept, secrets, stack):
    kept.keep(REMEMBERED, "token")
    secrets.waiting("keep").set_exception(KeychainError("InitError"))
    kept.tick()
    assert texts(stack).startswith("Your sign-in was not kept")
    assert "token" not in texts(stack)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeychainError("locked"), "may still be in the keychain"),
        (FileError("/x: denied"), "could not be removed"),
    ],
)
def test_a_secret_that_may_be_left_is_told(kept, secrets, stack, error, words):
    after = []
    kept.wipe(after.append)
    secrets.waiting("wipe").set_exception(error)
    kept.tick()
    assert words in texts(stack)
    assert words in after[0]


def test_leaving_a_wipe_says_that_it_may_be_left(kept, secrets, stack, clock):
    after = []
    kept.wipe(after.append)
    wait(kept, clock, remembering.LIMIT_S + 1)
    assert "may still be in the keychain" in texts(stack)
    assert "may still be in the keychain" in after[0]


@pytest.mark.parametrize(
    "case",
    [
        (Keeping.SESSION, Keeping.KEYCHAIN, "Your sign-in was not kept"),
        (
            Keeping.KEYCHAIN,
            Keeping.SESSION,
            "an earlier sign-in could not be removed",
        ),
        (Keeping.SESSION, Keeping.SESSION, ""),
    ],
)
def test_a_keeping_that_nobody_waited_for_is_told(kept, secrets, stack, clock, case):
    before, wanted, words = case
    secrets.profile = msgspec.structs.replace(REMEMBERED, keeping=before)
    kept.keep(msgspec.structs.replace(REMEMBERED, keeping=wanted), "token")
    wait(kept, clock, remembering.LIMIT_S + 1)
    assert (words in texts(stack)) if words else texts(stack) == ""


def test_somebody_who_rather_types_hears_no_more_of_it(kept, secrets, stack, clock):
    found = []
    kept.find(lambda *words: found.append(words))
    wait(kept, clock, 1.0)
    kept.stop_finding()
    wait(kept, clock, 100.0)
    assert (found, texts(stack)) == ([], "")
    kept.wipe()
    kept.stop_finding()
    assert not secrets.waiting("wipe").cancelled(), "a wipe goes on"
