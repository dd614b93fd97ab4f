"""Clocks of an open socket: stalls, pings, dead links, silent rooms."""

from tests.support.stream_life import Life, streaming
from voipmon.core.domain.snapshot import (
    ResourceKind,
    StreamHint,
    StreamState,
)
from voipmon.core.domain.stream_rules import MS, Do
from voipmon.core.domain.verdict import Fate, Verdict


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


def opened_room():
    life = Life(ResourceKind.CONFERENCE)
    life.tell("opened")
    life.wait(350, room=None)
    assert life.took(Do.ASK) == [300]
    assert not life.took(Do.WAKE)
    return life


def test_rest_is_asked_about_a_room_nobody_knows_before_it_is_woken():
    life = opened_room()
    life.tell("answered", Verdict(fate=Fate.LIVE, participants=1))
    assert (life.state, life.hint) == (StreamState.OPEN, StreamHint.EMPTY_ROOM)
    life.wait(5000, room=None)  # the list is still on its way
    assert (life.state, life.hint) == (StreamState.OPEN, StreamHint.EMPTY_ROOM)
    assert not life.took(Do.WAKE)
    assert life.took(Do.CONNECT) == [0]


def test_a_room_that_turns_out_to_have_talkers_is_woken_at_once():
    life = opened_room()
    life.tell("answered", Verdict(fate=Fate.LIVE, participants=2))
    life.wait(400, room=None)
    assert life.took(Do.WAKE) == [350, 650]


def test_rest_that_does_not_know_the_room_either_keeps_nobody_waiting():
    for answer in (Verdict(fate=Fate.UNKNOWN), None):
        life = opened_room()
        if answer is not None:
            life.tell("answered", answer)
        life.wait(3000, room=None)
        assert life.took(Do.WAKE)[0] == (2300 if answer is None else 350)
        assert life.took(Do.ASK)[0] == 300


def test_a_room_that_all_have_left_is_found_out_by_asking():
    life = streaming(ResourceKind.CONFERENCE)
    life.wait(1100, room=2)  # the list does not know yet
    assert life.state is StreamState.STALLED
    assert len(life.took(Do.ASK)) == 1
    life.tell("answered", Verdict(fate=Fate.LIVE, participants=1))
    assert (life.state, life.hint) == (StreamState.OPEN, StreamHint.EMPTY_ROOM)


def test_rest_that_fails_does_not_fill_an_empty_room():
    life = streaming(ResourceKind.CONFERENCE)
    life.wait(20_000, room=1)
    assert life.hint is StreamHint.EMPTY_ROOM
    life.tell("answered", Verdict(fate=Fate.UNKNOWN))
    assert (life.state, life.hint) == (StreamState.OPEN, StreamHint.EMPTY_ROOM)
