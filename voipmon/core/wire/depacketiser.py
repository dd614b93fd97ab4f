"""Messages of one media stream to decoded frames: any encapsulation, any bytes.

Each encapsulation gives payloads; the codec finder judges them; what it holds back
waits here with its own arrival time and comes out, in order, once decided. Never
raises for what a peer sends: what cannot be used is counted by reason. The reasons are
constants of this module and of the parsers, so the counters cannot grow.

Decision: RTP is passed on in order of arrival, without duplicates; because the playout
engine orders by sequence and knows its own delay; instead of a re-order buffer here,
which would add delay twice; would change if a consumer without playout needed order.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from voipmon.core.frame import SAMPLE_RATE, AudioFrame
from voipmon.core.wire.audiosocket import (
    AUDIO,
    DTMF,
    ERROR,
    HANGUP,
    IDENTITY,
    RATES,
    SILENCE,
    AudioSocketParser,
)
from voipmon.core.wire.codec import CodecFinder, Verdict, decode
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.core.wire.rtp import RtpError, RtpPacket, is_rtcp
from voipmon.core.wire.sequence import SequenceWatch

_HINTS: Final = {8: Codec.ALAW}  # RFC 3551; 0 is stamped on any codec here, so no hint
_COMFORT_NOISE: Final = frozenset({13, 19})  # RFC 3389 and its older number
_NAMES: Final = {
    HANGUP: "hangup",
    IDENTITY: "identity",
    SILENCE: "silence",
    DTMF: "dtmf",
    ERROR: "peer error",
}
_EVENT_BYTES: Final = 4  # RFC 4733: telephone-event


class _Held(NamedTuple):
    payload: bytes
    arrival_ns: int
    sequence: int | None


class Depacketiser:
    """One stream's way from messages to `AudioFrame`s; one owner (the media loop).

    Attributes:
        bad: Messages or parts of them that could not be used, by reason.
        ignored: What is valid but no audio (RTCP, digits, identity, ...), by kind.
        ended: The peer said so (AudioSocket kind 0x00 or 0xff); what follows is bad.
        payload_type: Last received in RTP, None before.
        legacy: The first RTP packet had an SSRC: a server of 2024 or older.
    """

    def __init__(
        self, encapsulation: Encapsulation, codec: Codec | None = None
    ) -> None:
        self._unwrap = {
            Encapsulation.SLN: self._sln,
            Encapsulation.RTP: self._rtp,
            Encapsulation.AUDIOSOCKET: self._audiosocket,
        }[encapsulation]
        self._finder = CodecFinder(codec)
        self._held: list[_Held] = []
        self._sequence = SequenceWatch()
        self._socket = AudioSocketParser()
        self._linear = False  # the last AudioSocket kind named its rate, so its format
        self.bad: dict[str, int] = {}
        self.ignored: dict[str, int] = {}
        self.ended = False
        self.payload_type: int | None = None
        self.legacy = False

    @property
    def codec(self) -> Codec | None:
        """What the stream is decoded as; None while undecided."""
        return Codec.L16 if self._linear else self._finder.codec

    @property
    def codec_changes(self) -> int:
        """Times the decision was overturned."""
        return self._finder.changes

    @property
    def duplicates(self) -> int:
        """RTP packets that came twice and were dropped the second time."""
        return self._sequence.duplicates

    @property
    def reordered(self) -> int:
        """RTP packets that came after one of a higher sequence number."""
        return self._sequence.reordered

    @property
    def missing(self) -> int:
        """Sequence numbers that never came; what the bridge left out, not the net."""
        return self._sequence.missing

    @property
    def holding(self) -> bool:
        """Sound has come whose codec is not decided yet."""
        return bool(self._held)

    def force(self, codec: Codec | None) -> None:
        """Decode as `codec` from the next message on; None finds it again."""
        self._finder.force(codec)

    def restart(self) -> None:
        """Forget the connection; the codec stays until the bytes contradict it."""
        self._finder.restart()
        self._held.clear()
        self._sequence.restart()
        self._socket = AudioSocketParser()
        self._linear = False
        self.ended = False

    def feed(self, message: bytes, arrival_ns: int) -> list[AudioFrame]:
        """Take one binary message; give the frames that are now decided, in order."""
        if not message:
            return self._count("empty message")
        return self._unwrap(message, arrival_ns)

    def _sln(self, message: bytes, arrival_ns: int) -> list[AudioFrame]:
        return self._payload(message, arrival_ns)

    def _rtp(self, message: bytes, arrival_ns: int) -> list[AudioFrame]:
        if is_rtcp(message):
            return self._ignore("rtcp")
        try:
            packet = RtpPacket.parse(message)
        except RtpError as error:
            return self._count(error.reason)
        if not packet.payload:
            return self._count("empty payload")
        if packet.payload_type in _COMFORT_NOISE:
            return self._ignore("comfort noise")
        if self._is_event(packet):
            return self._ignore("telephone event")
        if self.payload_type is None:
            self.legacy = packet.ssrc != 0
        self.payload_type = packet.payload_type
        if not self._sequence.accept(packet):
            return []
        hint = _HINTS.get(packet.payload_type)
        return self._payload(packet.payload, arrival_ns, packet.sequence, hint)

    def _is_event(self, packet: RtpPacket) -> bool:
        return (
            len(packet.payload) == _EVENT_BYTES
            and packet.payload_type >= 96
            and packet.payload_type != self.payload_type
        )

    def _audiosocket(self, message: bytes, arrival_ns: int) -> list[AudioFrame]:
        frames: list[AudioFrame] = []
        parser = self._socket
        unknown, abandoned = parser.unknown, parser.abandoned
        for part in parser.feed(message):
            if self.ended:
                self._count("after end")
            elif part.kind in RATES:
                frames += self._sound(part.kind, part.body, arrival_ns)
            else:
                self.ended = part.kind in {HANGUP, ERROR}
                self._ignore(_NAMES[part.kind])
        if parser.unknown > unknown:
            self._count("unknown kind")
        if parser.abandoned > abandoned:
            self._count("incomplete message")
        return frames

    def _sound(self, kind: int, body: bytes, arrival_ns: int) -> list[AudioFrame]:
        if not body:
            return self._count("empty payload")
        self._linear = kind != AUDIO
        if not self._linear:
            return self._payload(body, arrival_ns)
        if self._held:  # of 8 kHz and undecided: cannot be told any more
            self._count("undecided")
            self._held.clear()
            self._finder.restart()
        return self._frame(body, Codec.L16, arrival_ns, rate=RATES[kind])

    def _payload(
        self,
        payload: bytes,
        arrival_ns: int,
        sequence: int | None = None,
        hint: Codec | None = None,
    ) -> list[AudioFrame]:
        finder = self._finder
        before = finder.codec
        pcm = None if before is None else decode(payload, before)
        verdict = finder.examine(payload, arrival_ns, pcm=pcm, hint=hint)
        codec = finder.codec
        if codec is None or verdict is Verdict.HOLD:
            self._held.append(_Held(payload, arrival_ns, sequence))
            return []
        frames: list[AudioFrame] = []
        for held in self._held:
            frames += self._frame(
                held.payload, codec, held.arrival_ns, sequence=held.sequence
            )
        self._held.clear()
        if codec is not before:
            pcm = None
        frames += self._frame(payload, codec, arrival_ns, sequence=sequence, pcm=pcm)
        return frames

    def _frame(
        self,
        payload: bytes,
        codec: Codec,
        arrival_ns: int,
        *,
        sequence: int | None = None,
        rate: int = SAMPLE_RATE,
        pcm: NDArray[np.int16] | None = None,
    ) -> list[AudioFrame]:
        """One frame, or none where not a single sample is whole."""
        if codec is Codec.L16 and len(payload) % 2:
            self._count("odd byte")
            if len(payload) == 1:
                return []
        if pcm is None:
            pcm = decode(payload, codec)
        return [
            AudioFrame(pcm=pcm, arrival_ns=arrival_ns, sequence=sequence, rate=rate)
        ]

    def _ignore(self, kind: str) -> list[AudioFrame]:
        self.ignored[kind] = self.ignored.get(kind, 0) + 1
        return []

    def _count(self, reason: str) -> list[AudioFrame]:
        self.bad[reason] = self.bad.get(reason, 0) + 1
        return []
