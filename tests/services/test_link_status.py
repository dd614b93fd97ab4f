"""History of states: only news, bounded, logged."""

import logging

from voipmon.core.domain.snapshot import StreamState
from voipmon.services.link_status import History


def test_keeps_news_and_the_newest():
    history = History(7, 1)
    history.note(2, StreamState.CONNECTING)
    history.note(3, StreamState.OPEN)
    history.note(4, StreamState.OPEN)
    assert history.changes == ((1, StreamState.CONNECTING), (3, StreamState.OPEN))
    for now in range(5, 1000):
        history.note(now, [StreamState.STREAMING, StreamState.STALLED][now % 2])
    assert len(history.changes) == History.KEPT
    assert history.changes[-1][0] == 999


def test_tells_the_wall_clock():
    year_2020_ns = 1_577_836_800 * 10**9
    assert History(7, 1).wall_offset_ns > year_2020_ns - 10 * 365 * 86_400 * 10**9


def test_logs_each_change_with_the_stream(caplog):
    history = History(7, 1)
    with caplog.at_level(logging.INFO):
        history.note(2, StreamState.OPEN)
        history.note(3, StreamState.OPEN)
        history.note(4, StreamState.STALLED)
    assert [record.getMessage() for record in caplog.records] == [
        "stream 7 open",
        "stream 7 stalled",
    ]
