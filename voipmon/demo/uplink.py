"""What the bridge and Asterisk make of what a client sends.

Everything here was measured: VoIPBIN's bridge of 2026-08 in front of Asterisk
20.15.2 and of the development branch of 2026-08, which differ in AudioSocket.
"""

import struct
from collections import deque
from enum import Enum, auto
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voipmon.core.frame import FRAME_SAMPLES, SAMPLE_RATE
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.demo import mulaw
from voipmon.demo.profiles import Profile

MAX_BODY = 65535  # [bytes] AudioSocket's length field; one more panics the real bridge
KEPT_S = 120  # [s] of accepted sound kept for tests
AUDIO = 0x10
# Kinds 0x11-0x18 of Asterisk's change of October 2025 [Hz]
RATES = {
    0x11: 12000, 0x12: 16000, 0x13: 24000, 0x14: 32000, 0x15: 44100,
    0x16: 48000, 0x17: 96000, 0x18: 192000,
}  # fmt: skip


class Fate(Enum):
    """What becomes of the stream after one message."""

    GOES_ON = auto()
    ENDS = auto()  # Asterisk hangs up the media channel
    PANICS = auto()  # the real bridge's process would be gone, with every stream
    UNFINISHED = auto()  # AudioSocket frame cut: ends unless the rest comes at once


class Received:
    """Sound that was accepted, decoded to 8 kHz, the last `KEPT_S` of it."""

    def __init__(self) -> None:
        self.frames = 0
        self.samples = 0
        self._blocks: deque[NDArray[np.int16]] = deque()
        self._kept = 0

    def add(self, pcm: NDArray[np.int16]) -> None:
        """Append one block."""
        self.frames += 1
        self.samples += len(pcm)
        self._blocks.append(pcm)
        self._kept += len(pcm)
        while self._kept > KEPT_S * SAMPLE_RATE and len(self._blocks) > 1:
            self._kept -= len(self._blocks.popleft())

    def pcm(self) -> NDArray[np.int16]:
        """Give what is kept: int16, shape (n,)."""
        if not self._blocks:
            return np.zeros(0, dtype=np.int16)
        return np.concatenate(self._blocks)


class Uplink(Protocol):
    """One encapsulation's way in."""

    def accept(self, data: bytes) -> Fate:
        """Take one binary WebSocket message."""


class SlnUplink:
    """The whole message is one body."""

    def __init__(self, profile: Profile, received: Received) -> None:
        self._profile = profile
        self._received = received

    def accept(self, data: bytes) -> Fate:
        """Take one message of raw samples."""
        if self._profile.relay:
            if data:
                self._received.add(mulaw.expand(data))
            return Fate.GOES_ON
        if len(data) > MAX_BODY:
            return Fate.PANICS
        if not data:
            return Fate.ENDS
        self._received.add(_decode(data, self._profile))
        return Fate.GOES_ON


class RtpUplink:
    """The header is checked for its payload type and thrown away."""

    def __init__(self, profile: Profile, received: Received) -> None:
        self._profile = profile
        self._received = received
        self.dropped = 0

    def accept(self, data: bytes) -> Fate:
        """Take one RTP packet."""
        packet = parse_rtp(data)
        both = len(self._profile.accepts) > 1
        allowed = {self._profile.payload_type} | ({0} if both else set())
        if packet is None or packet[0] not in allowed:
            self.dropped += 1
            return Fate.GOES_ON
        payload = packet[1]
        if self._profile.relay:
            if payload:
                self._received.add(mulaw.expand(payload))
            return Fate.GOES_ON
        if len(payload) > MAX_BODY:
            return Fate.PANICS
        if not payload:
            return Fate.ENDS
        self._received.add(_decode(payload, self._profile))
        return Fate.GOES_ON


class AudioSocketUplink:
    """Bytes go to Asterisk unchecked; Asterisk is less forgiving.

    Args:
        asterisk: "20" (20.15.2) or "dev" (development branch of 2026-08).
    """

    def __init__(self, received: Received, asterisk: str) -> None:
        self._received = received
        self._modern = asterisk == "dev"
        self._rest = b""

    @property
    def unfinished(self) -> bool:
        """Whether Asterisk waits for the rest of a frame and will hang up."""
        if not self._rest:
            return False
        # in a cut header the development branch waits for ever
        return len(self._rest) >= 3 or not self._modern

    def accept(self, data: bytes) -> Fate:
        """Take bytes of the AudioSocket stream."""
        self._rest += data
        while len(self._rest) >= 3:
            kind, size = struct.unpack_from("!BH", self._rest)
            if not self._allowed(kind) or size == 0:
                return Fate.ENDS
            if len(self._rest) < 3 + size:
                break
            self._take(kind, self._rest[3 : 3 + size])
            self._rest = self._rest[3 + size :]
        return Fate.UNFINISHED if self.unfinished else Fate.GOES_ON

    def _allowed(self, kind: int) -> bool:
        return kind == AUDIO or (self._modern and kind in RATES)

    def _take(self, kind: int, body: bytes) -> None:
        pcm = _linear(body)
        rate = RATES.get(kind, SAMPLE_RATE)
        if rate != SAMPLE_RATE and len(pcm):
            count = max(1, len(pcm) * SAMPLE_RATE // rate)
            places = np.arange(count) * (rate / SAMPLE_RATE)
            pcm = np.interp(places, np.arange(len(pcm)), pcm).astype(np.int16)
        self._received.add(pcm)


def make_uplink(
    encapsulation: Encapsulation, profile: Profile, received: Received, asterisk: str
) -> Uplink:
    """Give the way in for one stream."""
    if encapsulation is Encapsulation.SLN:
        return SlnUplink(profile, received)
    if encapsulation is Encapsulation.RTP:
        return RtpUplink(profile, received)
    return AudioSocketUplink(received, asterisk)


def parse_rtp(data: bytes) -> tuple[int, bytes] | None:
    """Give payload type and payload (RFC 3550 section 5.1), or None if malformed."""
    if len(data) < 12 or data[0] >> 6 != 2:
        return None
    start = 12 + 4 * (data[0] & 0x0F)
    if data[0] & 0x10:  # header extension, section 5.3.1
        if len(data) < start + 4:
            return None
        start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4])
    end = len(data)
    if data[0] & 0x20:  # padding: its length is in the last byte
        end -= data[-1]
    if start > end or (data[0] & 0x20 and data[-1] == 0):
        return None
    return data[1] & 0x7F, data[start:end]


def _decode(body: bytes, profile: Profile) -> NDArray[np.int16]:
    """Decode as the profile's Asterisk would, which cannot ask what it is."""
    if Codec.ULAW in profile.accepts and len(body) == FRAME_SAMPLES:
        return mulaw.expand(body)
    return _linear(body)


def _linear(body: bytes) -> NDArray[np.int16]:
    """Read 16-bit little-endian samples; an odd last byte is lost."""
    return np.frombuffer(body[: len(body) // 2 * 2], dtype="<i2").astype(np.int16)
