"""The neighbourhood, and when streams open and close, in virtual time."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from voipmon.ui.taps import (
    LINGER_S,
    OPEN_EVERY_S,
    REFUSED_S,
    TapPlan,
    after,
    neighbours,
)

ORDER = ["a", "b", "c", "d", "e"]


def test_the_way_around():
    assert list(after(ORDER, "c")) == [
        ("d", False), ("e", False), ("a", True), ("b", True),
    ]  # fmt: skip
    assert list(after(ORDER, "b", -1)) == [
        ("a", False), ("e", True), ("d", True), ("c", True),
    ]  # fmt: skip


def test_from_outside_the_view_it_begins_at_the_top_or_the_end():
    assert list(after(ORDER, "z")) == [(key, False) for key in ORDER]
    assert list(after(ORDER, "", -1)) == [(key, False) for key in reversed(ORDER)]
    assert not list(after([], "a"))


@given(st.lists(st.text("abcdef", min_size=1, max_size=2), unique=True), st.data())
def test_every_other_row_is_met_once(order, data):
    anchor = data.draw(st.sampled_from([*order, "zz"]))
    for step in (1, -1):
        met = [key for key, _ in after(order, anchor, step)]
        assert sorted(met) == sorted(set(order) - {anchor})


def test_neighbours_are_the_next_that_are_allowed():
    assert neighbours(ORDER, "b", lambda key: key != "c", 2) == ["d", "e"]
    assert neighbours(ORDER, "d", lambda _: True, 3) == ["e", "a", "b"]
    assert neighbours(ORDER, "a", lambda _: True, 0) == []


class Desk:
    """Does what the plan says, and keeps the time."""

    def __init__(self, limit):
        self.plan = TapPlan(limit)
        self.taps = []
        self.now = 0.0
        self.opened = []

    def run(self, seconds, wanted, dt=0.25):
        for _ in range(round(seconds / dt)):
            self.now += dt
            opened, closed = self.plan.step(dt, wanted, tuple(self.taps))
            for key in closed:
                self.taps.remove(key)
            if opened is not None:
                assert opened not in self.taps
                self.taps.append(opened)
                self.opened.append((self.now, opened))


def test_they_open_one_by_one_the_nearest_first():
    desk = Desk(3)
    desk.run(5, ["b", "c", "d"])
    assert [key for _, key in desk.opened] == ["b", "c", "d"]
    times = [at for at, _ in desk.opened]
    assert all(b - a >= OPEN_EVERY_S for a, b in pairwise(times))


def test_a_view_that_changes_for_a_moment_closes_nothing():
    desk = Desk(2)
    desk.run(3, ["b", "c"])
    desk.run(LINGER_S - 0.5, ["x", "y"])
    assert desk.taps == ["b", "c"]
    desk.run(3, ["b", "c"])
    assert len(desk.opened) == 2


def test_after_two_seconds_it_follows():
    desk = Desk(2)
    desk.run(3, ["b", "c"])
    desk.run(LINGER_S + 2, ["x", "y"])
    assert sorted(desk.taps) == ["x", "y"]


def test_a_lower_limit_holds_at_once():
    desk = Desk(4)
    desk.run(4, ["b", "c", "d", "e"])
    desk.plan.limit = 1
    desk.run(0.25, ["b"])
    assert desk.taps == ["b"]
    desk.plan.limit = 0
    desk.run(0.25, [])
    assert not desk.taps


def test_what_was_refused_is_left_alone_for_a_minute():
    desk = Desk(2)
    desk.plan.refuse("b")
    desk.run(5, ["b", "c"])
    assert desk.taps == ["c"]
    desk.run(REFUSED_S, ["b", "c"])
    assert desk.taps == ["c", "b"]


@given(
    st.integers(0, 8),
    st.lists(
        st.tuples(
            st.lists(st.sampled_from("abcdefghijkl"), unique=True, max_size=8),
            st.floats(0.05, 4),
        ),
        max_size=20,
    ),
)
def test_there_are_never_more_than_the_limit(limit, views):
    desk = Desk(limit)
    for wanted, seconds in views:
        desk.run(seconds, wanted[:limit])
        assert len(desk.taps) <= limit
        assert len(set(desk.taps)) == len(desk.taps)
