"""The life of a stream: its plain course, and laws for any course."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.stream_life import BAD, DOWN, Life, streaming
from voipmon.core.domain import stream_rules as rules
from voipmon.core.domain.snapshot import (
    EndCause,
    ResourceKind,
    StreamState,
)
from voipmon.core.domain.stream_rules import MS, NEVER, Do
from voipmon.core.domain.verdict import Fate, Verdict


def test_connects_opens_streams_and_leaves():
    life = streaming()
    life.tell("leave")
    assert life.state is StreamState.CLOSING
    assert life.log[-1][1] is Do.FAREWELL
    life.tell("closed")
    assert (life.state, life.cause) == (StreamState.CLOSED, EndCause.LEFT)
    assert life.machine.next_due_ns == NEVER


def test_a_peer_that_ignores_our_farewell_is_dropped():
    life = streaming()
    life.tell("leave")
    life.wait(1000)
    assert (life.state, life.cause) == (StreamState.CLOSED, EndCause.LEFT)
    assert life.log[-1][1] is Do.CLOSE


def test_a_room_that_was_terminated_is_ended():
    life = streaming(ResourceKind.CONFERENCE)
    life.wait(16_000, room=0)
    assert life.took(Do.ASK)
    life.tell("answered", Verdict(fate=Fate.ENDED))
    assert (life.state, life.cause) == (StreamState.CLOSED, EndCause.ENDED)
    assert life.log[-1][1] is Do.CLOSE


def test_a_result_that_comes_too_late_is_thrown_away():
    life = Life()
    life.tell("leave")
    assert life.cause is EndCause.LEFT
    assert life.tell("opened") == [Do.CLOSE]
    assert life.tell("retry") == []
    assert life.cause is EndCause.LEFT


EVENTS = st.one_of(
    st.tuples(st.just("opened")),
    st.tuples(st.just("heard")),
    st.tuples(st.just("closed")),
    st.tuples(st.just("tick")),
    st.tuples(st.just("leave")),
    st.tuples(st.just("retry")),
    st.tuples(st.just("failed"), st.just(DOWN)),
    st.tuples(st.just("breached"), st.just(BAD)),
    st.tuples(st.just("looked"), st.sampled_from([None, 0, 1, 2])),
    st.tuples(
        st.just("answered"),
        st.builds(
            Verdict,
            fate=st.sampled_from(Fate),
            answered=st.sampled_from([None, True, False]),
            participants=st.sampled_from([None, 0, 2]),
        ),
    ),
)
WITH_SOCKET = {StreamState.OPEN, StreamState.STREAMING, StreamState.STALLED}


@settings(max_examples=300)
@given(
    kind=st.sampled_from(ResourceKind),
    script=st.lists(
        st.tuples(EVENTS, st.sampled_from([0, 5, 19, 300, 2000, 15_000])), max_size=40
    ),
)
def test_any_events_keep_the_laws(kind, script):
    life = Life(kind)
    socket = False  # whether the owner holds one, by the orders alone
    wakes = 0
    dialling = True
    for (event, *args), ms in script:
        life.now += ms * MS
        if event == "opened":
            if not dialling:
                continue
            dialling, socket, wakes = False, True, 0
        if event == "failed":
            dialling = False
        if event in {"closed", "breached"} and not socket:
            continue
        for order in life.tell(event, *args):
            if order is Do.CONNECT:
                assert not socket
                dialling = True
            elif order is Do.CLOSE:
                socket = False
            elif order in {Do.WAKE, Do.PING, Do.FAREWELL}:
                assert socket
                wakes += order is Do.WAKE
        view = life.machine.view
        assert wakes <= rules.WAKES
        assert (view.cause is not None) == (view.state is StreamState.CLOSED)
        assert socket == (view.state in {*WITH_SOCKET, StreamState.CLOSING})
        if view.state is StreamState.CONNECTING and not dialling:
            assert life.machine.next_due_ns < NEVER  # it goes on by itself
        if socket:
            assert life.machine.next_due_ns <= life.now + rules.PING_EVERY
