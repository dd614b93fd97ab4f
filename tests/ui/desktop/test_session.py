"""The clocks that tell how long the machine slept."""

import time

from voipmon.ui.desktop import session
from voipmon.ui.desktop.session import SleepMeter, awake_ns, boot_ns


def test_awake_the_clocks_go_alike():
    meter = SleepMeter()
    end = time.monotonic() + 0.05
    while time.monotonic() < end:
        assert meter.take_s() < 0.01
    assert abs((boot_ns() - awake_ns()) / 1e9) < 1e7


def test_a_clock_that_stood_still_meanwhile_is_a_sleep(monkeypatch):
    meter = SleepMeter()
    before = boot_ns
    monkeypatch.setattr(session, "boot_ns", lambda: before() + 90 * 10**9)
    assert 89.9 < meter.take_s() < 90.1
    assert meter.take_s() < 0.1


def test_a_clock_that_goes_back_is_no_sleep(monkeypatch):
    meter = SleepMeter()
    before = boot_ns
    monkeypatch.setattr(session, "boot_ns", lambda: before() - 90 * 10**9)
    assert meter.take_s() == 0.0
