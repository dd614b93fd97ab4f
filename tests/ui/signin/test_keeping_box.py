"""Staying signed in is asked, worded, and never assumed."""

import pytest

from voipmon.core.domain.profile import Keeping
from voipmon.ui.signin.keeping_box import KeepingBox


@pytest.fixture
def box(qtbot):
    made = KeepingBox()
    qtbot.addWidget(made)
    made.show()
    return made


def test_with_a_keychain_one_tick_and_what_it_means(box):
    assert box.keeping is Keeping.SESSION
    assert not box.hint.isVisible()
    box.stay.click()
    assert box.keeping is Keeping.KEYCHAIN
    assert "Your password is not" in box.hint.text()
    box.show_way(by_key=True)
    assert box.hint.text().startswith("The access key is kept")
    assert not box.file.isVisible()


def test_without_one_this_session_unless_the_file_is_chosen(box):
    box.choose(Keeping.KEYCHAIN)
    box.show_keychain(usable=False, offers_file=True)
    assert box.keeping is Keeping.SESSION, "never the file by itself"
    assert not box.stay.isVisible()
    assert "No keychain was found" in box.none.text()
    box.file.click()
    assert box.keeping is Keeping.FILE
    assert box.hint.isVisible()
    assert "not encrypted" in box.hint.text()
    box.session.click()
    assert box.keeping is Keeping.SESSION


def test_where_no_file_can_be_kept_from_others_there_is_no_choice(box):
    box.choose(Keeping.FILE)
    box.show_keychain(usable=False, offers_file=False)
    assert box.keeping is Keeping.SESSION
    assert not box.file.isVisible()
    assert "until voipmon is closed" in box.none.text()


def test_what_was_chosen_last_is_chosen_again(box):
    box.show_keychain(usable=False, offers_file=True)
    box.choose(Keeping.FILE)
    assert box.keeping is Keeping.FILE


@pytest.mark.parametrize("usable", [True, False])
def test_what_may_not_be_kept_is_not_offered(box, usable):
    box.limit(Keeping.SESSION)
    box.show_keychain(usable=usable, offers_file=True)
    box.choose(Keeping.KEYCHAIN)
    assert box.keeping is Keeping.SESSION
    assert "By your settings" in box.none.text()
    assert not box.stay.isVisible()
    assert not box.file.isVisible()


def test_a_keychain_at_most(box):
    box.limit(Keeping.KEYCHAIN)
    box.show_keychain(usable=False, offers_file=True)
    assert not box.file.isVisible()
    box.show_keychain(usable=True, offers_file=True)
    assert box.stay.isVisible()
