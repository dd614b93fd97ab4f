"""The table: no id, no key twice; every line can be read."""

from voipmon.ui.keys.actions import ACTIONS, BY_ID, FIXED, Scope
from voipmon.ui.keys.keymap import Keymap

REPEATING = {"volume.down", "volume.up", "place.left", "place.right"}


def test_ids_are_unique():
    assert len(BY_ID) == len(ACTIONS)


def test_the_usual_keys_break_no_rule_of_their_own():
    keymap = Keymap()
    for action in ACTIONS:
        for text in keymap.sequences(action.id):
            assert not keymap.objection(action.id, text), action.id


def test_only_volume_and_place_repeat():
    assert {action.id for action in ACTIONS if action.repeats} == REPEATING


def test_a_plain_letter_is_never_the_whole_windows():
    for action in ACTIONS:
        if action.scope in {Scope.WINDOW, Scope.PROGRAM}:
            assert "+" in action.key or action.key[:1] in {"F", ""}, action.id


def test_every_line_has_words():
    assert all(action.label and action.group for action in ACTIONS)
    groups = {action.group for action in ACTIONS}
    assert all(group in groups and keys and told for group, keys, told in FIXED)
