"""WebSocket frames from server to client (RFC 6455 section 5), incremental and bounded.

Used after websocket-client's opening handshake, instead of its own reader: one call
decodes whatever one `recv` brought, at any cut, and nothing above `LIMIT` is ever
buffered, however long a peer says its message will be.
"""

from voipmon.core.errors import WireError

# [bytes] longest frame and longest fragmented message: what AudioSocket's 16-bit length
# can carry, behind an RTP header.
LIMIT = 65_535 + 12
MAX_FRAGMENTS = 1024  # of one message; an endless chain of empty ones ends here
_MAX_CONTROL = 125  # [bytes] RFC 6455 section 5.5
_BINARY_FIN = 0x82
_CONTINUATION, _TEXT, _BINARY = 0x0, 0x1, 0x2
_CLOSE, _PING, _PONG = 0x8, 0x9, 0xA
_CLOSE_CODES = frozenset({*range(1000, 1004), *range(1007, 1015)})  # section 7.4
NO_STATUS = 1005  # a close frame without a code, section 7.4.1
PROTOCOL_ERROR = 1002
TOO_BIG = 1009


class FrameError(WireError):
    """The peer breaks RFC 6455 or our limits; the connection must be closed.

    Attributes:
        close_code: What a close frame should say, `PROTOCOL_ERROR` or `TOO_BIG`.
    """

    kind = "wire.websocket"

    def __init__(self, reason: str, close_code: int = PROTOCOL_ERROR) -> None:
        super().__init__(reason)
        self.close_code = close_code


class FrameDecoder:
    """Turns received bytes into binary messages; counts everything else.

    One owner, not thread-safe. Never raises: after `error` is set or a close frame
    has come, further bytes are ignored. Text messages are counted and dropped, so
    their UTF-8 is not checked.

    Attributes:
        error: What the peer did wrong, or None.
        close_code: Of the peer's close frame, None before it.
        frames: Complete frames of every kind.
        texts: Complete text messages.
        pongs: Pong frames.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self.error: FrameError | None = None
        self.close_code: int | None = None
        self.frames = 0
        self.texts = 0
        self.pongs = 0
        self._limit = limit
        self._rest = bytearray()  # an incomplete frame
        self._need = 0  # [bytes] of `_rest` before anything can be decoded
        self._chain: bytearray | None = None  # fragments of an incomplete message
        self._chain_text = False
        self._fragments = 0
        self._ping: bytes | None = None

    @property
    def buffered(self) -> int:
        """Bytes held for what is incomplete: never above twice the limit and 14."""
        return len(self._rest) + len(self._chain or b"")

    def take_ping(self) -> bytes | None:
        """Body of the newest ping not answered yet; older ones need no pong (5.5.3)."""
        body, self._ping = self._ping, None
        return body

    def feed(self, data: bytes) -> list[bytes]:
        """Take what one `recv` brought; return the binary messages it completed."""
        if self.error is not None or self.close_code is not None:
            return []
        if self._rest:
            self._rest += data
            if len(self._rest) < self._need:
                return []  # a long frame in small pieces costs no copy each
            data = bytes(self._rest)
        messages: list[bytes] = []
        used = self._decode(data, messages)
        if self.error is not None or self.close_code is not None:
            self._rest, self._chain = bytearray(), None
        elif used < len(data):
            self._rest = bytearray(data[used:])
        elif self._rest:
            self._rest = bytearray()
        return messages

    def _decode(self, data: bytes, messages: list[bytes]) -> int:
        """Decode complete frames, the hot loop; return the bytes used."""
        at, size, count = 0, len(data), 0
        while size - at >= 2:
            first, length = data[at], data[at + 1]
            start = at + 2
            if length >= 126:
                if length > 127:
                    self.error = FrameError("masked frame from a server")
                    break
                start += 2 if length == 126 else 8
                if start > size:
                    self._need = start - at
                    break
                length = int.from_bytes(data[at + 2 : start], "big")
            end = start + length
            if first != _BINARY_FIN or self._chain is not None or length > self._limit:
                self._check(first, length)
                if self.error is not None:
                    break
            if end > size:
                self._need = end - at
                break
            at = end
            count += 1
            if first == _BINARY_FIN:
                messages.append(data[start:end])
            elif not self._take(first, data[start:end], messages):
                break
        else:
            self._need = 2
        self.frames += count
        return at

    def _check(self, first: int, length: int) -> None:
        """Judge a header before its payload is waited for."""
        opcode = first & 0x0F
        if first & 0x70:
            self.error = FrameError("reserved bit set")
        elif opcode in {_CLOSE, _PING, _PONG}:
            if not first & 0x80:
                self.error = FrameError("fragmented control frame")
            elif length > _MAX_CONTROL:
                self.error = FrameError("oversized control frame")
        elif opcode in {_TEXT, _BINARY}:
            if self._chain is not None:
                self.error = FrameError("new message inside a fragmented one")
            elif length > self._limit:
                self.error = FrameError("frame above the limit", TOO_BIG)
        elif opcode == _CONTINUATION:
            self._check_continuation(length)
        else:
            self.error = FrameError("unknown opcode")

    def _check_continuation(self, length: int) -> None:
        if self._chain is None:
            self.error = FrameError("continuation of nothing")
        elif len(self._chain) + length > self._limit:
            self.error = FrameError("message above the limit", TOO_BIG)
        elif self._fragments >= MAX_FRAGMENTS:
            self.error = FrameError("too many fragments", TOO_BIG)

    def _take(self, first: int, body: bytes, messages: list[bytes]) -> bool:
        """Handle a frame that is not a whole binary message; False ends decoding."""
        opcode = first & 0x0F
        if opcode == _PING:
            self._ping = body
        elif opcode == _PONG:
            self.pongs += 1
        elif opcode == _CLOSE:
            self._closed(body)
            return False
        elif opcode == _TEXT and first & 0x80:
            self.texts += 1
        else:
            self._fragment(first, body, messages)
        return True

    def _fragment(self, first: int, body: bytes, messages: list[bytes]) -> None:
        if self._chain is None:
            self._chain = bytearray()
            self._chain_text = first & 0x0F == _TEXT
            self._fragments = 0
        self._chain += body
        self._fragments += 1
        if first & 0x80:
            if self._chain_text:
                self.texts += 1
            else:
                messages.append(bytes(self._chain))
            self._chain = None

    def _closed(self, body: bytes) -> None:
        if not body:
            self.close_code = NO_STATUS
            return
        code = int.from_bytes(body[:2], "big")
        if len(body) == 1 or (code not in _CLOSE_CODES and not 3000 <= code < 5000):
            self.error = FrameError("bad close frame")
        else:
            self.close_code = code
