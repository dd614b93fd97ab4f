"""The history's ring: nothing lost, nothing twice, bounded."""

from voipmon.core.domain.history import HistoryRing
from voipmon.core.domain.snapshot import HISTORY_S, HistoryPoint


def point(second: int) -> HistoryPoint:
    return HistoryPoint(
        lag_ms=-1.0 if second % 10 == 9 else 120.3,
        buffer_ms=40.1,
        target_ms=38.7,
        concealed_ms=12.5,
        frames=second,
        stalls=second % 2,
        delay_ms=60.2,
        skipped_ms=1800.0 if second == 2 else 0.0,
    )


def filled(seconds: int) -> HistoryRing:
    ring = HistoryRing()
    for second in range(seconds):
        ring.append(point(second))
    return ring


def test_points_come_back_as_they_were():
    assert filled(3).since(0) == (0, (point(0), point(1), point(2)))
    assert filled(3).since(2) == (2, (point(2),))
    assert filled(3).since(3) == (3, ())
    assert filled(0).since(0) == (0, ())


def test_the_oldest_are_forgotten_and_the_rest_keep_their_numbers():
    first, points = filled(HISTORY_S + 5).since(0)
    assert first == 5
    assert len(points) == HISTORY_S
    assert (points[0], points[-1]) == (point(5), point(HISTORY_S + 4))


def test_seconds_without_sound_have_no_lag():
    assert len(filled(20).lags_ms()) == 18
    assert len(HistoryRing().lags_ms()) == 0
    assert len(filled(HISTORY_S + 20).lags_ms()) == HISTORY_S * 9 // 10
