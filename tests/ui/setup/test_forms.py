"""The plain pages: what each can change, and what it says."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel

from voipmon.core.domain.settings import PAGES, OnClose
from voipmon.ui.setup import forms, technical
from voipmon.ui.setup.account_page import AccountPage

ELSEWHERE = {
    ("listening", "master_db"),  # the toolbar's
    ("devices", "output_name"), ("devices", "output_api"),  # the device page's
    ("account", "server"), ("account", "user"),  # the sign-in's
    ("session", "first_run_done"),
    *(("layout", name) for name in ("sort_by", "sort_down", "across", "down", "tab")),
}  # fmt: skip
MAKERS = (
    AccountPage, forms.listening, forms.appearance, forms.privacy, forms.notices,
    technical.advanced,
)  # fmt: skip


def test_between_them_they_change_all_that_a_user_decides(desk, qtbot):
    found = set()
    for make in MAKERS:
        form = make(desk.context)
        qtbot.addWidget(form)
        found |= set(form.fields)
    every = {
        (page, n) for page, kind in PAGES.items() for n in kind().__struct_fields__
    }
    assert every - ELSEWHERE == found


def test_privacy_says_what_is_kept_of_calls(desk, qtbot):
    form = forms.privacy(desk.context)
    qtbot.addWidget(form)
    said = " ".join(label.text() for label in form.findChildren(QLabel))
    assert "last 60 seconds" in said
    assert "never written to a disk" in said


def test_closing_the_window_can_be_decided(desk, qtbot):
    form = forms.notices(desk.context)
    qtbot.addWidget(form)
    QTest.keyClicks(form.findChild(QComboBox, "session_on_close"), "Q")
    assert desk.preferences.now.session.on_close is OnClose.QUIT


def test_a_size_that_the_screen_has_no_room_for_is_not_offered(desk, qtbot):
    form = forms.appearance(desk.context)
    qtbot.addWidget(form)
    sizes = form.findChild(QComboBox, "appearance_scale_percent")
    assert sizes.findText("100 %") == 0
    assert sizes.findText("200 %") == -1  # on the 800 by 800 that is drawn into here
    said = " ".join(label.text() for label in form.findChildren(QLabel))
    assert "This screen has room for the window up to 100 %." in said


def test_columns_are_hidden_and_restored_with_the_page(desk, qtbot):
    form = forms.appearance(desk.context)
    qtbot.addWidget(form)
    form.findChild(QCheckBox, "column_direction").click()
    assert desk.preferences.now.layout.hidden == ("direction",)
    assert ("layout", "hidden") in form.fields
