import pytest

from voipmon.core.playout.arrivals import Arrivals
from voipmon.core.playout.clock import DeviceClock
from voipmon.core.playout.drift import Drift


@pytest.mark.parametrize("ppm", [-300, 0, 150])
def test_the_slope_of_the_floors_is_the_drift(ppm):
    arrivals, clock, drift = Arrivals(), DeviceClock(), Drift()
    for k in range(3000):
        now = k * 20.0
        start = clock.pull(160, int(now * 1e6))
        arrivals.note(7.0 * (k % 3) - now * ppm * 1e-6, now)
        drift.note(start, arrivals, clock)
    assert drift.ppm == pytest.approx(ppm, abs=5)


def test_nothing_is_said_before_20_s():
    arrivals, clock, drift = Arrivals(), DeviceClock(), Drift()
    for k in range(900):
        arrivals.note(k * 0.01, k * 20.0)
        drift.note(clock.pull(160, k * 20_000_000), arrivals, clock)
    assert drift.ppm == 0
