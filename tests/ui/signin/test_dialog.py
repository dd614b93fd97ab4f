"""The dialog: what it asks, sends, hides and says."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.snapshot import Problem
from voipmon.ui.messages import message
from voipmon.ui.signin.dialog import SignInDialog


@pytest.fixture
def dialog(qtbot, theme):
    made = SignInDialog(theme)
    qtbot.addWidget(made)
    made.sent = []
    made.submitted.connect(made.sent.append)
    made.show()
    return made


def fill(dialog: SignInDialog) -> None:
    dialog.prefill("s.example.org", "sam")
    dialog.password.setText("hunter2")


def test_enter_submits_name_and_password(dialog, qtbot):
    fill(dialog)
    qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    (sent,) = dialog.sent
    assert sent.password == "hunter2"
    assert (sent.server, sent.username, sent.accesskey) == ("s.example.org", "sam", "")
    assert not dialog.button.isEnabled()


def test_an_access_key_alone(dialog):
    fill(dialog)
    dialog.tabs.setCurrentIndex(1)
    dialog.accesskey.setText(" key-1 ")
    dialog.button.click()
    (sent,) = dialog.sent
    assert isinstance(sent, SignIn)
    assert (sent.accesskey, sent.username, sent.password) == ("key-1", "", "")


def test_a_fingerprint_in_any_writing(dialog):
    fill(dialog)
    dialog.pin.setText("AB:CD:01 ")
    dialog.ca_file.setText("/etc/ca.pem")
    dialog.button.click()
    assert (dialog.sent[0].pin_sha256, dialog.sent[0].ca_file) == (
        "abcd01",
        "/etc/ca.pem",
    )


def test_what_is_missing_is_named_and_nothing_sent(dialog):
    dialog.prefill("s.example.org", "sam")
    dialog.button.click()
    assert not dialog.sent
    assert dialog.error.text == "Password is missing."


def test_secrets_are_masked(dialog):
    for edit in (dialog.password, dialog.accesskey):
        assert edit.echoMode() is QLineEdit.EchoMode.Password


def test_a_failure_keeps_the_fields_and_says_what_to_do(dialog):
    fill(dialog)
    dialog.button.click()
    dialog.show_failure(message(Problem(kind="net.tls", detail="self-signed")))
    assert dialog.button.isEnabled()
    assert dialog.password.text() == "hunter2"
    assert "certificate is not trusted" in dialog.error.text
    assert "Self-signed server" in dialog.error.text


def test_escape_while_busy_cancels_and_else_closes(dialog, qtbot):
    fill(dialog)
    dialog.button.click()
    with qtbot.waitSignal(dialog.cancelled):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert dialog.password.text() == ""
