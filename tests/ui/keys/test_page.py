"""The settings page: another key, refusals in words, back to the usual."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTreeWidget

from tests.ui.access.reader import Reader
from voipmon.core.domain.policy import Policy
from voipmon.core.domain.settings import Settings
from voipmon.ui.keys.actions import ACTIONS, BY_ID
from voipmon.ui.keys.page import KeysPage
from voipmon.ui.preferences import Preferences


class Hands:
    """What a person does on the page."""

    def __init__(self, page: KeysPage, qtbot) -> None:
        self.page, self.qtbot = page, qtbot
        self.table = page.findChild(QTreeWidget, "keys_table")
        self.field = page.findChild(QLineEdit, "keys_capture")

    def choose(self, action_id: str) -> None:
        label = BY_ID[action_id].label
        flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
        self.table.setCurrentItem(self.table.findItems(label, flags)[0])

    def press(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier(0)
        self.qtbot.keyClick(self.field, key, held)

    def click(self, name: str) -> None:
        self.page.findChild(QPushButton, name).click()

    @property
    def said(self) -> str:
        return self.page.findChild(QLabel, "keys_said").text()

    @property
    def shown(self) -> str:
        return self.table.currentItem().text(1)


@pytest.fixture
def make(qtbot):
    def made(preferences: Preferences) -> Hands:
        page = KeysPage(preferences, ACTIONS)
        qtbot.addWidget(page)
        page.show()
        return Hands(page, qtbot)

    return made


def test_another_key_holds_at_once(make):
    preferences = Preferences()
    hands = make(preferences)
    hands.choose("scan")
    hands.press(Qt.Key.Key_F8)
    assert preferences.now.keys == {"scan": "F8"}
    assert hands.shown == hands.field.text() == "F8"
    assert hands.said == ""


def test_a_conflict_is_refused_in_words(make):
    preferences = Preferences()
    hands = make(preferences)
    hands.choose("scan")
    hands.press(Qt.Key.Key_R)
    assert hands.said == "R is already the key of “Back 5 seconds”."
    assert hands.shown == "S"
    hands.choose("search")
    assert hands.said == ""
    hands.press(Qt.Key.Key_G)
    assert "is needed to type" in hands.said
    assert preferences.now.keys == {}


def test_a_refusal_is_read_out(make, monkeypatch):
    reader = Reader(monkeypatch)
    hands = make(Preferences())
    hands.choose("scan")
    hands.press(Qt.Key.Key_R)
    assert reader.said(urgent=False) == [hands.said]


def test_no_key_usual_key_all_usual_keys(make):
    preferences = Preferences()
    hands = make(preferences)
    hands.choose("scan")
    hands.click("keys_none")
    assert preferences.now.keys == {"scan": ""}
    assert hands.shown == "none"
    hands.click("keys_usual")
    assert preferences.now.keys == {}
    for action_id, key in (("scan", Qt.Key.Key_F8), ("search", Qt.Key.Key_F9)):
        hands.choose(action_id)
        hands.press(key)
    hands.click("keys_all")
    assert preferences.now.keys == {}
    assert hands.shown == "Ctrl+F"


def test_the_usual_key_of_another_is_not_taken_back_by_force(make):
    preferences = Preferences(Settings(keys={"scan": "", "search": ""}))
    preferences.change("keys", **{"hop.next": "S"})
    hands = make(preferences)
    hands.choose("scan")
    hands.click("keys_usual")
    assert hands.said == "S is already the key of “Hop to the next call in view”."
    assert preferences.now.keys["scan"] == ""


def test_stop_cannot_lose_esc(make):
    hands = make(Preferences())
    hands.choose("stop")
    assert hands.shown == "Esc"
    assert not hands.page.findChild(QPushButton, "keys_none").isEnabled()


def test_what_the_administrator_fixed_is_told(make):
    hands = make(Preferences(policy=Policy(fixed={"keys.scan": "F8"})))
    hands.choose("scan")
    assert hands.shown == "F8"
    assert "administrator" in hands.said
    assert not hands.field.isEnabled()
    hands.choose("search")
    assert hands.field.isEnabled()


def test_bad_lines_of_the_file_are_told(make):
    hands = make(Preferences(Settings(keys={"scan": "R"})))
    assert "R is already the key" in hands.said


def test_the_search_finds_words_and_keys(make):
    hands = make(Preferences())
    search = hands.page.findChild(QLineEdit, "keys_search")
    search.setText("f5")
    shown = [a.id for a in ACTIONS if not hidden(hands, a.label)]
    assert shown == ["refresh"]
    search.setText("hop next")
    assert not hidden(hands, BY_ID["hop.next"].label)
    assert hidden(hands, BY_ID["refresh"].label)


def hidden(hands: Hands, label: str) -> bool:
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    item = hands.table.findItems(label, flags)[0]
    return item.isHidden()
