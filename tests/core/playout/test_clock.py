import pytest

from voipmon.core.playout.clock import DeviceClock

MS = 1_000_000


def test_samples_are_counted_and_the_earliest_pull_anchors():
    clock = DeviceClock()
    starts = [clock.pull(160, (k * 20 + late) * MS)
              for k, late in enumerate([15, 0, 18, 7, 20, 3])]  # fmt: skip
    origin = 15  # times are told from the first one seen
    assert starts[1:] == [20 * k - origin for k in range(1, 6)]


def test_the_earlier_of_a_pair_anchors():
    clock = DeviceClock()
    for now in (0, 20, 20):
        clock.pull(160, now * MS)
    assert clock.pull(160, 60 * MS) == 40


def test_a_puller_that_paused_is_found_at_its_second_pull():
    clock = DeviceClock()
    for k in range(10):
        clock.pull(160, k * 20 * MS)
    clock.pull(160, 5200 * MS)
    assert clock.pull(160, 5220 * MS) == pytest.approx(5220)
    assert clock.jumps == 1


def test_one_late_pull_moves_nothing():
    clock = DeviceClock()
    for k in range(10):
        clock.pull(160, k * 20 * MS)
    clock.pull(160, 500 * MS)
    assert clock.pull(160, 220 * MS) == pytest.approx(220)
    assert clock.jumps == 0


def test_a_slow_card_is_followed():
    clock = DeviceClock()
    for k in range(1000):
        start = clock.pull(160, int(k * 20.01 * MS))
    assert start == pytest.approx(999 * 20.01, abs=1.5)


def test_without_times_arrivals_tell_the_time():
    clock = DeviceClock()
    for k in range(200):
        clock.arrived(clock.to_ms(k * 20 * MS))
        start = clock.pull(160, None)
    assert start == pytest.approx(199 * 20)
