"""Defaults, changes, conflicts; whatever comes from a file, no key means two things."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from voipmon.ui.keys import rules
from voipmon.ui.keys.actions import ACTIONS, BY_ID
from voipmon.ui.keys.keymap import Keymap

IDS = st.sampled_from(sorted(BY_ID))
KEYS = st.sampled_from(
    ["", "F5", "F7", "R", "Shift+R", "Ctrl+F", "Ctrl+K", "Ctrl+K, F7", "Esc", "nothing",
     "Return", "5", "[", "Ctrl+,"],
)  # fmt: skip


def test_usual_keys():
    keymap = Keymap()
    assert keymap.key("refresh") == "F5"
    assert keymap.sequences("list.add") == ("Ctrl+Return", "Ctrl+Enter")
    assert keymap.text("list.listen") == "Enter"
    assert all(keymap.is_default(action.id) for action in ACTIONS)
    assert keymap.changes == {}


def test_another_key_in_any_spelling():
    keymap = Keymap().changed("refresh", "ctrl+k")
    assert keymap.key("refresh") == "Ctrl+K"
    assert keymap.changes == {"refresh": "Ctrl+K"}
    assert not keymap.is_default("refresh")


def test_a_conflict_names_the_other():
    keymap = Keymap()
    found = keymap.objection("search", "F5")
    assert (
        found
        == "F5 is already the key of “Refresh the list; on a lost call: try again”."
    )
    assert keymap.changed("search", "F5") is keymap
    assert "is already the key" in keymap.objection("search", "F5, F7")


def test_a_key_set_free_can_be_had():
    keymap = Keymap().changed("refresh", "").changed("search", "F5")
    assert keymap.key("refresh") == ""
    assert keymap.key("search") == "F5"
    assert keymap.reset("refresh").key("refresh") == "", "its usual key is taken"
    assert keymap.reset("search").reset("refresh").changes == {}


def test_two_may_swap():
    keymap = Keymap({"hop.next": "S", "scan": "N"})
    assert (keymap.key("hop.next"), keymap.key("scan")) == ("S", "N")
    assert not keymap.refused


def test_esc_always_stops():
    for keymap in (Keymap({"stop": ""}), Keymap({"stop": "F9"})):
        assert "Esc" in keymap.sequences("stop")
    assert Keymap({"stop": "F9"}).key("stop") == "F9"
    assert Keymap({"search": "Esc"}).key("search") == "Ctrl+F"


def test_what_cannot_be_is_told_and_left_out():
    keymap = Keymap({"search": "F5", "quit": "gibberish", "scan": "F8"})
    assert keymap.key("search") == "Ctrl+F"
    assert keymap.key("scan") == "F8"
    assert [line.partition(":")[0] for line in keymap.refused] == ["Search", "Quit"]


def test_what_a_newer_version_wrote_is_kept():
    keymap = Keymap({"record": "Ctrl+R"}).changed("scan", "F8")
    assert keymap.changes == {"record": "Ctrl+R", "scan": "F8"}


@settings(max_examples=50)
@given(
    changes=st.dictionaries(IDS, KEYS, max_size=8), steps=st.lists(st.tuples(IDS, KEYS))
)
def test_no_key_ever_means_two_things(changes, steps):
    keymap = Keymap(changes)
    for action_id, text in steps:
        keymap = keymap.changed(action_id, text)
    taken = [
        (action.id, text) for action in ACTIONS for text in keymap.sequences(action.id)
    ]
    for (one, first), (other, second) in combinations(taken, 2):
        assert one == other or not rules.collide(first, second)
    for action_id, text in taken:
        assert not rules.objection(BY_ID[action_id], text)
    again = Keymap(keymap.changes)
    assert all(again.key(a.id) == keymap.key(a.id) for a in ACTIONS)
    assert not again.refused
