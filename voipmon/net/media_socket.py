"""A media stream's socket that can listen and cannot speak.

All it can ever send are WebSocket control frames and one constant, 20 ms of digital
silence (`core.wire.wake`); there is no method, public or private, that takes audio.
websocket-client makes the opening handshake and the masked frames; receiving is
ours (`core.wire.websocket_frames`), since the library bounds nothing and reads each
frame in three system calls.
"""

import contextlib
import socket
import ssl
from dataclasses import dataclass, field
from time import monotonic, monotonic_ns
from typing import Protocol, Self
from urllib.parse import urlsplit

from websocket import ABNF

from voipmon.core.domain.snapshot import ResourceKind
from voipmon.core.wire.names import Encapsulation
from voipmon.core.wire.wake import WAKE
from voipmon.core.wire.websocket_frames import FrameDecoder, FrameError
from voipmon.net.errors import RateLimited
from voipmon.net.limiter import RequestBudget
from voipmon.net.trust import Trust
from voipmon.net.upgrade import upgrade
from voipmon.net.urls import Server

CONNECT_S = 10.0  # [s] DNS, TCP, TLS and upgrade together
_CHUNK = 16_384  # [bytes] one recv; the longest TLS record
_MAX_OUT = 4096  # [bytes] unsent control frames; a peer that reads nothing gets none
_CONTROL = frozenset({ABNF.OPCODE_PING, ABNF.OPCODE_PONG, ABNF.OPCODE_CLOSE})
_NORMAL = 1000  # RFC 6455 section 7.4.1
_WAIT = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Credentials(Protocol):
    """What opens a stream: a token (header) or an access key (query)."""

    @property
    def token(self) -> str:
        """JWT, or ""."""

    @property
    def accesskey(self) -> str:
        """Access key, or ""."""


@dataclass(slots=True)
class Read:
    """What one turn of reading brought.

    Attributes:
        messages: Binary messages, in order.
        received: Bytes off the socket, frame headers included.
        frames: WebSocket frames of every kind.
        closed: Why there will be nothing more, None while there may be.
        breach: The peer broke RFC 6455 or our limits; `closed` is set, too.
        more: The budget ended it, not the socket: come again without waiting.
    """

    messages: list[bytes] = field(default_factory=list)
    received: int = 0
    frames: int = 0
    closed: str | None = None
    breach: FrameError | None = None
    more: bool = False


class ListenSocket:
    """One open media WebSocket, non-blocking.

    Owner: whoever called `connect` until it is handed over, then the media loop's
    thread, which alone calls the rest.
    """

    def __init__(
        self, sock: socket.socket, encapsulation: Encapsulation, received: bytes = b""
    ) -> None:
        self._sock = sock
        self._tls = sock if isinstance(sock, ssl.SSLSocket) else None
        self._wake = WAKE[encapsulation]
        self._decoder = FrameDecoder()
        self._early = received  # frames that came with the upgrade's answer
        self._out = bytearray()
        self._closing = False
        self._pings = 0

    @classmethod
    def connect(
        cls,
        server: Server,
        credentials: Credentials,
        kind: ResourceKind,
        resource_id: str,
        encapsulation: Encapsulation,
        *,
        trust: Trust,
        timeout_s: float = CONNECT_S,
        budget: RequestBudget | None = None,
    ) -> Self:
        """Open a stream; blocks up to `timeout_s` for everything, on a pool's thread.

        Args:
            server: The installation.
            credentials: With a token, it alone is used.
            kind: Call or conference.
            resource_id: Its id.
            encapsulation: How audio shall be wrapped.
            trust: What the server's certificate must satisfy.
            timeout_s: The whole time, name resolution excepted.
            budget: Shared with REST; an upgrade counts as one request.

        Raises:
            NetError: Nothing is left open.
        """
        until = monotonic() + timeout_s
        accesskey = "" if credentials.token else credentials.accesskey
        url = server.media_url(kind, resource_id, encapsulation, accesskey)
        headers = {}
        if credentials.token:
            headers["Authorization"] = f"Bearer {credentials.token}"
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if server.tls else 80)
        sock = trust.connect(host, port, tls=server.tls, timeout_s=timeout_s)
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            if budget is not None:
                budget.acquire(max(until - monotonic(), 0.0))
            received = upgrade(
                sock, url, headers, until, (credentials.token, accesskey)
            )
            sock.settimeout(0)
        except RateLimited as error:
            sock.close()
            if budget is not None and error.status:
                budget.pause(error.retry_after_s)
            raise
        except BaseException:
            sock.close()
            raise
        return cls(sock, encapsulation, received)

    def fileno(self) -> int:
        """Descriptor for a selector, -1 after `close`."""
        return self._sock.fileno()

    @property
    def has_early(self) -> bool:
        """Frames came with the upgrade's answer: `read` without waiting."""
        return bool(self._early or (self._tls and self._tls.pending()))

    @property
    def unsent(self) -> int:
        """Bytes that `flush` still has to send."""
        return len(self._out)

    # -- receiving -------------------------------------------------------------------

    def read(self, budget_bytes: int = 65_536, budget_ns: int = 2_000_000) -> Read:
        """Take what is there, within the budget; never blocks, never raises."""
        got = Read()
        until_ns = 0
        decoder = self._decoder
        frames = decoder.frames
        while got.closed is None:
            data = self._receive(got)
            if not data:
                break
            got.received += len(data)
            got.messages += decoder.feed(data)
            if (body := decoder.take_ping()) is not None:
                self._control(ABNF.OPCODE_PONG, body)
            if decoder.error is not None or decoder.close_code is not None:
                self._note_end(got)
            elif len(data) < _CHUNK:
                # A level-triggered selector tells if there is more by now. Under TLS,
                # too: what is shorter than asked ended its record, and OpenSSL reads
                # no further record ahead (SSL_CTX_set_read_ahead, off by default).
                break
            else:
                now_ns = monotonic_ns()
                until_ns = until_ns or now_ns + budget_ns
                if got.received >= budget_bytes or now_ns >= until_ns:
                    got.more = True
                    break
        got.frames = decoder.frames - frames
        return got

    def _receive(self, got: Read) -> bytes:
        if self._early:
            data, self._early = self._early, b""
            return data
        try:
            data = self._sock.recv(_CHUNK)
        except _WAIT:
            return b""
        except OSError as error:
            got.closed = f"connection lost: {error.strerror or type(error).__name__}"
            return b""
        if not data:
            got.closed = "end of stream"
        return data

    def _note_end(self, got: Read) -> None:
        """The peer said goodbye, or we have to."""
        got.breach = self._decoder.error
        if got.breach is not None:
            got.closed = got.breach.reason
            self._say_close(got.breach.close_code)
        else:
            got.closed = f"closed by the server, code {self._decoder.close_code}"
            self._say_close(_NORMAL)

    # -- sending: control frames and one constant ------------------------------------

    def ping(self) -> None:
        """Ask for a sign of life."""
        self._pings += 1
        self._control(ABNF.OPCODE_PING, self._pings.to_bytes(4, "big"))

    def wake(self) -> None:
        """Send the one frame of digital silence that frees a stuck stream."""
        self._queue(ABNF.create_frame(self._wake, ABNF.OPCODE_BINARY))

    def begin_close(self) -> None:
        """Say goodbye; `read` then reports the peer's answer as `closed`."""
        self._say_close(_NORMAL)

    def flush(self) -> bool:
        """Send what is queued; False if the socket takes no more for now."""
        while self._out:
            try:
                sent = self._sock.send(self._out)
            except _WAIT:
                return False
            except OSError:
                self._out.clear()  # `read` finds out what happened
                break
            del self._out[:sent]
        return True

    def close(self) -> None:
        """Let go of the socket at once; any number of times."""
        if self._sock.fileno() != -1:
            with contextlib.suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)
            self._sock.close()

    def _say_close(self, code: int) -> None:
        self._control(ABNF.OPCODE_CLOSE, code.to_bytes(2, "big"))
        self._closing = True

    def _control(self, opcode: int, body: bytes) -> None:
        if opcode not in _CONTROL or len(body) > 125:
            raise ValueError("not a control frame")
        self._queue(ABNF.create_frame(body, opcode))

    def _queue(self, frame: ABNF) -> None:
        if not self._closing and len(self._out) < _MAX_OUT:
            self._out += frame.format()
        self.flush()
