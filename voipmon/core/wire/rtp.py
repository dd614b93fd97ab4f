"""RTP packets (RFC 3550 section 5.1): parse any bytes, pack our own.

What VoIPBIN's stream bridge puts into the header (api-manager `pkg/streamhandler`,
measured with Asterisk 20.15.2): payload type 96 (0 before 2026-08) whatever the codec,
SSRC 0, sequence from 1 counting what the bridge sent, timestamp counting payload
*bytes*, marker never set. So no header field is evidence of the codec.
"""

from dataclasses import dataclass
from struct import Struct
from typing import Final, Self

from voipmon.core.errors import WireError

HEADER_BYTES: Final = 12  # without CSRC list and extension
_FIXED: Final = Struct("!BBHII")
_VERSION: Final = 2


class RtpError(WireError):
    """Bytes that are not a usable RTP packet."""


def is_rtcp(data: bytes) -> bool:
    """Tell RTCP multiplexed into RTP by its second octet (RFC 5761 section 4)."""
    return len(data) > 1 and 192 <= data[1] <= 223 and data[0] >> 6 == _VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class RtpPacket:
    """One RTP packet; header values as on the wire, CSRC and extension skipped."""

    payload_type: int  # 0..127; on VoIPBIN 96 or 0, and no evidence of the codec
    sequence: int  # 0..65535, wraps
    timestamp: int  # [media ticks; on VoIPBIN payload bytes], 32 bits, wraps
    ssrc: int  # 32 bits; 0 on VoIPBIN since 2024-12
    payload: bytes  # may be empty
    marker: bool = False  # True on the first packet of a talkspurt

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read one packet.

        Raises:
            RtpError: Its `reason` is one of "short header", "wrong version",
                "short extension", "header longer than packet", "bad padding".
        """
        if len(data) < HEADER_BYTES:
            raise RtpError("short header", offset=len(data), data=data)
        flags, kind, sequence, timestamp, ssrc = _FIXED.unpack_from(data)
        if flags >> 6 != _VERSION:
            raise RtpError("wrong version", offset=0, data=data)
        start = HEADER_BYTES + 4 * (flags & 0x0F)
        if flags & 0x10:  # extension: profile (2), length in words (2), words
            if len(data) < start + 4:
                raise RtpError("short extension", offset=start, data=data)
            start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4])
        if start > len(data):
            raise RtpError("header longer than packet", offset=start, data=data)
        end = len(data)
        if flags & 0x20:  # padding: its last octet counts itself, so 0 is a lie
            end -= data[-1] or end
            if end < start:
                raise RtpError("bad padding", offset=len(data) - 1, data=data)
        return cls(
            payload_type=kind & 0x7F,
            sequence=sequence,
            timestamp=timestamp,
            ssrc=ssrc,
            payload=data[start:end],
            marker=kind > 0x7F,
        )

    def pack(self) -> bytes:
        """Write the packet without CSRC list, extension and padding."""
        kind = self.payload_type | (0x80 if self.marker else 0)
        return (
            _FIXED.pack(_VERSION << 6, kind, self.sequence, self.timestamp, self.ssrc)
            + self.payload
        )
