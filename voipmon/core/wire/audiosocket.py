"""AudioSocket messages (kind, length, body) out of a byte stream cut anywhere.

VoIPBIN's bridge puts exactly one message into each WebSocket message; servers of 2024
and proxies may cut or join them, so the parser keeps what is incomplete. Kind 0x10
says "linear PCM at 8 kHz" but carries the channel's codec, mu-law as a rule.

Finding the way back after bytes that are no AudioSocket message: bytes are thrown away
until a WebSocket message consists of nothing but whole, known messages. A header
that promises more than any 20 ms of audio can be (`SUSPICIOUS_BYTES`) may be such
bytes, too: it is given up once four WebSocket messages in a row are whole by
themselves. Never more than one message (65,538 bytes) is kept.

Source: CyCoreSystems/audiosocket README; Asterisk `include/asterisk/res_audiosocket.h`
and `res/res_audiosocket.c` (kinds 0x11-0x18 since 22.8.0).
"""

from dataclasses import dataclass
from typing import Final, Self

from voipmon.core.errors import WireError

HANGUP: Final = 0x00
IDENTITY: Final = 0x01  # 16-byte UUID, once, first
SILENCE: Final = 0x02
DTMF: Final = 0x03  # one ASCII digit
AUDIO: Final = 0x10  # 8 kHz, codec of the channel
ERROR: Final = 0xFF  # one byte: 1 hang-up, 2 frame forwarding, 4 memory

RATES: Final = {  # [Hz] of each audio kind
    0x10: 8000,
    0x11: 12000,
    0x12: 16000,
    0x13: 24000,
    0x14: 32000,
    0x15: 44100,
    0x16: 48000,
    0x17: 96000,
    0x18: 192000,
}

HEADER_BYTES: Final = 3
MAX_BODY_BYTES: Final = 0xFFFF
SUSPICIOUS_BYTES: Final = 8192  # 20 ms at 192 kHz are 7680
_WHOLE_MESSAGES_TO_GIVE_UP: Final = 4
_KNOWN: Final = frozenset({HANGUP, IDENTITY, SILENCE, DTMF, ERROR, *RATES})


class AudioSocketError(WireError):
    """Bytes that are not one AudioSocket message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioSocketMessage:
    """One message; `body` is 0..65535 bytes."""

    kind: int
    body: bytes = b""

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read exactly one message of a known kind.

        Raises:
            AudioSocketError: "short header", "unknown kind" or "wrong length".
        """
        if len(data) < HEADER_BYTES:
            raise AudioSocketError("short header", offset=len(data), data=data)
        if data[0] not in _KNOWN:
            raise AudioSocketError("unknown kind", offset=0, data=data)
        if len(data) != HEADER_BYTES + int.from_bytes(data[1:3]):
            raise AudioSocketError("wrong length", offset=1, data=data)
        return cls(kind=data[0], body=data[HEADER_BYTES:])

    def pack(self) -> bytes:
        """Write the message; a body over 65,535 bytes is a `ValueError`."""
        if len(self.body) > MAX_BODY_BYTES:
            raise ValueError("an AudioSocket body has at most 65535 bytes")
        return bytes((self.kind,)) + len(self.body).to_bytes(2) + self.body


class AudioSocketParser:
    """Cuts a byte stream into messages; one owner, one connection.

    Attributes:
        unknown: Times the stream left the format (a kind that does not exist).
        abandoned: Incomplete messages given up because what followed was whole.
        discarded_bytes: Bytes thrown away on the way back.
    """

    def __init__(self) -> None:
        self._pending = b""
        self._lost = False
        self._whole = 0  # WebSocket messages in a row that were whole by themselves
        self.unknown = 0
        self.abandoned = 0
        self.discarded_bytes = 0

    @property
    def pending_bytes(self) -> int:
        """Bytes kept of an incomplete message, at most 65,537."""
        return len(self._pending)

    def feed(self, data: bytes) -> list[AudioSocketMessage]:
        """Take the bytes of one WebSocket message, give the messages now complete.

        Never raises; what cannot be read is counted.
        """
        if self._lost:
            if not _is_whole(data):
                self.discarded_bytes += len(data)
                return []
            self._lost = False
        elif self._pending and self._should_give_up(data):
            self.abandoned += 1
            self.discarded_bytes += len(self._pending)
            self._pending = b""
        return self._cut(self._pending + data if self._pending else data)

    def _cut(self, stream: bytes) -> list[AudioSocketMessage]:
        messages = []
        at, size = 0, len(stream)
        while at < size:
            if stream[at] not in _KNOWN:
                self.unknown += 1
                self.discarded_bytes += size - at
                self._lost = True
                at = size
                break
            if at + HEADER_BYTES > size:
                break
            end = at + HEADER_BYTES + int.from_bytes(stream[at + 1 : at + 3])
            if end > size:
                break
            body = stream[at + HEADER_BYTES : end]
            messages.append(AudioSocketMessage(kind=stream[at], body=body))
            at = end
        self._pending = stream[at:]
        return messages

    def _should_give_up(self, data: bytes) -> bool:
        if int.from_bytes(self._pending[1:3].ljust(2, b"\0")) <= SUSPICIOUS_BYTES:
            return False
        self._whole = self._whole + 1 if _is_whole(data) else 0
        if self._whole < _WHOLE_MESSAGES_TO_GIVE_UP:
            return False
        self._whole = 0
        return True


def _is_whole(data: bytes) -> bool:
    """Tell whether `data` is a chain of known messages to its very end."""
    at, size = 0, len(data)
    while at + HEADER_BYTES <= size and data[at] in _KNOWN:
        at += HEADER_BYTES + int.from_bytes(data[at + 1 : at + 3])
    return at == size
