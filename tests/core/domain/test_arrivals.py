"""Rates, gaps and floods on a clock of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.domain.arrivals import BACKLOG, MS, ArrivalMeter, FloodGuard, S


def test_50_frames_a_second_are_told_from_the_start():
    meter = ArrivalMeter()
    now = 1000 * S + 700 * MS
    assert meter.frames_per_s(now) == 0
    for count in range(1, 500):
        now += 20 * MS
        meter.note(now, 1)
        if count > 50:
            assert meter.frames_per_s(now) == pytest.approx(50, rel=0.03)
    assert meter.gap_ms(now) == 20
    assert meter.frames_per_s(now + 3 * S) == 0


def test_a_gap_is_told_for_ten_seconds_and_while_it_lasts():
    meter = ArrivalMeter()
    now = 1000 * S
    meter.note(now, 1)
    assert meter.gap_ms(now + 700 * MS) == 700
    meter.note(now + 700 * MS, 1)
    for at in range(720, 12_000, 20):
        meter.note(now + at * MS, 1)
        assert meter.gap_ms(now + at * MS) == (700 if at < 10_000 else 20)
    meter.restart()
    meter.note(now + 30 * S, 1)
    assert meter.gap_ms(now + 30 * S) == 0


@given(st.lists(st.integers(0, 2000), max_size=60))
def test_real_time_with_any_stall_below_the_backlog_is_no_flood(pauses):
    """The sender never stops; what it sent meanwhile comes at once."""
    guard, now = FloodGuard(), 1000 * S
    for pause in pauses:
        now += pause * MS
        assert not guard.charge(now, pause)


def test_ten_times_real_time_is_found_in_three_seconds():
    guard, now = FloodGuard(), 1000 * S
    guard.charge(now, 0)
    while not guard.charge(now + 10 * MS, 100):
        now += 10 * MS
    assert 2 * S <= now - 1000 * S <= 3 * S


def test_a_backlog_at_once_is_found_above_its_allowance():
    assert not FloodGuard().charge(S, BACKLOG)
    assert FloodGuard().charge(S, BACKLOG + 1)
