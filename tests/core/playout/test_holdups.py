from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.playout.holdups import Bin, level, peaks
from voipmon.core.playout.tuning import JUMP_MS, TUNING, Profile

TO = replace(
    TUNING[Profile.LISTEN],
    window=100,
    forgiven=1,
    step_ms=100.0,
    cap_ms=350.0,
    start_ms=40.0,
)
LONG = 1000  # bins: all is known that can be


@pytest.mark.parametrize(
    ("bins", "found"),
    [
        ([], []),
        ([(5, 0)], [5]),
        ([(5, 0), (7, 0)], [5, 7]),
        ([(5, 0), (300, 0), (9, 0)], [5, 300, 9]),
        # The next bin has none that is fast again: the same hold-up goes on,
        ([(5, 0), (300, 0), (310, 290), (305, 300), (9, 0)], [5, 310, 9]),
        # but after one that is it is another.
        ([(300, 0), (200, 100), (300, 0)], [300, 200, 300]),
        # All as late as that are no hold-up, but a slow network: one.
        ([(510, 500), (515, 500)], [510, 515]),
    ],
)
def test_peaks(bins, found):
    assert peaks(Bin(high, low) for high, low in bins) == found


@pytest.mark.parametrize(
    ("found", "bins", "forgiven", "expected"),
    [
        ([], 100, 1, 0),
        ([80], 100, 1, 0),  # the one that is forgiven
        ([80, 80], 100, 1, 80),
        ([300, 80], 100, 1, 80),
        ([300, 300], 100, 1, 100),  # one step for the first that counts,
        ([300, 300, 300], 100, 1, 200),  # and one more for each further one
        ([300, 300, 300, 300], 100, 1, 300),
        ([300, 300, 120], 100, 1, 120),
        ([340] * 9, 100, 1, 340),
        ([900] * 9, 100, 1, 350),  # the cap
        ([900] * 9, 100, 9, 0),
        ([300, 300], 100, 2, 0),
        ([80], 50, 1, 80),  # half a window forgives half of one, none
        ([80, 80], 50, 2, 80),  # and half of two, one
        ([80], 50, 2, 0),
        ([200], 50, 1, 0),  # unknown yet, and more than one step covers
        ([JUMP_MS + 1], 100, 1, 0),  # jumped over whatever the level
        ([JUMP_MS + 1, 300, 300], 100, 1, 100),
        ([JUMP_MS + 1] * 5, 100, 1, 350),  # but not all the time
    ],
)
def test_level(found, bins, forgiven, expected):
    to = replace(TO, forgiven=forgiven)
    assert level(found, 0.0, bins, LONG, to) == pytest.approx(expected)


@pytest.mark.parametrize(("known", "expected"), [(0, 40), (25, 20), (50, 0), (LONG, 0)])
def test_while_nothing_is_known_some_is_held_back(known, expected):
    assert level([], 0.0, known, known, TO) == pytest.approx(expected)


heights = st.lists(st.floats(0, JUMP_MS), max_size=12)
floors = st.floats(-1e4, 1e4)


@given(found=heights, floor=floors, bins=st.integers(0, 300), known=st.integers(0, 300))
def test_it_is_never_below_the_floor_nor_above_the_cap(found, floor, bins, known):
    lifted = [floor + height for height in found]
    wanted = level(lifted, floor, bins, known, TO)
    assert floor <= wanted <= floor + TO.cap_ms
    assert wanted <= max([*lifted, floor + TO.start_ms]) + 1e-6


@given(found=heights, order=st.randoms(use_true_random=False))
def test_the_order_of_the_hold_ups_does_not_matter(found, order):
    mixed = [*found]
    order.shuffle(mixed)
    assert level(mixed, 0.0, 100, LONG, TO) == level(found, 0.0, 100, LONG, TO)


@given(found=heights, index=st.integers(0, 11), more=st.floats(0, JUMP_MS))
def test_with_all_known_a_worse_hold_up_or_one_more_never_lowers_it(found, index, more):
    worse = [*found]
    if index < len(found):
        worse[index] = max(found[index], more)
    else:
        worse.append(more)
    before = level(found, 0.0, 100, LONG, TO)
    assert level(worse, 0.0, 100, LONG, TO) >= before


@given(found=heights, forgiven=st.integers(0, 5))
def test_who_forgives_more_waits_for_no_more(found, forgiven):
    wanted = [
        level(found, 0.0, 100, LONG, replace(TO, forgiven=forgiven + more))
        for more in (0, 1)
    ]
    assert wanted[1] <= wanted[0]


@given(found=st.lists(st.floats(0, 2 * JUMP_MS), max_size=3))
def test_as_many_as_are_forgiven_bring_nothing(found):
    to = replace(TO, forgiven=3)
    assert level(found, 0.0, 100, LONG, to) == 0


bins_ = st.lists(
    st.tuples(st.floats(0, 500), st.floats(0, 1)).map(
        lambda pair: Bin(pair[0], pair[0] * pair[1])
    ),
    max_size=20,
)


@given(bins=bins_)
def test_the_peaks_are_some_of_the_highs_and_the_highest_is_among_them(bins):
    found = peaks(bins)
    highs = [bin_.high for bin_ in bins]
    assert len(found) <= len(bins)
    assert set(found) <= set(highs)
    assert max(found, default=0) == max(highs, default=0)
