import pytest

from voipmon.core.playout.stats import TUNING, Profile
from voipmon.core.playout.target import Target


def steady(target: Target, n: int, start_ms: float = 0.0) -> float:
    for k in range(n):
        target.arrived(0.0, start_ms + k * 20, started=True)
    return start_ms + n * 20


@pytest.mark.parametrize(("block_ms", "level"), [(10, 8), (20, 18), (55.125, 53.125)])
def test_the_margin_grows_with_the_pulls(block_ms, level):
    target = Target(Profile.LISTEN)
    steady(target, 10)
    target.pulled_by(block_ms)
    assert target.level == pytest.approx(level)


def test_two_holes_in_20_s_are_worth_a_frame():
    target = Target(Profile.LISTEN)
    now = steady(target, 10)
    target.hole(now)
    assert target.level == 8
    target.hole(now + 1000)
    assert target.level == 28
    steady(target, 1100, now)
    assert target.level == 8


def test_a_frame_that_is_late_now_is_not_overtaken_but_not_waited_for():
    target = Target(Profile.LISTEN)
    now = steady(target, 400)
    target.arrived(120.0, now, started=True)
    assert target.level == 8
    assert target.excess(100.0) == 0
    assert target.excess(140.0) == pytest.approx(12)
    assert target.excess(3.0) == pytest.approx(-5)


def test_a_talker_forgets_sooner():
    target = Target(Profile.LISTEN)
    now = steady(target, 10)
    for _ in range(3):
        for rel in (100.0, 80.0, 60.0, 40.0, 20.0):
            target.arrived(rel, now + 100, started=True)
        now = steady(target, 20, now + 100)
    steady(target, 550, now)
    assert target.level == pytest.approx(108)
    target.tuning = TUNING[Profile.TALK]
    assert target.level == 8


def test_a_reader_is_told_the_newest_level_that_was_computed():
    target = Target(Profile.LISTEN)
    now = steady(target, 10)
    assert target.level == target.told
    target.arrived(50.0, now, started=True)
    assert target.told == 8  # reading computes nothing
    assert target.level == target.told
