"""Searching: every word somewhere in what the row says."""

import pytest

from tests.ui.scripted import call, room
from voipmon.ui.calls.matching import matches

DANA = call(1, "Dana Lee", party="+1 415 555 0142", direction="incoming")


@pytest.mark.parametrize(
    "needle", ["", "dana", "lee dan", "0142", "talking", "incoming lee", "call"]
)
def test_found(needle):
    assert matches(DANA, needle)


@pytest.mark.parametrize("needle", ["priya", "dana priya", "ringing", "conference"])
def test_not_found(needle):
    assert not matches(DANA, needle)


def test_a_room_is_found_by_its_people_and_kind():
    assert matches(room(1, "War room", 3), "war conference 3")
