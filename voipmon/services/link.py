"""`MediaLink`: one listened resource, from the first opening across all reconnects.

Carries out what `core.domain.stream_state` orders. Its socket, machine and receiver
belong to the media loop's thread; commands and `status` may come from any.
"""

import random
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from voipmon.core.domain.arrivals import MS
from voipmon.core.domain.snapshot import Problem, ResourceKind, StreamState
from voipmon.core.domain.stream_rules import Do
from voipmon.core.domain.stream_state import StreamMachine
from voipmon.core.domain.verdict import Verdict
from voipmon.core.errors import VoipmonError
from voipmon.core.wire.depacketiser import Depacketiser
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.net.media_socket import ListenSocket
from voipmon.services.link_end import failure_of
from voipmon.services.link_inbox import Inbox
from voipmon.services.link_receiver import Receiver
from voipmon.services.link_status import RESTARTED, History, LinkStatus, Mark

__all__ = ["RESTARTED", "LinkStatus", "Mark", "MediaLink"]

OpenSocket = Callable[[ResourceKind, str, Encapsulation], ListenSocket]
FindCause = Callable[[ResourceKind, str], Verdict]
_FLOOD = Problem(kind="net.protocol", detail="far more than real time")


class Host(Protocol):
    """What a link needs of the loop that drives it."""

    def connect(self, link: "MediaLink", number: int) -> None:
        """Call `open_socket` on a pool, then `connected` or `unconnected`."""

    def ask(self, link: "MediaLink", number: int) -> None:
        """Call `find_cause` on a pool, then `answered`."""

    def watch(self, link: "MediaLink") -> None:
        """Look after the link's socket, also for writing if it has unsent bytes."""

    def unwatch(self, link: "MediaLink") -> None:
        """Forget the link's socket; it is about to be closed."""

    def nudge(self, link: "MediaLink") -> None:
        """Call `serve` soon; any thread."""


class MediaLink:
    """See the module. `inbox` is popped by the playout thread only.

    Args:
        stream_id: The caller's name for it.
        kind: Call or conference.
        resource_id: Its id.
        encapsulation: Asked for at each opening.
        codec: Manual choice, or None: found from the bytes.
        open_socket: Blocks; raises `NetError`. Called on a pool's thread.
        find_cause: Asks REST what became of it; blocks. Called on a pool's thread.
        participants: The roster's number for a conference id, from memory.
        inbox_limit: Frames kept while playout does not take them; 500 are 10 s.
    """

    def __init__(
        self,
        *,
        stream_id: int,
        kind: ResourceKind,
        resource_id: str,
        encapsulation: Encapsulation,
        codec: Codec | None,
        open_socket: OpenSocket,
        find_cause: FindCause,
        participants: Callable[[str], int | None],
        inbox_limit: int = 500,
    ) -> None:
        self.stream_id = stream_id
        self.kind = kind
        self.resource_id = resource_id
        self.encapsulation = encapsulation
        self.open_socket = open_socket
        self.find_cause = find_cause
        self.socket: ListenSocket | None = None
        self._participants = participants
        self._forced = codec
        self._inbox = Inbox(inbox_limit)
        self.inbox = self._inbox.items
        self._depacketiser = Depacketiser(encapsulation, codec)
        self._machine = StreamMachine(kind, random.random)
        self._host: Host | None = None
        self._requests: deque[Callable[[int], list[Do]]] = deque()
        self._receiver = Receiver(
            self._depacketiser,
            self._inbox,
            streamed=encapsulation is Encapsulation.AUDIOSOCKET,
        )
        self._wakes = 0
        self._opened_ns = 0
        self._dial = self._question = 0  # numbers; an older result is stale
        self._asking = False
        self._history = History(stream_id, time.monotonic_ns())

    # -- any thread ------------------------------------------------------------------

    def leave(self) -> None:
        """Say goodbye and end."""
        self._request(self._machine.leave)

    def retry(self) -> None:
        """Try again now, if it is lost or waiting."""
        self._request(self._retry)

    def force_codec(self, codec: Codec | None) -> None:
        """Decode as `codec`, or find it again."""
        self._forced = codec

        def force(_: int) -> list[Do]:
            self._depacketiser.force(codec)
            return []

        self._request(force)

    def status(self) -> LinkStatus:
        """How it is now."""
        now = time.monotonic_ns()
        view, parts, receiver = self._machine.view, self._depacketiser, self._receiver
        return LinkStatus(
            state=view.state,
            cause=view.cause,
            hint=view.hint,
            problem=view.problem,
            attempt=view.attempt,
            retry_in_s=max(view.due_ns - now, 0) / 1e9,
            codec=parts.codec,
            codec_forced=self._forced is not None,
            frames=receiver.frames,
            frames_per_s=round(receiver.arrivals.frames_per_s(now), 1),
            received_bytes=receiver.received,
            bad=dict(parts.bad),
            duplicates=parts.duplicates,
            reordered=parts.reordered,
            missing=parts.missing,
            arrival_gap_ms=receiver.arrivals.gap_ms(now),
            longest_gap_ms=receiver.arrivals.longest_ms(),
            stalls=self._machine.stalls,
            stall_ms=(now - view.stalled_ns) / MS if view.stalled_ns else 0.0,
            reconnects=max(self._machine.openings - 1, 0),
            wakes=self._wakes,
            discarded=self._inbox.discarded,
            overflow=self._inbox.overflow,
            opened_ns=self._opened_ns,
            first_frame_ns=receiver.first_frame_ns,
            state_history=self._history.changes,
            wall_offset_ns=self._history.wall_offset_ns,
        )

    def _request(self, request: Callable[[int], list[Do]]) -> None:
        self._requests.append(request)
        if self._host is not None:
            self._host.nudge(self)

    # -- the media loop's thread -----------------------------------------------------

    @property
    def next_due_ns(self) -> int:
        """When `tick` is wanted."""
        return self._machine.next_due_ns

    @property
    def ended(self) -> bool:
        """It is closed; only `retry` could change that."""
        return self._machine.view.state is StreamState.CLOSED

    def attach(self, host: Host, now: int) -> None:
        """Begin."""
        self._host = host
        self._carry_out(self._machine.begin(now), now)
        self.serve(now)

    def serve(self, now: int) -> None:
        """Carry out what other threads asked for."""
        while self._requests:
            self._carry_out(self._requests.popleft()(now), now)

    def tick(self, now: int) -> None:
        """A time that the machine named has come."""
        self._carry_out(self._machine.tick(now), now)

    def connected(self, number: int, socket: ListenSocket, now: int) -> None:
        """A connect pool's success."""
        if number != self._dial:
            socket.close()
            return
        self.socket = socket
        self._receiver.restart(first=not self._opened_ns)
        orders = self._machine.opened(now)
        if self._host is not None and not orders:
            self._opened_ns = self._opened_ns or now
            self._host.watch(self)
        self._carry_out(orders, now)

    def unconnected(self, number: int, error: VoipmonError, now: int) -> None:
        """A connect pool's failure."""
        if number == self._dial:
            end = failure_of(error)
            orders = self._machine.failed(
                now, end.problem, cause=end.cause, wait_ns=end.wait_ns
            )
            self._carry_out(orders, now)

    def answered(self, number: int, verdict: Verdict, now: int) -> None:
        """REST's word on an end."""
        self._asking = False
        if number == self._question:
            self._carry_out(self._machine.answered(now, verdict), now)

    def crashed(self, problem: Problem, now: int) -> None:
        """Our own fault: end this link, and it alone."""
        self._carry_out(self._machine.abandon(now, problem), now)

    def turn(self) -> bool:
        """Read within the budget; True if there is more at once."""
        if self.socket is None:
            return False
        got = self.socket.read()
        now = time.monotonic_ns()  # arrival: later stages add their own delay
        if got.received:
            self._machine.bytes_came(now)
            judged = self._receiver.take(got, now)
            if judged.heard:
                self._machine.heard(now)  # orders nothing
                self._history.note(now, self._machine.view.state)
            elif judged.flood:
                self._carry_out(self._machine.breached(now, _FLOOD, flood=True), now)
                return False
        if got.breach is not None:
            problem = Problem(kind="net.protocol", detail=got.breach.reason)
            self._carry_out(self._machine.breached(now, problem), now)
        elif got.closed is not None or self._depacketiser.ended:
            self._carry_out(self._machine.closed(now), now)
        self._watch_unsent()  # pongs
        return got.more and self.socket is not None

    def flush(self) -> None:
        """The socket takes bytes again."""
        if self.socket is not None:
            self.socket.flush()

    def _retry(self, now: int) -> list[Do]:
        self._question += 1  # an answer under way belongs to the old life
        self._asking = False
        return self._machine.retry(now)

    def _carry_out(self, orders: list[Do], now: int) -> None:
        """Do what the machine orders, in order."""
        self._history.note(now, self._machine.view.state)
        for order in orders:
            self._obey(order, now)
        self._watch_unsent()

    def _watch_unsent(self) -> None:
        if self.socket is not None and self.socket.unsent and self._host is not None:
            self._host.watch(self)

    def _obey(self, order: Do, now: int) -> None:
        host, socket = self._host, self.socket
        if host is None:
            return
        if order is Do.CONNECT:
            self._dial += 1
            host.connect(self, self._dial)
        elif order is Do.ASK:
            if not self._asking:
                self._asking = True
                self._question += 1
                host.ask(self, self._question)
        elif order is Do.LOOK:
            number = self._participants(self.resource_id)
            self._carry_out(self._machine.looked(now, number), now)
        elif socket is not None:
            self._obey_socket(order, socket, host)

    def _obey_socket(self, order: Do, socket: ListenSocket, host: Host) -> None:
        if order is Do.WAKE:
            self._wakes += 1
            self._inbox.expect_lump()
            socket.wake()
        elif order is Do.PING:
            socket.ping()
        elif order is Do.FAREWELL:
            socket.begin_close()
        elif order is Do.CLOSE:
            host.unwatch(self)
            socket.close()
            self.socket = None
