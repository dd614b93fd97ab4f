from dataclasses import replace

import numpy as np
import pytest

from voipmon.core.playout.arrivals import Arrivals
from voipmon.core.playout.tuning import TUNING, Profile

# Waits for the highest hold-up that is not forgiven, however high it is.
OPEN = replace(
    TUNING[Profile.LISTEN],
    window=150,
    forgiven=0,
    step_ms=1e9,
    cap_ms=1e9,
    start_ms=0.0,
)
SHORT = replace(OPEN, window=50)


def feed(arrivals: Arrivals, rels, start_ms=0.0) -> float:
    """Frames 20 ms apart, each so late, in order; returns the time after them."""
    latest = 0.0
    for k, rel in enumerate(rels):
        latest = max(latest, start_ms + k * 20 + rel)
        arrivals.note(latest - (start_ms + k * 20), latest)
    return start_ms + len(rels) * 20


def hold_up(ms: int) -> list[float]:
    return [max(0, ms - 20 * k) for k in range(ms // 20 + 1)]


@pytest.mark.parametrize("forgiven", [0, 1, 2])
def test_some_hold_ups_of_a_window_are_forgiven_the_next_is_waited_for(forgiven):
    arrivals, to = Arrivals(), replace(SHORT, forgiven=forgiven)
    now = feed(arrivals, [0] * 600)
    for count in range(1, 4):
        now = feed(arrivals, hold_up(200) + [0] * 50, now)
        expected = 200 if count > forgiven else 0
        assert arrivals.level(to) == pytest.approx(expected, abs=20)


def test_the_first_hold_up_of_a_short_history_counts():
    arrivals = Arrivals()
    feed(arrivals, [0] * 20 + hold_up(100) + [0] * 10)
    assert arrivals.level(replace(OPEN, forgiven=1)) == pytest.approx(100)


def test_two_owners_with_two_windows_disturb_each_other_not():
    arrivals = Arrivals()
    now = feed(arrivals, (hold_up(100) + [0] * 30) * 5)
    for _ in range(60):
        now = feed(arrivals, [0] * 10, now)
        assert arrivals.level(OPEN) == pytest.approx(100)
        assert arrivals.level(SHORT) in (0, pytest.approx(100))
    assert arrivals.level(SHORT) == 0


def test_what_frames_usually_need_leaves_hold_ups_out():
    arrivals = Arrivals()
    feed(arrivals, [0, 12, 5, 9] * 50 + hold_up(300) + [0, 12, 5, 9] * 5)
    assert arrivals.usual == pytest.approx(12)
    assert Arrivals().usual == 0


def test_hold_ups_are_forgotten_after_the_window():
    arrivals = Arrivals()
    now = feed(arrivals, (hold_up(100) + [0] * 30) * 5)
    assert arrivals.level(SHORT) == pytest.approx(100)
    feed(arrivals, [0] * 550, now)
    assert arrivals.level(SHORT) == 0
    assert arrivals.level(OPEN) == pytest.approx(100)


def test_the_cap_is_above_the_floor():
    arrivals = Arrivals()
    feed(arrivals, [50] * 20 + hold_up(900) + [50] * 5)
    assert arrivals.level(replace(OPEN, cap_ms=300)) == pytest.approx(
        arrivals.floor + 300
    )


def test_a_pause_moves_what_is_known_a_stall_does_not():
    jitter = [0, 12, 3, 7] * 50
    paused, stalled = Arrivals(), Arrivals()
    for arrivals in (paused, stalled):
        feed(arrivals, jitter)
    feed(paused, [5000.0 + j for j in jitter[:30]], 4000)
    feed(stalled, hold_up(5000) + [0] * 30, 4000)
    assert paused.level(OPEN) == pytest.approx(5012)
    assert paused.floor == pytest.approx(5000)
    assert stalled.floor == 0
    assert stalled.moves == 0


def test_a_pause_that_was_none_is_taken_back():
    arrivals = Arrivals()
    now = feed(arrivals, [0.0] * 200)
    for k in range(20):
        arrivals.note(3000.0, now + 3000 + 20 * k)
    assert arrivals.level(OPEN) == 3000
    for k in range(20):  # the backlog comes after all, in one burst
        arrivals.note(3000.0 - 150 * (k + 1), now + 3400 + k)
    assert arrivals.level(OPEN) < 60


def test_a_new_connection_starts_at_the_old_floor():
    arrivals = Arrivals()
    feed(arrivals, [0, 15] * 100)
    arrivals.anchor()
    arrivals.note(70_000.0, 80_000.0)
    assert arrivals.floor == pytest.approx(70_000)
    assert arrivals.level(OPEN) == pytest.approx(70_015, abs=1)


def test_before_the_first_sound_a_lump_counts_by_its_fastest():
    arrivals = Arrivals()
    for k in range(40):
        arrivals.note(800.0 - 20 * k, 800.0, started=False)
    assert arrivals.level(OPEN) <= 20 + 30


def test_golden_level_of_known_jitter():
    rng = np.random.default_rng(11)
    arrivals = Arrivals()
    feed(arrivals, rng.exponential(10, 1500))
    assert arrivals.level(OPEN) == pytest.approx(60, abs=15)
