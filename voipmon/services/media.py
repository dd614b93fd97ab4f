"""`MediaLoop`: one selector thread that drives every media link.

Decision: one thread with a selector; because 100 streams cost a third of what a
thread each costs, and the sound device's callback waits for the interpreter 0.15 ms
instead of 16 ms at worst (measured); instead of websocket-client's own threads;
would change if streams were never more than twenty.
"""

import contextlib
import logging
import selectors
import socket
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from time import monotonic_ns

from voipmon.core.domain.snapshot import Problem
from voipmon.core.domain.stream_rules import MS
from voipmon.core.domain.verdict import Fate, Verdict
from voipmon.core.errors import VoipmonError
from voipmon.net.errors import Unreachable, to_problem
from voipmon.services.link import MediaLink
from voipmon.services.pool import Pool
from voipmon.services.worker import Worker

_log = logging.getLogger(__name__)

CONNECTORS = 6  # threads that open sockets, beside those a dead server holds
ASKERS = 2  # threads that ask REST; apart, so that slow openings do not delay them
_SCAN = 10 * MS  # [ns] between two looks at all the links' timers
_LONGEST = 250 * MS  # [ns] one wait for sockets
_GOODBYE = 900 * MS  # [ns] all streams have for their close frames when we stop
_POOL_STOP_S = 0.25  # for each of two; with `_GOODBYE` well below 2 s

_Call = Callable[[int], None]  # with the time


class MediaLoop(Worker):
    """Owns the selector and, on its thread, every link's socket and machine.

    Threads: `add` and `remove` any; the rest as `Worker` says.
    """

    def __init__(
        self, on_crash: Callable[[str, Exception], None] | None = None
    ) -> None:
        super().__init__("media", on_crash)
        self._links: set[MediaLink] = set()
        self._leaving: set[MediaLink] = set()  # removed, closing
        self._watched: dict[MediaLink, int] = {}  # descriptor by link
        self._again: dict[MediaLink, None] = {}  # ended by their budget, in order
        self._mail: deque[tuple[MediaLink | None, _Call]] = deque()
        self._lock = threading.Lock()  # guards `_over` against a post in between
        self._over = False
        self._connectors = Pool("media-connect", CONNECTORS)
        self._askers = Pool("media-ask", ASKERS)
        self._selector = selectors.DefaultSelector()
        self._bell, self._ringer = socket.socketpair()
        self._bell.setblocking(False)
        self._ringer.setblocking(False)
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._next_scan = 0
        self._earliest = 0

    # -- any thread ------------------------------------------------------------------

    def add(self, link: MediaLink) -> None:
        """Open `link` and drive it until it is removed."""
        self._post(None, partial(self._add, link))

    def remove(self, link: MediaLink) -> None:
        """Forget `link` as soon as it is closed; it is left if it was not."""
        self._post(None, partial(self._remove, link))

    def nudge(self, link: MediaLink) -> None:
        """Let `link` serve its requests."""
        self._post(link, link.serve)

    def request_stop(self) -> None:
        """Ask the thread to leave every stream and return."""
        super().request_stop()
        self._ring()

    def join(self, timeout_s: float = 2.0) -> bool:
        """Wait for the thread; pool threads inside a blocking call are let go."""
        ended = super().join(timeout_s)
        if self._thread.ident is None:
            self._cleanup()
        return ended

    def _post(
        self,
        link: MediaLink | None,
        call: _Call,
        drop: Callable[[], None] | None = None,
    ) -> None:
        with self._lock:
            if not self._over:
                self._mail.append((link, call))
                drop = None
        if drop is not None:
            drop()
        self._ring()

    def _ring(self) -> None:
        with contextlib.suppress(OSError):  # full: it rings already; closed: too late
            self._ringer.send(b"\0")

    # -- for the links, on this thread -----------------------------------------------

    def connect(self, link: MediaLink, number: int) -> None:
        """See `link.Host`."""
        self._connectors.submit(partial(self._connect, link, number))

    def ask(self, link: MediaLink, number: int) -> None:
        """See `link.Host`."""
        self._askers.submit(partial(self._ask, link, number))

    def watch(self, link: MediaLink) -> None:
        """See `link.Host`."""
        if link.socket is None:
            return
        events = selectors.EVENT_READ
        if link.socket.unsent:
            events |= selectors.EVENT_WRITE
        if link in self._watched:
            self._selector.modify(self._watched[link], events, link)
            return
        descriptor = link.socket.fileno()
        self._selector.register(descriptor, events, link)
        self._watched[link] = descriptor
        if link.socket.has_early:
            self._again[link] = None

    def unwatch(self, link: MediaLink) -> None:
        """See `link.Host`."""
        self._again.pop(link, None)
        descriptor = self._watched.pop(link, None)
        if descriptor is not None:
            self._selector.unregister(descriptor)

    # -- pool threads ----------------------------------------------------------------

    def _connect(self, link: MediaLink, number: int) -> None:
        try:
            opened = link.open_socket(link.kind, link.resource_id, link.encapsulation)
        except VoipmonError as error:
            self._post(link, partial(link.unconnected, number, error))
        except Exception as error:  # noqa: BLE001 - a bug of ours costs one stream
            _log.exception("opening a stream failed in a way it should not")
            bug = Unreachable(f"internal error: {type(error).__name__}")
            self._post(link, partial(link.unconnected, number, bug))
        else:
            call = partial(link.connected, number, opened)
            self._post(link, call, drop=opened.close)

    def _ask(self, link: MediaLink, number: int) -> None:
        verdict = Verdict(fate=Fate.UNKNOWN)
        try:
            verdict = link.find_cause(link.kind, link.resource_id)
        except VoipmonError as error:
            verdict = Verdict(fate=Fate.UNKNOWN, problem=to_problem(error))
        finally:
            self._post(link, partial(link.answered, number, verdict))

    # -- the thread ------------------------------------------------------------------

    def _run(self) -> None:
        until = 0
        while True:
            if self._stopping.is_set():
                until = until or self._say_goodbye()
                if monotonic_ns() >= until or all(x.ended for x in self._links):
                    return
            for key, events in self._selector.select(self._wait_s()):
                link = key.data
                if link is None:
                    self._silence_bell()
                else:
                    self._serve(link, events)
            for link in tuple(self._again):
                del self._again[link]
                self._serve(link, selectors.EVENT_READ)
            self._read_mail()
            self._scan()

    def _wait_s(self) -> float:
        if self._again or self._mail:
            return 0.0
        now = monotonic_ns()
        due = max(self._earliest, self._next_scan)
        return max(min(due - now, _LONGEST), 0) / 1e9

    def _serve(self, link: MediaLink, events: int) -> None:
        if events & selectors.EVENT_WRITE:
            self._guarded(link, partial(self._flush, link))
        if events & selectors.EVENT_READ and link not in self._again:
            try:
                self._turn(link)
            except Exception as error:  # noqa: BLE001 - a bug of ours costs one stream
                self._crashed(link, error)

    def _turn(self, link: MediaLink) -> None:
        if link.turn():
            self._again[link] = None
        self._earliest = min(self._earliest, link.next_due_ns)

    def _flush(self, link: MediaLink, _: int) -> None:
        link.flush()
        self.watch(link)

    def _guarded(self, link: MediaLink | None, call: _Call) -> None:
        try:
            call(monotonic_ns())
        except Exception as error:
            if link is None:
                raise
            self._crashed(link, error)

    def _crashed(self, link: MediaLink, error: Exception) -> None:
        _log.error("stream %d crashed", link.stream_id, exc_info=error)
        detail = f"internal error: {type(error).__name__}"
        link.crashed(Problem(kind="voipmon", detail=detail), monotonic_ns())

    def _read_mail(self) -> None:
        for _ in range(len(self._mail)):
            link, call = self._mail.popleft()
            self._guarded(link, call)
            self._next_scan = 0  # what happened may have set a timer

    def _scan(self) -> None:
        """Look at the timers of all links, at most every `_SCAN`."""
        now = monotonic_ns()
        if now < self._next_scan:
            return
        self._next_scan = now + _SCAN
        self._connectors.relieve()
        self._askers.relieve()
        earliest = now + _LONGEST
        for link in tuple(self._links):
            if link.next_due_ns <= now:
                self._guarded(link, link.tick)
            earliest = min(earliest, link.next_due_ns)
            if link.ended and link in self._leaving:
                self._links.discard(link)
                self._leaving.discard(link)
        self._earliest = earliest

    def _add(self, link: MediaLink, _: int) -> None:
        self._links.add(link)
        self._guarded(link, partial(link.attach, self))

    def _remove(self, link: MediaLink, _: int) -> None:
        if link in self._links:
            self._leaving.add(link)
            link.leave()

    def _say_goodbye(self) -> int:
        for link in self._links:
            link.leave()
        self._read_mail()
        return monotonic_ns() + _GOODBYE

    def _silence_bell(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._bell.recv(4096):
                pass

    def _cleanup(self) -> None:
        with self._lock:
            self._over = True
        for link, call in self._mail:  # sockets that nobody will use any more
            self._guarded(link, call) if link else None
        for link in self._links:
            if link.socket is not None:
                self.unwatch(link)
                link.socket.close()
        stuck = self._connectors.stop(_POOL_STOP_S) + self._askers.stop(_POOL_STOP_S)
        if stuck:
            _log.info("%d connections are still being opened; they will end", stuck)
        self._selector.close()
        self._bell.close()
        self._ringer.close()
