"""What stays in an inbox: bounds, marks, lumps."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.domain.arrivals import MS
from voipmon.core.frame import AudioFrame
from voipmon.services.link_inbox import Inbox
from voipmon.services.link_status import RESTARTED

SECOND = 1000 * MS


def frame(at, sequence=0, rate=8000):
    samples = np.zeros(160, np.int16)
    return AudioFrame(pcm=samples, arrival_ns=at, sequence=sequence, rate=rate)


def put(inbox, at, count=1):
    return inbox.put([frame(at, n) for n in range(count)], at)


def test_tells_the_duration_of_what_it_takes():
    inbox = Inbox(10)
    assert put(inbox, SECOND, 3) == 60
    assert inbox.put([frame(SECOND, rate=16_000)], SECOND) == 10


@given(
    moves=st.lists(st.sampled_from(["put", "restart", "pop"]), max_size=40),
    limit=st.integers(1, 4),
)
def test_is_bounded_and_announces_each_connection(moves, limit):
    """Whatever is dropped, a mark stands between frames of two connections."""
    inbox = Inbox(limit)
    connection, put_in, took, last, marked = 0, 0, 0, 0, False
    for move in [*moves, *["pop"] * limit]:
        if move == "put":
            inbox.put([frame(SECOND, connection)], SECOND)
            put_in += 1
        elif move == "restart":
            inbox.restart()
            connection += 1
        elif inbox.items:
            item = inbox.items.popleft()
            if item is RESTARTED:
                marked = True
                continue
            assert marked or item.sequence == last
            last, marked = item.sequence, False
            took += 1
        assert len(inbox.items) <= limit
    assert put_in == took + inbox.overflow


def test_drops_the_oldest():
    inbox = Inbox(2)
    for sequence in range(4):
        inbox.put([frame(SECOND, sequence)], SECOND)
    assert [item.sequence for item in inbox.items] == [2, 3]
    assert inbox.overflow == 2


def test_a_lump_in_several_reads_is_thrown_away_and_live_sound_is_not():
    inbox = Inbox(100)
    put(inbox, SECOND)
    inbox.expect_lump()
    at = 2 * SECOND
    for _ in range(3):
        put(inbox, at, 8)
        at += MS
    assert inbox.discarded == 24
    put(inbox, at + 14 * MS, 5)  # more than two at once is backlog still
    assert inbox.discarded == 29
    put(inbox, at + 34 * MS)
    put(inbox, at + 35 * MS, 30)
    assert inbox.discarded == 29
    assert len(inbox.items) == 1 + 31


def test_a_lump_lasts_no_longer_than_60_ms():
    inbox = Inbox(100)
    inbox.expect_lump()
    for at in range(0, 100, 5):
        put(inbox, SECOND + at * MS)
    assert inbox.discarded == 12
    assert len(inbox.items) == 8


def test_frames_of_a_lump_that_were_held_back_by_the_decoder_are_old_as_well():
    inbox = Inbox(100)
    inbox.expect_lump()
    inbox.put([], SECOND)  # came, but the codec was not decided
    put(inbox, SECOND + MS)
    late = [frame(SECOND), frame(SECOND + 20 * MS)]
    inbox.put(late, SECOND + 20 * MS)
    assert list(inbox.items) == late[1:]


def test_a_new_connection_expects_no_lump():
    inbox = Inbox(100)
    inbox.expect_lump()
    inbox.restart()
    put(inbox, SECOND, 8)
    assert len(inbox.items) == 9
