"""Each bad value costs itself alone and is told in one sentence."""

import math
import tomllib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.support.settings import all_settings
from voipmon.core.domain.commands import Ear
from voipmon.core.domain.settings import KEYS, PAGES, Settings, ThemeChoice
from voipmon.core.domain.settings_rules import (
    allowed,
    check,
    document,
    limits,
    read,
    replace,
)


@examples(max_examples=40)
@given(all_settings())
def test_what_is_written_is_read_again(settings):
    found = read(document(settings))
    assert found.settings == settings
    assert not found.faults
    assert not found.unknown


def test_what_is_usual_is_not_written():
    assert document(Settings()) == {"version": 1}
    louder = replace(Settings(), "listening", {"master_db": 3.0})
    assert document(louder) == {"version": 1, "listening": {"master_db": 3.0}}


BAD = [
    ("listening", "taps", 9, "9 is not a whole number from 0 to 8, so 2"),
    ("listening", "taps", True, "true is not a whole number from 0 to 8, so 2"),
    ("listening", "taps", 1.5, "1.5 is not a whole number from 0 to 8, so 2"),
    ("listening", "ceiling_dbfs", -2, "-2 is not a number from -20 to -3, so -6"),
    ("listening", "ceiling_dbfs", math.nan, "nan is not a number from -20 to -3, so"),
    ("listening", "back_speed", 1.3, "1.3 is not 1, 1.25 or 1.5, so 1.25"),
    ("listening", "mono", "yes", '"yes" is not true or false, so false'),
    ("listening", "ear", "mid", '"mid" is not "both", "left" or "right", so "both"'),
    ("devices", "block_ms", 15, "15 is not 10 or 20, so 20"),
    ("devices", "output_name", 3, '3 is not a text in quotes, so ""'),
    ("appearance", "scale_percent", 9, "9 is not a whole number from 100 to 200, so"),
    ("layout", "across", "x", '"x" is not a list as voipmon writes it, so ()'),
]  # fmt: skip


@pytest.mark.parametrize(("page", "name", "value", "words"), BAD)
def test_a_bad_value_is_told_and_the_rest_is_used(page, name, value, words):
    good = {"listening": {"hop_back_s": 5}, "devices": {"output_api": "pulse"}}
    table = {**good.get(page, {}), name: value}
    found = read({**good, page: table})
    (complaint,) = found.complaints("settings.toml")
    assert complaint.startswith(f"settings.toml, {page}.{name}: {words}")
    assert complaint.endswith(" is used.")
    assert found.settings.listening.hop_back_s == 5.0
    assert found.settings.devices.output_api == "pulse"


@pytest.mark.parametrize("page", [*PAGES, KEYS])
@examples(max_examples=20)
@given(value=st.none() | st.integers() | st.text() | st.just([{}]))
def test_a_page_that_is_no_table_costs_itself_alone(page, value):
    other = "listening" if page != "listening" else "devices"
    found = read({page: value, other: {}})
    assert list(found.faults) == [page]
    assert found.settings == Settings()


_ANY = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text()
    | st.just(datetime(2026, 1, 1, tzinfo=UTC)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)  # fmt: skip
_NAMES = st.sampled_from(
    [n for kind in PAGES.values() for n in kind().__struct_fields__]
)


@examples(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from([*PAGES, KEYS]) | st.text(),
        st.dictionaries(_NAMES | st.text(), _ANY, max_size=4),
        max_size=4,
    )
)
def test_nonsense_is_always_survived_and_never_silent(nonsense):
    found = read(nonsense)
    named = {f"{page}.{name}" for page in nonsense for name in nonsense[page]}
    told = {*found.faults, *found.unknown}
    kept = {
        f"{p}.{n}"
        for p, t in document(found.settings).items()
        if p != "version"
        for n in t
    }
    assert kept <= named
    assert told <= named | set(nonsense)
    for page, table in nonsense.items():
        for name, value in table.items():
            known = page == KEYS or (
                page in PAGES and name in PAGES[page]().__struct_fields__
            )
            if known and f"{page}.{name}" not in found.faults:
                assert check(page, name, value) is not None


def test_a_long_value_does_not_make_a_long_sentence():
    found = read({"appearance": {"theme": "x" * 5000}})
    (complaint,) = found.complaints("settings.toml")
    assert len(complaint) < 200


def test_unknown_names_are_told_apart_from_wrong_ones():
    found = read({"version": 1, "aura": {"on": True}, "listening": {"aura": 1}})
    assert found.unknown == ("aura", "listening.aura")
    assert not found.faults


def test_a_change_is_checked():
    changed = replace(Settings(), "appearance", {"theme": "dark"})
    assert changed.appearance.theme is ThemeChoice.DARK
    with pytest.raises(ValueError, match="300 is not a whole number"):
        replace(Settings(), "appearance", {"scale_percent": 300})
    with pytest.raises(KeyError):
        replace(Settings(), "appearance", {"colour": "red"})


def test_a_key_is_changed_taken_away_and_usual_again():
    changed = replace(Settings(), KEYS, {"list.listen": "X", "scan": ""})
    assert changed.keys == {"list.listen": "X", "scan": ""}
    assert replace(changed, KEYS, {"scan": None}).keys == {"list.listen": "X"}
    with pytest.raises(ValueError, match="3 is not a key in quotes"):
        replace(Settings(), KEYS, {"scan": 3})


def test_words_and_limits_come_from_the_field():
    assert limits("listening", "taps") == (0, 8)
    assert allowed("listening", "ear") == '"both", "left" or "right"'
    with pytest.raises(TypeError):
        limits("listening", "ear")


def test_a_file_of_words_means_the_values():
    text = '[listening]\near = "left"\ntaps = 0\n[keys]\n"list.listen" = "X"\n'
    found = read(tomllib.loads(text)).settings
    assert (found.listening.ear, found.listening.taps) == (Ear.LEFT, 0)
    assert found.keys == {"list.listen": "X"}
