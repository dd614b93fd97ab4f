"""Older formats are brought to the present one, a version at a time."""

import pytest

from voipmon.core.domain.settings import VERSION
from voipmon.core.domain.settings_rules import read
from voipmon.core.domain.settings_steps import STEPS, upgrade, version_of


def test_the_first_versions_store_becomes_pages():
    store = {
        "sign_in/server": "https://s",
        "sign_in/user": "sam",
        "window/theme": "dark",
    }
    made = upgrade(store, 0)
    assert made == {
        "version": VERSION,
        "account": {"server": "https://s", "user": "sam"},
        "appearance": {"theme": "dark"},
    }
    assert not read(made).faults


def test_an_empty_store_becomes_an_empty_file():
    assert upgrade({"sign_in/server": ""}, 0) == {"version": VERSION}


def test_every_older_format_has_its_step():
    assert set(STEPS) == set(range(VERSION))


def test_steps_follow_each_other_and_leave_the_original_alone():
    def first(document):
        return {**document, "order": [*document["order"], 1]}

    def second(document):
        renamed = {"new" if key == "old" else key: v for key, v in document.items()}
        return {**renamed, "order": [*document["order"], 2]}

    original = {"version": 1, "old": {"a": 1}, "strange": 7, "order": []}
    made = upgrade(original, 1, to=3, steps={1: first, 2: second})
    assert made == {"version": 3, "new": {"a": 1}, "strange": 7, "order": [1, 2]}
    assert original == {"version": 1, "old": {"a": 1}, "strange": 7, "order": []}


@pytest.mark.parametrize(
    ("found", "version"),
    [({}, VERSION), ({"version": 7}, 7), ({"version": "1"}, None),
     ({"version": True}, None), ({"version": 0}, None), ({"version": 1.0}, None)],
)  # fmt: skip
def test_a_version_is_a_whole_number_from_one(found, version):
    assert version_of(found) == version
