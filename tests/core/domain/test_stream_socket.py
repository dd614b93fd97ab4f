"""Clocks of an open socket: stalls, pings, dead links, silent rooms."""

from tests.support.stream_life import Life, streaming
from voipmon.core.domain.snapshot import (
    ResourceKind,
    StreamHint,
    StreamState,
)
from voipmon.core.domain.stream_rules import MS, Do


def test_300_ms_without_a_frame_is_a_stall_and_a_frame_ends_it():
    life = streaming()
    life.wait(299)
    assert life.state is StreamState.STREAMING
    life.wait(1)
    assert life.state is StreamState.STALLED
    assert life.machine.view.stalled_ns == life.now - 300 * MS
    life.tell("heard")
    assert life.state is StreamState.STREAMING
    assert life.machine.stalls == 1
    assert life.machine.view.stalled_ns == 0


def test_a_dead_link_is_found_within_20_s():
    life = Life(ResourceKind.CONFERENCE)
    life.tell("opened")
    life.wait(15_001, room=1)  # one pong came, then the link died
    assert life.took(Do.PING) == [15_000]
    life.wait(20_000, room=1, pong=False)
    assert life.took(Do.PING) == [15_000, 30_000]
    assert life.took(Do.CLOSE)[0] - 15_000 <= 20_000


def test_a_dead_link_under_a_call_is_found_sooner():
    life = streaming()
    life.wait(8000, pong=False)
    assert life.took(Do.PING) == [2200]
    assert life.took(Do.CLOSE) == [6700]


def test_a_stall_of_10_s_is_opened_again_though_pongs_come():
    life = streaming()
    life.wait(10_000)
    assert life.took(Do.CLOSE) == [10_200]
    assert life.state is StreamState.CONNECTING


def test_a_room_with_one_participant_is_left_alone():
    life = streaming(ResourceKind.CONFERENCE)
    life.wait(600_000, room=1)
    assert (life.state, life.hint) == (StreamState.OPEN, StreamHint.EMPTY_ROOM)
    assert life.machine.stalls == 0
    assert Do.WAKE not in dict(map(reversed, life.log))
    assert life.took(Do.CONNECT) == [0]
    assert len(life.took(Do.PING)) == 40
    assert 35 <= len(life.took(Do.ASK)) <= 40
    life.wait(1500, room=2)
    assert life.state is StreamState.STALLED  # now it should sound
    life.tell("heard")
    assert (life.state, life.hint) == (StreamState.STREAMING, StreamHint.NONE)


def test_a_silent_room_with_two_is_woken():
    life = Life(ResourceKind.CONFERENCE)
    life.tell("opened")
    life.wait(950, room=2)
    assert life.took(Do.WAKE) == [300, 600]
    assert life.took(Do.CLOSE) == [900]
