"""Places of up to seven calls: each its own, the selected one in the middle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.domain.places import SLOTS_DEG, UNDER_DB, Place, arrange, beside


@st.composite
def desks(draw):
    """Calls in order, one selected or none, some moved by the user."""
    calls = draw(st.lists(st.integers(1, 99), unique=True, max_size=7))
    selected = draw(st.sampled_from([None, *calls]))
    moved = draw(st.lists(st.sampled_from(calls), unique=True)) if calls else []
    own = {call: draw(st.sampled_from(SLOTS_DEG)) for call in moved}
    return calls, selected, own


@pytest.mark.parametrize(
    ("count", "azimuths"),
    [(0, []), (1, [0]), (2, [-30, 30]), (3, [-90, 0, 90]), (4, [-90, -30, 30, 90])],
)
def test_with_none_selected_all_are_at_home_and_equally_loud(count, azimuths):
    placed = arrange(range(count), None, {})
    assert placed == {n: Place(a, 0.0) for n, a in enumerate(azimuths)}


def test_the_selected_one_is_in_the_middle_and_twelve_decibels_above():
    assert arrange([1, 2], 1, {}) == {1: Place(0, 0), 2: Place(30, UNDER_DB)}
    assert arrange([1, 2, 3, 4], 4, {}) == {
        1: Place(-90, 12), 2: Place(-30, 12), 3: Place(30, 12), 4: Place(0, 0),
    }  # fmt: skip


def test_of_three_the_others_are_left_and_right():
    for selected in (1, 2, 3):
        placed = arrange([1, 2, 3], selected, {})
        others = {placed[n].azimuth_deg for n in (1, 2, 3) if n != selected}
        assert others == {-90, 90}


@given(desks())
def test_two_are_never_in_one_slot(desk):
    calls, selected, own = desk
    placed = arrange(calls, selected, own)
    slots = [place.azimuth_deg for place in placed.values()]
    assert list(placed) == calls
    assert len(set(slots)) == len(slots)
    assert set(slots) <= set(SLOTS_DEG)


@given(desks())
def test_only_the_selected_one_is_loud(desk):
    calls, selected, own = desk
    for call, place in arrange(calls, selected, own).items():
        assert place.under_db == (0 if selected in {None, call} else UNDER_DB)


@given(desks())
def test_the_selected_one_is_in_the_middle_unless_the_user_moved_it(desk):
    calls, selected, own = desk
    if selected is not None and selected not in own:
        assert arrange(calls, selected, own)[selected].azimuth_deg == 0


@given(desks())
def test_who_was_moved_alone_stays_there(desk):
    calls, selected, own = desk
    for call in list(own)[:1]:
        if selected is None or selected in own or own[call] != 0:
            placed = arrange(calls, selected, {call: own[call]})
            assert placed[call].azimuth_deg == own[call]


@given(desks(), st.data())
def test_nobody_moves_when_the_selection_changes_without_reason(desk, data):
    """Reasons: to be selected, to have been, to be at home in the middle."""
    calls, before, own = desk
    after = data.draw(st.sampled_from([None, *calls]))
    home = arrange(calls, None, own)
    was, now = (arrange(calls, one, own) for one in (before, after))
    for call in calls:
        if call not in {before, after} and home[call].azimuth_deg != 0:
            assert was[call].azimuth_deg == now[call].azimuth_deg


@given(desks())
def test_with_none_selected_the_homes_are_the_same_as_ever(desk):
    calls, _, own = desk
    assert arrange(calls, None, own) == arrange(calls, -1, own)


def test_beside_leaps_over_taken_slots_and_ends_at_the_ends():
    assert beside(0, 1, ()) == 10
    assert beside(0, 1, (10.0, 30.0)) == 90
    assert beside(-90, -1, ()) is None
    assert beside(10, 1, (30.0, 90.0)) is None
