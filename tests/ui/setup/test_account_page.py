"""Who is signed in, as it is now."""

from PySide6.QtWidgets import QLabel, QPushButton

from voipmon.core.domain.snapshot import LinkSnapshot
from voipmon.ui.setup.account_page import AccountPage


def test_it_follows_the_sign_in_and_signs_out(desk, qtbot):
    page = AccountPage(desk.context)
    qtbot.addWidget(page)
    user = page.findChild(QLabel, "account_user")
    button = page.findChild(QPushButton, "account_sign_out")
    assert user.text() == "sam"
    assert button.text() == "Sign &out"
    button.click()
    assert desk.asked == ["account"]
    desk.state.link = LinkSnapshot()
    qtbot.waitUntil(lambda: user.text() == "nobody")
    assert button.text() == "Sign &in…"
