"""Scanning in virtual time: ten seconds a call, less when it is silent."""

from voipmon.ui.scan import DWELL_S, SILENT_S, Scan

DT = 0.125  # exact in binary


def hops(scan, seconds, quiet_s=lambda _: 0.0):
    found = []
    for tick in range(1, round(seconds / DT) + 1):
        at = tick * DT
        if scan.step(DT, quiet_s(at)):
            found.append(at)
            scan.hopped()
    return found


def test_off_it_does_nothing():
    assert not hops(Scan(), 60)


def test_a_call_with_speech_is_heard_for_ten_seconds():
    scan = Scan()
    scan.start()
    assert hops(scan, 3.2 * DWELL_S) == [10.0, 20.0, 30.0]


def test_a_silent_one_for_five():
    scan = Scan()
    scan.start()
    assert hops(scan, 11, lambda _: 30.0) == [SILENT_S, 2 * SILENT_S]


def test_one_that_falls_silent_is_left_then():
    scan = Scan()
    scan.start()
    assert hops(scan, 9, lambda at: max(0.0, at - 2)) == [7.0]


def test_stopped_it_stays():
    scan = Scan()
    scan.start()
    scan.stop()
    assert not hops(scan, 30)
    scan.start()
    assert scan.left_s == DWELL_S
