"""HTTP/1.1 exchanges with one server: connections kept alive, bounded in time and size.

urllib3's connection and response classes, without its pool, retries, redirects and
proxies: each of those either sends or logs more than we want. Its loggers write
URLs, which may hold an access key, so they are silenced for good.
"""

import http.client
import logging
import socket
import ssl
import threading
from dataclasses import dataclass
from time import monotonic, time

import urllib3
from urllib3.connection import HTTPConnection
from urllib3.exceptions import (
    HTTPError,
    IncompleteRead,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.response import HTTPResponse

from voipmon.net.deadline_socket import DeadlineSocket
from voipmon.net.errors import (
    BadAnswer,
    NetError,
    RateLimited,
    TimedOut,
    TlsError,
    Unreachable,
)
from voipmon.net.limiter import RequestBudget
from voipmon.net.opening import Opening
from voipmon.net.server_clock import ServerClock
from voipmon.net.trust import Trust
from voipmon.net.urls import Server

MAX_ANSWER = 8 * 1024 * 1024  # bytes; a page of 100 calls has about 100 kB
_CHUNK = 65_536
_IDLE_S = 20.0  # proxies in front of the platform close idle ones after 60 s and more
_MAX_IDLE = 4

for _name in ("connection", "connectionpool", "response", "util.retry", "poolmanager"):
    logging.getLogger(f"urllib3.{_name}").addFilter(lambda _: False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to ask. `repr` hides it: target and headers may hold a secret.

    Attributes:
        method: GET or POST.
        target: Path and query, quoted.
        headers: Complete, but for Host and length.
    """

    method: str
    target: str
    headers: dict[str, str]
    body: bytes | None = None

    def __repr__(self) -> str:
        """Name the method alone."""
        return f"Request({self.method})"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: any status; header names in any case."""

    status: int
    headers: urllib3.HTTPHeaderDict
    body: bytes


class _Connection(HTTPConnection):
    """urllib3's, over a socket that `Trust` opened and checked."""

    def __init__(self, server: Server, sock: DeadlineSocket) -> None:
        super().__init__(server.host, server.port)
        self.sock = sock
        self.deadline = sock
        self.used_at = monotonic()
        self.auto_open = 0  # never by itself: only `Trust` opens


class _Stale(Exception):  # noqa: N818 - never leaves this module
    """A kept connection turned out to be dead before it brought one byte."""


class Transport:
    """Connections to one server, shared by everyone who asks it something.

    Threads: any, any method. The lock guards the collections of connections;
    it is never held over a system call that could block.
    """

    def __init__(self, server: Server, trust: Trust, budget: RequestBudget) -> None:
        self.server = server
        self.clock = ServerClock()
        self.requests = 0  # sent so far
        self.trust = trust
        self._budget = budget
        self._idle: list[_Connection] = []
        self._busy: set[_Connection] = set()
        self._openings: set[Opening] = set()
        self._closed = threading.Event()
        self._lock = threading.Lock()

    def exchange(self, request: Request, timeout_s: float) -> Answer:
        """Send one request and read the whole answer.

        Args:
            request: Sent at most twice, and a POST at most once.
            timeout_s: For all of it, waiting for the budget included.

        Raises:
            NetError: No answer; `RateLimited` if the budget does not allow one in
                time. Statuses are the caller's to judge.
        """
        until = monotonic() + timeout_s
        connection = self._kept() if request.method == "GET" else None
        if connection is not None:
            try:
                return self._use(connection, request, until)
            except _Stale:
                pass  # closed by the server between two requests: normal, once
        connection = self._open(until)
        try:
            return self._use(connection, request, until)
        except _Stale:
            raise Unreachable(
                f"{self.server.host} closed the connection without an answer"
            ) from None

    def close(self) -> None:
        """Break off every exchange; further ones fail at once. Any thread."""
        self._closed.set()
        with self._lock:
            idle, self._idle = self._idle, []
            busy = tuple(self._busy)
            openings = tuple(self._openings)
        for opening in openings:
            opening.give_up()
        for connection in busy:  # its own thread closes it
            connection.deadline.abort()
        for connection in idle:
            connection.close()

    # -- connections ---------------------------------------------------------------

    def _kept(self) -> _Connection | None:
        """Take a connection that is still open, if there is one."""
        while True:
            with self._lock:
                if not self._idle or self._closed.is_set():
                    return None
                connection = self._idle.pop()
                self._busy.add(connection)
            fresh = monotonic() - connection.used_at < _IDLE_S
            if fresh and connection.is_connected:
                return connection
            self._drop(connection)

    def _open(self, until: float) -> _Connection:
        left_s = until - monotonic()
        if self._closed.is_set():
            raise Unreachable("closed by us")
        if left_s <= 0:
            raise TimedOut(f"connecting to {self.server.host}")
        connection = _Connection(self.server, DeadlineSocket(self._connect(left_s)))
        with self._lock:
            self._busy.add(connection)
        if self._closed.is_set():
            self._drop(connection)
            raise Unreachable("closed by us")
        return connection

    def _connect(self, left_s: float) -> socket.socket:
        server = self.server
        opening = Opening(
            lambda: self.trust.connect(
                server.host, server.port, tls=server.tls, timeout_s=left_s
            )
        )
        with self._lock:
            self._openings.add(opening)
        if self._closed.is_set():  # `close` may have looked before
            opening.give_up()
        try:
            sock = opening.run()
        finally:
            with self._lock:
                self._openings.discard(opening)
        if sock is None:
            raise Unreachable("closed by us")
        return sock

    def _drop(self, connection: _Connection) -> None:
        with self._lock:
            self._busy.discard(connection)
        connection.close()

    def _keep(self, connection: _Connection) -> None:
        connection.used_at = monotonic()
        with self._lock:
            self._busy.discard(connection)
            if len(self._idle) < _MAX_IDLE and not self._closed.is_set():
                self._idle.append(connection)
                return
        connection.close()

    # -- one exchange --------------------------------------------------------------

    def _use(self, connection: _Connection, request: Request, until: float) -> Answer:
        connection.deadline.until = until
        try:
            self._await_budget(until)
            answer = self._read(self._ask(connection, request))
        except (NetError, _Stale):
            self._drop(connection)
            raise
        except (OSError, HTTPError, http.client.HTTPException) as error:
            self._drop(connection)
            # Not `from error`: a peer that echoes puts our request into its text.
            raise self._translate(error) from None
        if connection.sock is None:  # the server closes after each answer
            self._drop(connection)
        else:
            self._keep(connection)
        return answer

    def _await_budget(self, until: float) -> None:
        while (wait_s := self._budget.try_acquire()) > 0:
            if self._closed.is_set():
                raise Unreachable("closed by us")
            if monotonic() + wait_s > until:
                raise RateLimited(
                    "waiting as the server asked, or the request budget is used up",
                    retry_after_s=wait_s,
                    limited_by="client",
                    status=0,
                )
            self._closed.wait(wait_s)

    def _ask(self, connection: _Connection, request: Request) -> HTTPResponse:
        self.requests += 1
        sent_s = time()
        try:
            connection.request(
                request.method,
                request.target,
                body=request.body,
                headers={"Host": self.server.authority, **request.headers},
                preload_content=False,
                decode_content=False,
            )
            response = connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            raise _Stale from None
        self.clock.note(response.headers.get("date", ""), sent_s, time())
        return response

    def _read(self, response: HTTPResponse) -> Answer:
        parts: list[bytes] = []
        size = 0
        while part := response.read(_CHUNK):
            size += len(part)
            if size > MAX_ANSWER:
                raise BadAnswer(f"an answer of more than {MAX_ANSWER >> 20} MB")
            parts.append(part)
        return Answer(response.status, response.headers, b"".join(parts))

    def _translate(self, error: Exception) -> NetError:
        host = self.server.host
        if self._closed.is_set():
            return Unreachable("closed by us")
        if isinstance(error, ProtocolError | SSLError) and error.args:
            inner = error.args[-1]  # urllib3 wraps what broke while reading a body
            error = inner if isinstance(inner, Exception) else error
        if isinstance(error, TimeoutError | ReadTimeoutError):
            return TimedOut(f"waiting for the answer of {host}")
        if isinstance(error, ssl.SSLError):
            return TlsError(f"{host}: {str(error.reason or 'broken').lower()}")
        if isinstance(error, IncompleteRead | http.client.IncompleteRead):
            return Unreachable(f"the answer of {host} broke off")
        if isinstance(error, OSError):
            return Unreachable(f"{host}: {error.strerror or type(error).__name__}")
        return BadAnswer(f"{host} does not answer in HTTP ({type(error).__name__})")
