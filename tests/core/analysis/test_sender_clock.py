import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.analysis.sender_clock import PAUSE_US, drift_ppm, pauses


def arrivals(seconds, *, ppm=0.0, jitter_us=3000, seed=1):
    """Arrival and lateness of frames whose sender's clock is off by `ppm` [us]."""
    number = np.arange(round(seconds * 50))
    noise = np.random.default_rng(seed).integers(0, jitter_us + 1, len(number))
    arrival = np.rint(number * 20_000 / (1 + ppm * 1e-6)).astype(np.int64) + noise
    return arrival, arrival - number * 20_000


@given(st.lists(st.integers(0, 40), min_size=1, max_size=80))
def test_what_never_goes_again_only_grows_and_in_whole_pauses(late_ms):
    late = np.array(late_ms, np.int64) * 1000
    paused = pauses(late)
    steps = np.diff(paused)
    assert (paused <= late).all()
    assert paused[0] == late.min()
    assert ((steps == 0) | (steps >= PAUSE_US)).all()


@pytest.mark.parametrize(
    ("late_ms", "expected_ms"),
    [
        ([0] * 40 + [500] * 40, [0] * 40 + [500] * 40),  # a pause
        ([0] * 40 + [500, 480, 460] + [0] * 40, [0] * 83),  # a stall
        ([0] * 40 + [20] * 40 + [40] * 40, [0] * 40 + [20] * 40 + [40] * 40),
        ([0] * 40 + [14] * 40, [0] * 80),  # jitter
        ([900, 880] + [0] * 40, [0] * 42),  # the beginning fell into a stall
        ([0] * 60 + [900] * 20, [0] * 80),  # the end did
    ],
    ids=["pause", "stall", "lost ticks", "jitter", "held start", "held end"],
)
def test_pause_or_stall(late_ms, expected_ms):
    late = np.array(late_ms, np.int64) * 1000
    assert (pauses(late) // 1000).tolist() == expected_ms


@pytest.mark.parametrize("ppm", [-500, -60, 0, 60, 500])
def test_the_pace_of_the_senders_clock_is_found(ppm):
    arrival, late = arrivals(120, ppm=ppm)
    assert drift_ppm(arrival, late) == pytest.approx(ppm, abs=5)


@pytest.mark.parametrize("ppm", [-200, 0, 200])
def test_pauses_and_stalls_are_no_part_of_it(ppm):
    arrival, late = arrivals(180, ppm=ppm)
    held = np.zeros(len(late), np.int64)
    held[4000:] += 7_000_000  # a pause
    for begin in range(500, 9000, 1100):  # stalls: what is held comes at once
        held[begin : begin + 40] += np.arange(40, 0, -1) * 20_000
    assert drift_ppm(arrival + held, late + held) == pytest.approx(ppm, abs=10)


def test_lost_ticks_are_not_taken_for_a_slow_clock():
    arrival, late = arrivals(120, jitter_us=1000)
    lost = np.arange(len(late)) // 2000 * 20_000  # one in 40 s: as if 500 ppm slow
    assert drift_ppm(arrival + lost, late + lost) == pytest.approx(0, abs=20)


@pytest.mark.parametrize("ppm", [-3000, 3000])
def test_what_is_no_clocks_pace_is_not_told_as_one(ppm):
    assert drift_ppm(*arrivals(90, ppm=ppm)) == 0.0


def test_a_short_recording_tells_no_pace():
    assert drift_ppm(*arrivals(20, ppm=200)) == 0.0
