import pytest

from voipmon.core.analysis.ballistics import SILENCE_DBFS, Ballistics


def feed(meter, seconds, peak, rms, *, fresh=True):
    for _ in range(round(seconds * 30)):
        meter.update(peak, rms, 1 / 30, fresh=fresh)
    return meter.needle


def test_peak_rises_at_once_and_falls_20_db_in_1700_ms():
    meter = Ballistics()
    assert meter.update(-10, -20, 1 / 30).peak == -10
    assert feed(meter, 1.7, -90, -90).peak == pytest.approx(-30, abs=0.5)


def test_the_mean_reaches_a_step_within_300_ms():
    meter = Ballistics()
    feed(meter, 5, -60, -60)
    assert feed(meter, 0.3, -20, -20).rms == pytest.approx(-20, abs=40 * 0.4)
    assert feed(meter, 1.0, -20, -20).rms == pytest.approx(-20, abs=2)


def test_the_highest_peak_is_held_for_20_s():
    meter = Ballistics()
    meter.update(-5, -20, 1 / 30)
    assert feed(meter, 19.5, -40, -40).hold == -5
    assert feed(meter, 1.0, -40, -40).hold == -40


def test_without_data_for_half_a_second_all_is_reset():
    meter = Ballistics()
    feed(meter, 1, -5, -10)
    assert feed(meter, 0.4, 0, 0, fresh=False).peak > SILENCE_DBFS
    needle = feed(meter, 0.2, 0, 0, fresh=False)
    assert (needle.peak, needle.rms, needle.hold) == (SILENCE_DBFS,) * 3
