import itertools

import pytest

from voipmon.core.domain.lifecycle import (
    is_deleted,
    is_live,
    is_over,
    newer,
    over_s,
    place,
    rank,
)
from voipmon.core.wire.resources import Agent, Call, Conference


@pytest.mark.parametrize(
    ("status", "live", "over"),
    [
        ("", True, False),
        ("dialing", True, False),
        ("ringing", True, False),
        ("progressing", True, False),
        ("word of tomorrow", True, False),
        ("terminating", False, False),
        ("canceling", False, False),
        ("hangup", False, True),
    ],
)
def test_calls(status, live, over):
    call = Call(id="c", status=status)
    assert (is_live(call), is_over(call), is_deleted(call)) == (live, over, False)
    deleted = Call(id="c", status=status, deleted_s=1.0)
    assert (is_live(deleted), is_over(deleted)) == (False, True)
    assert is_deleted(deleted)


def test_conferences():
    live = ["", "starting", "progressing", "new"]
    assert all(is_live(Conference(id="k", status=status)) for status in live)
    assert not is_live(Conference(id="k", status="terminating"))
    assert is_over(Conference(id="k", status="terminated"))
    assert is_over(Conference(id="k", status="progressing", ended_s=1.0))


def test_order_of_life():
    words = ["dialing", "ringing", "progressing", "terminating", "hangup"]
    ranks = [rank(Call(id="c", status=word)) for word in words]
    assert ranks == sorted(set(ranks))


def test_life_counts_before_time_and_time_before_asking():
    ringing = Call(id="c", status="ringing", updated_s=9.0)
    talking = Call(id="c", status="progressing", updated_s=5.0)
    assert newer(talking, 0, ringing, 7)
    assert not newer(ringing, 7, talking, 0)
    later = Call(id="c", status="progressing", updated_s=6.0)
    assert newer(later, 0, talking, 7)
    silent = Call(id="c", status="progressing", updated_s=5.0, mute_direction="in")
    assert newer(silent, 8, talking, 7)
    assert not newer(talking, 7, silent, 8)


def test_creation_stands_in_for_a_missing_change():
    assert place(Call(id="c", created_s=3.0), 1) == (0, 3.0, 1)
    assert place(Agent(id="a"), 1) == (0, 0.0, 1)


def test_the_order_is_total():
    calls = [
        Call(id="c", status=status, updated_s=at, mute_direction=mute)
        for status in ("ringing", "hangup")
        for at in (None, 1.0)
        for mute in ("", "in")
    ]
    for a, b in itertools.permutations(calls, 2):
        assert newer(a, 0, b, 0) != newer(b, 0, a, 0)
    assert not any(newer(a, 0, a, 0) for a in calls)


def test_end():
    assert over_s(Call(id="c", hangup_s=3.0, updated_s=4.0, created_s=1.0)) == 3.0
    assert over_s(Call(id="c", updated_s=4.0, created_s=1.0)) == 4.0
    assert over_s(Conference(id="k", ended_s=2.0)) == 2.0
    assert over_s(Call(id="c")) == 0.0
