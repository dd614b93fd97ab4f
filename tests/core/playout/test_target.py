from dataclasses import replace

import pytest

from voipmon.core.playout.target import Target
from voipmon.core.playout.tuning import TUNING, Profile

PLAIN = replace(
    TUNING[Profile.LISTEN],
    window=150,
    forgiven=1,
    step_ms=150.0,
    cap_ms=1000.0,
    start_ms=0.0,
    hole_ms=0.0,
)


def plain(**other: float) -> Target:
    target = Target(Profile.LISTEN)
    target.tuning = replace(PLAIN, **other)
    return target


def steady(target: Target, n: int, start_ms: float = 0.0, rel: float = 0.0) -> float:
    for k in range(n):
        target.arrived(rel, start_ms + k * 20, started=True)
    return start_ms + n * 20


@pytest.mark.parametrize("profile", list(Profile))
def test_each_profile_steers_by_its_own_values(profile):
    assert Target(profile).tuning == TUNING[profile]


@pytest.mark.parametrize(("block_ms", "level"), [(10, 8), (20, 18), (55.125, 53.125)])
def test_the_margin_grows_with_the_pulls(block_ms, level):
    target = plain()
    steady(target, 10)
    target.pulled_by(block_ms)
    assert target.level == pytest.approx(level)


def test_what_the_start_holds_back_is_gone_after_10_s():
    target = plain(start_ms=40.0)
    levels, now = [], 0.0
    for _ in range(24):
        now = steady(target, 25, now)
        levels.append(target.level)
    assert levels[0] == pytest.approx(8 + 40, abs=4)
    assert levels == sorted(levels, reverse=True)
    assert levels[9] == pytest.approx(8 + 20, abs=2)
    assert levels[20:] == [8] * 4


@pytest.mark.parametrize("hole_ms", [0.0, 14.0, 30.0])
def test_two_holes_in_20_s_are_worth_what_the_profile_says(hole_ms):
    target = plain(hole_ms=hole_ms)
    now = steady(target, 10)
    target.hole(now)
    assert target.level == 8
    target.hole(now + 1000)
    assert target.level == 8 + hole_ms
    steady(target, 1100, now)
    assert target.level == 8


def test_a_frame_that_is_late_now_is_not_overtaken_but_not_waited_for():
    target = plain(forgiven=10)
    now = steady(target, 1600)
    target.arrived(120.0, now, started=True)
    assert target.level == 8
    assert target.newest == 128
    assert target.excess(100.0) == 0
    assert target.excess(140.0) == pytest.approx(12)
    assert target.excess(3.0) == pytest.approx(-5)


def test_a_shorter_memory_forgets_sooner():
    target = plain()
    now = steady(target, 10)
    for _ in range(3):
        for rel in (100.0, 80.0, 60.0, 40.0, 20.0):
            target.arrived(rel, now + 100, started=True)
        now = steady(target, 20, now + 100)
    steady(target, 550, now)
    assert target.level == pytest.approx(108)
    target.tuning = replace(PLAIN, window=50)
    assert target.level == 8


def test_a_reader_is_told_the_newest_level_that_was_computed():
    target = plain()
    now = steady(target, 10)
    assert target.level == target.told == 8
    target.arrived(50.0, now, started=True)
    assert target.told == 8  # reading computes nothing
    assert target.level == target.told == 58
