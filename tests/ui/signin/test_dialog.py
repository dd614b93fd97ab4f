"""The dialog: what it asks, sends, hides and says."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea

from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.profile import Keeping, Profile
from voipmon.core.domain.snapshot import Problem
from voipmon.ui.messages import message
from voipmon.ui.signin.dialog import SignInDialog


@pytest.fixture
def dialog(qtbot, theme):
    made = SignInDialog(theme, keeps=True)
    qtbot.addWidget(made)
    made.sent = []
    made.submitted.connect(made.sent.append)
    made.show()
    return made


KNOWN = Profile(server="s.example.org", user="sam")


def fill(dialog: SignInDialog) -> None:
    dialog.prefill(KNOWN)
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
    dialog.trust.pin.setText("AB:CD:01 ")
    dialog.trust.ca_file.setText("/etc/ca.pem")
    dialog.button.click()
    assert (dialog.sent[0].pin_sha256, dialog.sent[0].ca_file) == (
        "abcd01",
        "/etc/ca.pem",
    )


def test_what_is_missing_is_named_and_nothing_sent(dialog):
    dialog.prefill(KNOWN)
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


def test_what_is_remembered_is_filled_in_and_a_kept_secret_need_not_be_typed(dialog):
    known = Profile(
        server="https://s",
        user="sam",
        ca_file="/ca.pem",
        pin_sha256="ab",
        keeping=Keeping.KEYCHAIN,
    )
    dialog.prefill(known, remembered=True)
    assert dialog.trust.ca_file.isVisible(), "who is believed is not hidden"
    assert dialog.keep.keeping is Keeping.KEYCHAIN
    dialog.button.click()
    (sent,) = dialog.sent
    assert (sent.server, sent.username, sent.password) == ("https://s", "sam", "")
    assert (sent.ca_file, sent.pin_sha256) == ("/ca.pem", "ab")


def test_a_kept_secret_goes_to_nobody_else(dialog):
    dialog.prefill(Profile(server="https://s", user="sam"), remembered=True)
    dialog.server.setText("https://other")
    dialog.button.click()
    assert not dialog.sent
    assert dialog.error.text == "Password is missing."


def test_an_access_key_is_where_it_was_last_time(dialog):
    dialog.prefill(Profile(server="https://s", by_key=True))
    assert dialog.tabs.currentIndex() == 1
    dialog.button.click()
    assert dialog.error.text == "Access key is missing."


def test_nothing_typed_is_left_after_signing_out(dialog):
    fill(dialog)
    dialog.accesskey.setText("key-1")
    dialog.trust.pin.setText("ab")
    dialog.forget_all()
    assert not any(edit.text() for edit in dialog.findChildren(QLineEdit))


def test_where_nothing_is_kept_nothing_is_offered(qtbot, theme):
    bare = SignInDialog(theme)
    qtbot.addWidget(bare)
    bare.show()
    assert not bare.keep.isVisible()
    assert not bare.profiles.isVisible()
    assert bare.keep.keeping is Keeping.SESSION


def test_a_name_that_cannot_be_one_is_refused_in_words(dialog):
    dialog.profiles.refused.emit("A profile needs a name.")
    assert dialog.error.text == "A profile needs a name."


def test_on_a_low_screen_it_is_scrolled_not_squeezed(dialog, qtbot):
    dialog.setStyleSheet("* { font-size: 40px }")  # 800 pixels are low for these
    fill(dialog)
    dialog.trust.expand.setChecked(True)
    dialog.show_keychain(usable=False, offers_file=True)
    dialog.show_failure(message(Problem(kind="net.tls", detail="self-signed")))
    room = dialog.screen().availableSize().height()
    qtbot.waitUntil(lambda: dialog.height() < room)
    for field in dialog.findChildren(QLineEdit):
        if field.isVisible():
            assert field.height() >= field.minimumSizeHint().height(), (
                field.objectName()
            )
    assert dialog.rect().contains(dialog.button.geometry())
    scroll = dialog.findChild(QScrollArea, "sign_in_scroll")
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 0)
    for field in (dialog.server, dialog.trust.pin, dialog.server):
        while not field.hasFocus():
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen = field.mapTo(scroll, field.rect().center())
        assert scroll.rect().contains(seen), field.objectName()
