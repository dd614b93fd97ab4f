"""What the bridge sends: audio payloads as finished WebSocket messages.

Sources: VoIPBIN api-manager `pkg/streamhandler/convert.go` (2026-08) and its wire as
measured against Asterisk 20.15.2; RFC 6455 section 5.2; RFC 3550 sections 5.1, 6.4.1.
"""

import struct
from random import Random

from voipmon.core.frame import FRAME_SAMPLES
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.demo.profiles import Profile

BINARY, CONTINUATION, FINAL = 0x2, 0x0, 0x80  # RFC 6455 section 5.2
RTP_VERSION = 0x80
MARKER = 0x80
AUDIO_KIND = 0x10  # AudioSocket: "8 kHz signed linear", whatever the codec really is
RTCP_EVERY = 250  # frames: 5 s, RFC 3550 section 6.2
PAYLOAD_BYTES = {Codec.ULAW: FRAME_SAMPLES, Codec.L16: 2 * FRAME_SAMPLES}


def websocket_message(data: bytes, first: int = FINAL | BINARY) -> bytes:
    """Put an unmasked WebSocket frame header before `data`."""
    size = len(data)
    if size < 126:
        return struct.pack("!BB", first, size) + data
    if size < 65536:
        return struct.pack("!BBH", first, 126, size) + data
    return struct.pack("!BBQ", first, 127, size) + data


class Downlink:
    """Wraps payloads for one stream: counts what the bridge numbers.

    Attributes:
        payload_type: Of RTP; changing it is a fault that tests ask for.
    """

    def __init__(
        self, encapsulation: Encapsulation, profile: Profile, random: Random
    ) -> None:
        self._encapsulation = encapsulation
        self._genuine = profile.genuine_rtp
        self.payload_type = profile.payload_type
        self._sequence, self._timestamp, self._ssrc = 1, 0, 0
        self._sent = 0
        self._header = {
            codec: websocket_message(self._audiosocket(size))[:-size]
            for codec, size in PAYLOAD_BYTES.items()
        }
        if self._genuine:
            self._sequence = random.randrange(65536)
            self._timestamp = random.randrange(1 << 32)
            self._ssrc = random.randrange(1, 1 << 32)

    def _audiosocket(self, size: int) -> bytes:
        """Give a message body of the right size: header, if any, and zeros."""
        if self._encapsulation is Encapsulation.SLN:
            return bytes(size)
        return struct.pack("!BH", AUDIO_KIND, size) + bytes(size)

    def pack(self, payload: bytes, codec: Codec) -> bytes:
        """Give the bytes for the socket: one message, with genuine RTP rarely two."""
        if self._encapsulation is not Encapsulation.RTP:
            return self._header[codec] + payload
        message = websocket_message(self._rtp(payload))
        self._sent += 1
        if self._genuine and self._sent % RTCP_EVERY == 0:
            message += websocket_message(self._sender_report())
        return message

    def _rtp(self, payload: bytes) -> bytes:
        """Give an RTP packet as the bridge makes it, or as Asterisk itself.

        The bridge counts bytes into the timestamp and leaves the SSRC zero.
        """
        if self._genuine:
            marker = MARKER if self._sent == 0 else 0
            timestamp = self._timestamp
        else:
            marker = 0
            timestamp = (self._timestamp + len(payload)) & 0xFFFFFFFF
        header = struct.pack(
            "!BBHII",
            RTP_VERSION,
            marker | self.payload_type,
            self._sequence,
            timestamp,
            self._ssrc,
        )
        self._sequence = (self._sequence + 1) & 0xFFFF
        step = FRAME_SAMPLES if self._genuine else len(payload)
        self._timestamp = (self._timestamp + step) & 0xFFFFFFFF
        return header + payload

    def _sender_report(self) -> bytes:
        """Give an RTCP SR without report blocks; the relay let them through."""
        return struct.pack(
            "!BBHIQIII",
            RTP_VERSION,
            200,
            6,
            self._ssrc,
            0,
            self._timestamp,
            self._sent,
            self._sent * FRAME_SAMPLES,
        )
