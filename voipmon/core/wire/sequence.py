"""What RTP sequence numbers tell: duplicates, re-order, gaps, restarts.

Over TCP none of it is a loss of the network: a bridge numbers what it sends, and only
servers of 2024 and older pass a telephone network's own numbers on.
"""

from typing import Final

from voipmon.core.wire.rtp import RtpPacket

_HALF: Final = 0x8000
_WRAP: Final = 0xFFFF
_MAX_DROPOUT: Final = 3000  # RFC 3550 appendix A.1: a longer jump is a restart
_MEMORY: Final = 128  # packets, a power of 2; RFC 3550 tolerates 100 of disorder


class SequenceWatch:
    """Follows one stream's sequence numbers; memory of the last 128 of them.

    Attributes:
        duplicates: Packets seen before with the same timestamp and payload.
        reordered: Packets that came after a higher number.
        missing: Numbers skipped that have not come since.
        restarts: Times the numbers began anew within a connection.
    """

    def __init__(self) -> None:
        self.duplicates = 0
        self.reordered = 0
        self.missing = 0
        self.restarts = 0
        self._ssrc: int | None = None
        self._highest = 0
        self._seen: list[tuple[int, int] | None] = [None] * _MEMORY

    def restart(self) -> None:
        """Expect a new numbering; the counts go on."""
        self._ssrc = None

    def accept(self, packet: RtpPacket) -> bool:
        """Take note of a packet; False if it is a duplicate, to be dropped."""
        number = packet.sequence
        mark = (number, hash((packet.timestamp, packet.payload)))
        slot = number % _MEMORY
        if packet.ssrc != self._ssrc:
            self.restarts += self._ssrc is not None
            self._begin(packet)
        else:
            ahead = (number - self._highest) & _WRAP
            seen = self._seen[slot]
            if seen == mark and (not ahead or _WRAP + 1 - ahead < _MEMORY):
                self.duplicates += 1
                return False
            if 0 < ahead <= _MAX_DROPOUT:
                self.missing += ahead - 1
                self._highest = number
            elif (
                ahead > _HALF
                and _WRAP + 1 - ahead < _MEMORY
                and (seen is None or seen[0] != number)
            ):
                self.reordered += 1
                self.missing = max(self.missing - 1, 0)
            else:
                self.restarts += 1
                self._begin(packet)
        self._seen[slot] = mark
        return True

    def _begin(self, packet: RtpPacket) -> None:
        self._ssrc = packet.ssrc
        self._highest = packet.sequence
        self._seen = [None] * _MEMORY
