"""Why a stream has no socket, and when it tries again or gives up."""

from tests.support.stream_life import BAD, DOWN, LIVE, Life, streaming
from voipmon.core.domain import stream_rules as rules
from voipmon.core.domain.snapshot import (
    EndCause,
    Problem,
    ResourceKind,
    StreamHint,
    StreamState,
)
from voipmon.core.domain.stream_rules import MS, Do, S
from voipmon.core.domain.verdict import Fate, Verdict


def test_a_silent_opening_is_woken_twice_then_opened_again_at_once():
    life = Life()
    life.tell("opened")
    life.wait(950)
    assert life.took(Do.WAKE) == [300, 600]
    assert life.took(Do.ASK) == [900]
    life.tell("answered", LIVE)
    assert life.took(Do.CONNECT) == [0, 950]


def test_no_sound_is_told_after_2_s_and_given_up_after_60():
    life = Life()
    ended_at = None
    life.tell("opened")
    while ended_at is None:
        life.wait(100)
        view = life.machine.view
        told = view.hint is StreamHint.NO_SOUND or view.state is StreamState.CLOSED
        assert told == (life.now - life.start >= 2 * S)
        if life.log[-1][1] is Do.ASK:
            life.tell("answered", LIVE)
        if life.log[-1][1] is Do.CONNECT:
            life.tell("opened")
        if view.state is StreamState.CLOSED:
            ended_at = life.now - life.start
    assert life.cause is EndCause.SILENT_OPEN
    assert 60 * S <= ended_at <= 80 * S


def test_closed_within_20_ms_is_opened_twice_again_before_refused():
    life = Life()
    for _ in range(3):
        life.tell("opened")
        life.now += 3 * MS
        life.tell("closed")
    assert life.took(Do.CONNECT) == [0, 3, 6]
    assert life.took(Do.ASK) == [9]
    life.tell("answered", LIVE)
    assert (life.state, life.cause) == (StreamState.CLOSED, EndCause.REFUSED)


def test_refused_by_a_call_that_hung_up_is_ended():
    life = Life()
    for _ in range(3):
        life.tell("opened")
        life.tell("closed")
    life.tell("answered", Verdict(fate=Fate.ENDED))
    assert life.cause is EndCause.ENDED


def test_refused_by_a_ringing_call_waits_for_the_answer():
    life = Life()
    for _ in range(3):
        life.tell("opened")
        life.tell("closed")
    life.tell("answered", Verdict(fate=Fate.LIVE, answered=False))
    assert (life.state, life.hint) == (StreamState.CONNECTING, StreamHint.NOT_ANSWERED)
    asked = len(life.took(Do.ASK))
    life.wait(200_000)
    assert len(life.took(Do.ASK)) == asked + 100
    assert life.state is StreamState.CONNECTING
    life.tell("answered", LIVE)
    assert life.log[-1][1] is Do.CONNECT
    assert life.hint is StreamHint.NONE


def test_every_fate_that_ends_it_has_its_cause():
    for fate, cause in rules.CAUSES.items():
        life = streaming()
        life.tell("closed")
        assert life.log[-1][1] is Do.ASK
        life.tell("answered", Verdict(fate=fate))
        assert (life.state, life.cause) == (StreamState.CLOSED, cause)


def test_reconnects_grow_apart_and_are_lost_in_the_end():
    life = streaming(ms=6000)
    life.tell("closed")
    life.tell("answered", Verdict(fate=Fate.UNKNOWN))
    for _ in range(20):
        life.wait(16_000)
        life.tell("failed", DOWN)
    dialled = life.took(Do.CONNECT)
    assert dialled[1] - 6000 == 300  # the first one after health is quick
    assert len(dialled) <= 1 + rules.TRIES
    assert (life.state, life.cause) == (StreamState.CLOSED, EndCause.LOST)
    assert life.machine.view.problem == DOWN
    life.tell("retry")
    assert life.state is StreamState.CONNECTING
    assert life.machine.view.attempt == 0
    assert life.machine.view.problem is None


def test_backoff_begins_anew_only_after_5_s_of_health():
    life = streaming(ms=6000)
    waits = []
    for seconds in (1, 1, 1, 6, 1):
        life.tell("closed")
        life.tell("answered", LIVE)
        ended = life.now
        while life.log[-1][1] is not Do.CONNECT:
            life.wait(100)
        waits.append(round((life.now - ended) / MS, -2))
        life.tell("opened")
        life.wait(seconds * 1000, every_ms=20)
    assert waits == [300, 1000, 2000, 5000, 300]


def test_rest_that_never_answers_holds_nothing_up():
    life = streaming()
    life.tell("closed")
    life.wait(2000)
    assert len(life.took(Do.CONNECT)) == 2
    life.tell("answered", Verdict(fate=Fate.ENDED))  # late, but it settles it
    assert life.cause is EndCause.ENDED


def test_told_to_wait_it_waits_and_that_is_no_try():
    life = Life()
    life.tell("failed", Problem(kind="net.rate-limited"), wait_ns=200 * S)
    assert life.machine.view.due_ns == life.now + 200 * S
    life.wait(199_999)
    assert life.took(Do.CONNECT) == [0]
    life.wait(1)
    assert life.took(Do.CONNECT) == [0, 200_000]
    life.tell("failed", DOWN)
    assert life.state is StreamState.CONNECTING


def test_refusal_by_status_ends_it_with_its_problem():
    life = Life()
    life.tell("failed", Problem(kind="net.auth"), cause=EndCause.SIGNED_OUT)
    assert life.cause is EndCause.SIGNED_OUT
    assert life.machine.view.problem.kind == "net.auth"


def test_a_room_nobody_ever_joined_is_opened_when_somebody_does():
    life = Life(ResourceKind.CONFERENCE)
    for _ in range(3):
        life.tell("opened")
        life.tell("closed")
    life.tell("answered", Verdict(fate=Fate.LIVE, participants=0))
    assert (life.state, life.hint) == (StreamState.CONNECTING, StreamHint.EMPTY_ROOM)
    life.wait(300_000, room=0)
    assert life.state is StreamState.CONNECTING
    dialled = len(life.took(Do.CONNECT))
    life.wait(1100, room=1)
    assert len(life.took(Do.CONNECT)) == dialled + 1


def test_a_peer_that_breaks_limits_ends_after_three_reconnects():
    life = streaming()
    for _ in range(3):
        life.tell("breached", BAD)
        assert life.state is StreamState.CONNECTING
        life.wait(3000)
        life.tell("opened")
        life.tell("heard")
    life.tell("breached", BAD)
    assert (life.state, life.cause) == (StreamState.CLOSED, EndCause.PROTOCOL)
    assert life.machine.view.problem == BAD


def test_a_flood_ends_the_second_time():
    life = streaming()
    life.tell("breached", BAD, flood=True)
    life.wait(1000)
    life.tell("opened")
    life.tell("heard")
    life.tell("breached", BAD, flood=True)
    assert life.cause is EndCause.PROTOCOL
