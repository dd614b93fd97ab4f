"""Which keys nobody can have, and how keys are written."""

import pytest

from voipmon.ui.keys import rules
from voipmon.ui.keys.actions import BY_ID

LETTER, WHOLE, ENTER = BY_ID["scan"], BY_ID["search"], BY_ID["list.listen"]


@pytest.mark.parametrize(
    "text",
    [
        "Space", "Return", "Enter", "Tab", "Shift+Tab", "Backtab", "Up", "Shift+Down",
        "Left", "Right", "Home", "End", "PgUp", "PgDown", "Esc", "Shift+Space",
    ],
)  # fmt: skip
def test_what_moves_and_presses_is_nobodys(text):
    for action in (LETTER, WHOLE):
        assert "is needed to move" in rules.objection(action, text)


@pytest.mark.parametrize("text", ["F", "Shift+F", "ä", "[", ".", "Backspace", "Del"])
def test_what_types_belongs_to_list_and_cards(text):
    assert "is needed to type" in rules.objection(WHOLE, text)
    assert not rules.objection(LETTER, text)


@pytest.mark.parametrize("text", ["5", "0", "Shift+5"])
def test_digits_find_numbers(text):
    assert "digits find numbers" in rules.objection(LETTER, text)


@pytest.mark.parametrize("text", ["Ctrl+C", "Ctrl+V", "Ctrl+Z"])
def test_copy_and_paste_stay(text):
    assert "copy and paste" in rules.objection(WHOLE, text)


def test_alt_and_a_letter_is_a_mnemonic():
    assert "opens the button or menu" in rules.objection(WHOLE, "Alt+Q")
    assert not rules.objection(WHOLE, "Alt+F7")


@pytest.mark.parametrize("text", ["", "xyz", "Ctrl", "Ctrl+", "Shift"])
def test_what_is_no_key(text):
    assert rules.objection(WHOLE, text) == f"“{text}” is not a key."
    assert rules.normal(text) == ""


def test_an_action_may_have_what_it_came_with():
    assert not rules.objection(ENTER, "Return")
    assert not rules.objection(ENTER, "Enter")


def test_a_later_chord_counts_too():
    assert "is needed to type" in rules.objection(WHOLE, "Ctrl+K, R")


def test_one_spelling():
    assert rules.normal("ctrl+shift+s") == rules.normal("Shift+Ctrl+S")
    assert rules.shown("Return") == "Enter"
    assert rules.shown("Ctrl+Return") == "Ctrl+Enter"


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("F5", "f5", True), ("F5", "F6", False), ("Ctrl+K", "Ctrl+K, F5", True),
        ("Ctrl+K, F6", "Ctrl+K, F5", False), ("F5, Ctrl+K", "Ctrl+K", False),
        ("V", "Shift+V", False), ("xyz", "xyz", False),
    ],
)  # fmt: skip
def test_a_sequence_and_its_beginning_collide(one, other, together):
    assert rules.collide(one, other) is together
    assert rules.collide(other, one) is together
