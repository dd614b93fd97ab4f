"""Opening handshake of a WebSocket: websocket-client's, kept within our bounds.

websocket-client bounds each read but not the whole, reads one byte a call, follows
redirects with all headers and keeps cookies for the whole process. It is therefore
handed a socket of ours that knows one deadline, one size and no cookies, and is
told to follow nothing.
"""

import socket
from collections.abc import Mapping
from time import monotonic

import websocket

from voipmon.net.errors import BadAnswer, NetError, TimedOut, Unreachable
from voipmon.net.status import error_from
from voipmon.net.urls import scrub

MAX_HEAD = 65_536  # [bytes] of the answer's head; of an error's body as well
_END = b"\r\n\r\n"


class _OpeningSocket:
    """The part of a socket that websocket-client's handshake uses.

    Attributes:
        left: What came behind the answer's head: the first frames, or a body.
    """

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock = sock
        self._until = until
        self._head: bytes | None = None
        self.left = b""
        self._taken = 0

    def gettimeout(self) -> float:
        return max(self._until - monotonic(), 0.001)

    def settimeout(self, _: float | None) -> None:
        """The deadline governs, not a time for each call."""

    def fileno(self) -> int:
        return self._sock.fileno()

    def send(self, data: bytes) -> int:
        self._arm()
        self._sock.sendall(data)
        return len(data)

    def recv(self, size: int) -> bytes:
        if self._head is None:
            self._head, self.left = self._read_head()
        if self._head:
            part, self._head = self._head[:size], self._head[size:]
            return part
        self._taken += size
        if self._taken > MAX_HEAD:
            raise BadAnswer("the answer to the upgrade is too long")
        if not self.left:
            self._arm()
            return self._sock.recv(size)
        part, self.left = self.left[:size], self.left[size:]
        return part

    def close(self) -> None:
        """The caller of `upgrade` closes."""

    def _arm(self) -> None:
        left_s = self._until - monotonic()
        if left_s <= 0:
            raise TimeoutError
        self._sock.settimeout(left_s)

    def _read_head(self) -> tuple[bytes, bytes]:
        data = b""
        while _END not in data:
            if len(data) > MAX_HEAD:
                raise BadAnswer("the answer to the upgrade is too long")
            self._arm()
            part = self._sock.recv(4096)
            if not part:
                raise Unreachable("the server closed during the upgrade")
            data += part
        head, _, left = data.partition(_END)
        lines = head.split(b"\r\n")
        kept = [line for line in lines if not line.lower().startswith(b"set-cookie")]
        return b"\r\n".join(kept) + _END, left


def upgrade(
    sock: socket.socket,
    url: str,
    headers: Mapping[str, str],
    until: float,
    secrets: tuple[str, ...] = (),
) -> bytes:
    """Make a connected socket a WebSocket; the caller keeps and closes it.

    Args:
        sock: Connected, TLS done and checked.
        url: ws:// or wss://; may hold an access key, so it is never repeated.
        headers: Additional request headers.
        until: Deadline for all of it, a time of `monotonic`.
        secrets: In `url` or `headers`; a server that repeats them is not believed.

    Returns:
        Bytes that came behind the answer's head: the beginning of the first frames.

    Raises:
        NetError: By status as REST's answers are, or how the connection failed.
    """
    opening = _OpeningSocket(sock, until)
    try:
        websocket.create_connection(
            url,
            socket=opening,
            header=dict(headers),
            suppress_origin=True,
            redirect_limit=0,
            enable_multithread=False,
        )
    except NetError:
        raise
    except websocket.WebSocketBadStatusException as error:
        raise _refusal(error, opening, secrets) from None
    except (TimeoutError, websocket.WebSocketTimeoutException):
        raise TimedOut("upgrade to a WebSocket") from None
    except websocket.WebSocketConnectionClosedException:
        raise Unreachable("the server closed during the upgrade") from None
    except (websocket.WebSocketException, ValueError):
        raise BadAnswer("the server does not speak WebSocket there") from None
    except OSError as error:
        words = error.strerror or type(error).__name__
        raise Unreachable(f"during the upgrade: {words}") from None
    return opening.left


def _refusal(
    error: websocket.WebSocketBadStatusException,
    opening: _OpeningSocket,
    secrets: tuple[str, ...],
) -> NetError:
    headers = error.resp_headers or {}
    body = error.resp_body or opening.left  # without a length: what is there
    return error_from(
        error.status_code,
        headers,
        bytes(body),
        scrub=lambda text: scrub(text, secrets),
    )
