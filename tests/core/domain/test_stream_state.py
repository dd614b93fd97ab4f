"""Stories and laws of a stream's life, on a clock of their own."""

from hypothesis import given, settings
from hypothesis import strategies as st

from voipmon.core.domain import stream_rules as rules
from voipmon.core.domain.snapshot import (
    EndCause,
    Problem,
    ResourceKind,
    StreamHint,
    StreamState,
)
from voipmon.core.domain.stream_rules import MS, NEVER, Do, S
from voipmon.core.domain.stream_state import StreamMachine
from voipmon.core.domain.verdict import Fate, Verdict

LIVE = Verdict(fate=Fate.LIVE, answered=True)
BAD = Problem(kind="net.protocol")
DOWN = Problem(kind="net.unreachable")


class Life:
    """A machine, its clock and what it ordered: (milliseconds, order)."""

    def __init__(self, kind=ResourceKind.CALL):
        self.machine = StreamMachine(kind, lambda: 0.5)
        self.now = 1000 * S
        self.start = self.now
        self.log = []
        self.do(self.machine.begin(self.now))

    def do(self, orders):
        self.log += [((self.now - self.start) / MS, order) for order in orders]
        return orders

    def tell(self, event, *args, **kwargs):
        return self.do(getattr(self.machine, event)(self.now, *args, **kwargs))

    def wait(self, ms, *, every_ms=None, event="heard", pong=True, room=None):
        """Let time pass; pings are answered, REST is not; `room` is what LOOK sees."""
        until = self.now + round(ms * MS)
        beat = self.now + every_ms * MS if every_ms else NEVER
        while min(beat, self.machine.next_due_ns) <= until:
            self.now = max(self.now, min(beat, self.machine.next_due_ns))
            if beat <= self.now:
                self.tell(event)
                beat += every_ms * MS
            if self.machine.next_due_ns <= self.now:
                orders = self.tell("tick")
                assert self.machine.next_due_ns > self.now or Do.LOOK in orders
                if Do.PING in orders and pong:
                    self.machine.bytes_came(self.now + 1)
                if Do.LOOK in orders:
                    self.tell("looked", room)
        self.now = until

    def took(self, order):
        return [round(at) for at, what in self.log if what is order]

    @property
    def state(self):
        return self.machine.view.state

    @property
    def hint(self):
        return self.machine.view.hint

    @property
    def cause(self):
        return self.machine.view.cause


def streaming(kind=ResourceKind.CALL, ms=200):
    life = Life(kind)
    life.tell("opened")
    assert life.state is StreamState.OPEN
    life.wait(ms, every_ms=20)
    assert life.state is StreamState.STREAMING
    return life


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


def test_a_room_that_was_terminated_is_ended():
    life = streaming(ResourceKind.CONFERENCE)
    life.wait(16_000, room=0)
    assert life.took(Do.ASK)
    life.tell("answered", Verdict(fate=Fate.ENDED))
    assert (life.state, life.cause) == (StreamState.CLOSED, EndCause.ENDED)
    assert life.log[-1][1] is Do.CLOSE


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
