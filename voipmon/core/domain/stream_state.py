"""Life of one media stream: states, ends, reconnects, pings; pure and total.

The owner reports what happened, with its time, and carries out the returned orders.
Every event is allowed in every state; what does not apply changes nothing. An end is
explained by REST or not at all: hang-up, refusal and lost link look alike on a socket.
"""

from collections.abc import Callable

from voipmon.core.domain import stream_rules as rules
from voipmon.core.domain.snapshot import (
    EndCause,
    Problem,
    ResourceKind,
    StreamHint,
    StreamState,
)
from voipmon.core.domain.stream_pause import Course, Pause
from voipmon.core.domain.stream_rules import NEVER, Do, Phase, StreamView
from voipmon.core.domain.stream_socket import SocketLife
from voipmon.core.domain.verdict import Verdict


class StreamMachine:
    """Rules of one stream across its reconnects. One owner; not thread-safe.

    Attributes:
        view: Published state, replaced as a whole; any thread may read it.
        next_due_ns: When `tick` should be called; earlier calls do no harm.
        stalls: Begun so far.
        openings: Successful upgrades so far.

    Args:
        kind: A conference may be silent, a call may not.
        chance: Uniform numbers 0..1 that spread the back-off.
    """

    def __init__(self, kind: ResourceKind, chance: Callable[[], float]) -> None:
        self.view = StreamView()
        self.next_due_ns = NEVER
        self.stalls = 0
        self.openings = 0
        self._room = kind is ResourceKind.CONFERENCE
        self._state = StreamState.CONNECTING
        self._cause: EndCause | None = None
        self._problem: Problem | None = None
        self._pause = Pause(chance, room=self._room)
        self._socket = SocketLife()
        self._ask_ns = self._look_ns = NEVER  # while there is a socket
        self._closed_by_ns = NEVER  # of CLOSING

    # -- what the owner reports ------------------------------------------------------

    def begin(self, now: int) -> list[Do]:
        """First opening, once."""
        self._pause.anew(now)
        return self._follow(now, self._pause.dial())

    def opened(self, now: int) -> list[Do]:
        """The upgrade succeeded; the owner has a socket now."""
        if not self._dialling:
            return [Do.CLOSE]
        self._state = StreamState.OPEN
        self._socket = SocketLife(now)
        self._problem = None
        self._pause.opened(now)
        self._ask_ns = self._look_ns = NEVER
        self.openings += 1
        return self._follow(now, [])

    def failed(
        self,
        now: int,
        problem: Problem,
        *,
        cause: EndCause | None = None,
        wait_ns: int = 0,
    ) -> list[Do]:
        """The opening failed. `cause`: for good; `wait_ns`: the server's wish."""
        if not self._dialling:
            return []
        self._problem = problem
        return self._follow(now, cause or self._pause.failed(now, wait_ns))

    def bytes_came(self, now: int) -> None:
        """Anything at all was received: the link lives."""
        self._socket.last_byte_ns = now

    def heard(self, now: int) -> list[Do]:
        """One or more audio frames were received; the hot path."""
        if self._state not in rules.WITH_SOCKET:
            return []
        self._socket.frame(now)
        if self._state is StreamState.STREAMING:
            return []
        self._state = StreamState.STREAMING
        self._socket.resumed(now)
        self._pause.sounded()
        self._ask_ns = self._look_ns = NEVER
        return self._follow(now, [])

    def closed(self, now: int) -> list[Do]:
        """The peer closed, or the socket failed."""
        if self._state is StreamState.CLOSING:
            return self._follow(now, EndCause.LEFT)
        if self._state not in rules.WITH_SOCKET:
            return []
        quick = now - self._socket.opened_ns <= rules.QUICK_CLOSE
        if quick and not self._socket.heard:
            return self._drop(now, self._pause.quick_close(now))
        return self._drop(now, self._pause.ask(now))

    def breached(self, now: int, problem: Problem, *, flood: bool = False) -> list[Do]:
        """The peer sent what no bridge sends; reconnecting may cure it."""
        if self._state not in rules.WITH_SOCKET:
            return self.closed(now)
        self._problem = problem
        return self._drop(now, self._pause.breach(now, flood=flood))

    def answered(self, now: int, verdict: Verdict) -> list[Do]:
        """REST says what became of the call or conference."""
        if self._state in rules.CERTAIN:
            return []
        if cause := rules.CAUSES.get(verdict.fate):
            self._problem = verdict.problem
            return self._follow(now, cause)
        if self._state is StreamState.CONNECTING:
            return self._follow(now, self._pause.judge(now, verdict))
        if self._socket.told(now) or verdict.participants is not None:
            return self.looked(now, verdict.participants)
        return []

    def looked(self, now: int, participants: int | None) -> list[Do]:
        """The roster's number of participants, None if it does not know."""
        if self._state is StreamState.CONNECTING:
            return self._follow(now, self._pause.looked(participants))
        if self._state not in rules.WITH_SOCKET or not self._room:
            return []
        socket = self._socket
        self._look_ns = now + rules.ROOM_LOOK
        if socket.empty if participants is None else participants < rules.TALKERS:
            if socket.empty or not socket.overdue(now):
                return self._follow(now, [])
            self._state = StreamState.OPEN
            self._ask_ns = now + rules.ROOM_ASK
            self._pause.silent_ns = 0
            socket.emptied(now)
        elif socket.empty:
            socket.filled(now)
            self._pause.silent_ns = 0 if socket.heard else now
        elif socket.overdue(now):
            if participants is None and socket.ask_first(now):
                return self._follow(now, [Do.ASK])
            return self._overdue(now)
        return self._follow(now, [])

    def tick(self, now: int) -> list[Do]:
        """Time has passed."""
        if self._state is StreamState.CONNECTING:
            return self._follow(now, self._pause.tick(now))
        if self._state in rules.WITH_SOCKET:
            return self._tick_socket(now)
        if self._state is StreamState.CLOSING and now >= self._closed_by_ns:
            return self._follow(now, EndCause.LEFT)
        return []

    def leave(self, now: int) -> list[Do]:
        """The supervisor leaves."""
        if self._state in rules.WITH_SOCKET:
            self._state = StreamState.CLOSING
            self._closed_by_ns = now + rules.FAREWELL_WAIT
            return self._follow(now, [Do.FAREWELL])
        if self._state is StreamState.CONNECTING:
            return self._follow(now, EndCause.LEFT)
        return []

    def retry(self, now: int) -> list[Do]:
        """The supervisor asks for another try, now."""
        if self._state is StreamState.CLOSED and self._cause is not EndCause.LEFT:
            self._state = StreamState.CONNECTING
            self._cause = self._problem = None
            self._pause.anew(now)
        elif self._state is not StreamState.CONNECTING or self._dialling:
            return []
        return self._follow(now, self._pause.dial())

    def abandon(self, now: int, problem: Problem) -> list[Do]:
        """Our own fault: this stream ends, so that the others need not."""
        if self._state is StreamState.CLOSED:
            return []
        self._problem = problem
        return self._follow(now, EndCause.LOST)

    # -- rules -----------------------------------------------------------------------

    @property
    def _dialling(self) -> bool:
        connecting = self._state is StreamState.CONNECTING
        return connecting and self._pause.phase is Phase.DIALLING

    def _drop(self, now: int, course: Course) -> list[Do]:
        """The socket is of no use any more."""
        self._state = StreamState.CONNECTING
        return [Do.CLOSE, *self._follow(now, course)]

    def _tick_socket(self, now: int) -> list[Do]:
        socket = self._socket
        if socket.dead(now):
            return self._drop(now, self._pause.ask(now))
        orders = [Do.PING] if socket.ping_due(now) else []
        if socket.proven(now):
            self._pause.proven()
        if now >= self._ask_ns:
            self._ask_ns = now + rules.ROOM_ASK
            orders.append(Do.ASK)
        if socket.overdue(now) and not self._room:
            return [*orders, *self._overdue(now)]
        if self._room and now >= self._next_act():
            self._look_ns = now + rules.ROOM_LOOK  # if the owner does not report
            orders.append(Do.LOOK)
        return self._follow(now, orders)

    def _overdue(self, now: int) -> list[Do]:
        """There should have been sound."""
        socket = self._socket
        if self._state is StreamState.STALLED:
            if now - socket.expected_ns >= rules.STALL_REOPEN:
                return self._drop(now, self._pause.ask(now))
            return self._follow(now, [])
        if socket.heard:
            self._state = StreamState.STALLED
            self.stalls += 1
            socket.stalled()
            patience = rules.ROOM_STALL_ASK if self._room else rules.STALL_PING
            self._ask_ns = socket.expected_ns + patience
            return self._follow(now, [])
        if socket.wakes < rules.WAKES:
            socket.woken(now)
            return self._follow(now, [Do.WAKE])
        return self._drop(now, self._pause.ask(now, silent=True))

    # -- publishing ------------------------------------------------------------------

    def _follow(self, now: int, course: Course) -> list[Do]:
        """Take a course, publish the outcome, find out when time matters next."""
        if isinstance(course, EndCause):
            self._state, self._cause = StreamState.CLOSED, course
            course = [Do.CLOSE]
        connecting = self._state is StreamState.CONNECTING
        stalled = self._state is StreamState.STALLED
        view = StreamView(
            state=self._state,
            cause=self._cause,
            hint=self._hint(now),
            problem=self._problem,
            attempt=self._pause.attempt,
            due_ns=self._pause.retry_ns if connecting else 0,
            stalled_ns=self._socket.expected_ns if stalled else 0,
        )
        if view != self.view:
            self.view = view
        self.next_due_ns = self._next_due(now)
        return course

    def _hint(self, now: int) -> StreamHint:
        silent_ns = self._pause.silent_ns
        if self._state is StreamState.OPEN and self._socket.empty:
            return StreamHint.EMPTY_ROOM
        if self._state not in {StreamState.CONNECTING, StreamState.OPEN}:
            return StreamHint.NONE
        if self._state is StreamState.CONNECTING and self._pause.held:
            return self._pause.held
        no_sound = silent_ns and now - silent_ns >= rules.NO_SOUND
        return StreamHint.NO_SOUND if no_sound else StreamHint.NONE

    def _next_due(self, now: int) -> int:
        if self._state is StreamState.CLOSED:
            return NEVER
        if self._state is StreamState.CLOSING:
            return self._closed_by_ns
        due = self._pause.silent_ns + rules.NO_SOUND
        if due <= now or not self._pause.silent_ns:
            due = NEVER  # the hint is shown, or need not be
        if self._state is StreamState.CONNECTING:
            return min(due, self._pause.due_ns)
        return min(due, self._ask_ns, self._next_act(), self._socket.due_ns(now))

    def _next_act(self) -> int:
        """When missing frames are to be acted on."""
        stalled = self._state is StreamState.STALLED
        if self._socket.empty or (stalled and self._room):
            return self._look_ns
        if stalled:
            return self._socket.expected_ns + rules.STALL_REOPEN
        return self._socket.overdue_at_ns
