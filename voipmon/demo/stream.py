"""One media stream: when which frame goes out, and what came in.

Frame number i is due at a fixed instant, 20 ms after the one before; when the
server was late, all that are due go out together. Nothing is ever dropped towards
a slow client, as the real bridge does not, until `SLOW_S` of sound wait.
"""

import asyncio
import contextlib
import logging
import socket
from random import Random

from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.demo.downlink import Downlink
from voipmon.demo.faults import Faults
from voipmon.demo.mischief import Mischief
from voipmon.demo.objects import SILENCE, Call, CallStatus, Conference, Room
from voipmon.demo.profiles import Profile
from voipmon.demo.uplink import Fate, Received, make_uplink

FRAME_S = 0.02
SLOW_S = 30.0  # [s] of sound waiting for a client that does not read: give it up
CLOSE_S = 0.02  # [s] for TLS to say goodbye before the connection is cut
CUT_FRAME_S = 0.005  # [s] Asterisk waits for the rest of an AudioSocket frame

log = logging.getLogger("voipmon.demo.media")


class MediaStream:
    """One opened `media_stream` socket.

    Args:
        encapsulation: None: unknown to the server; open, silent, deaf.
        transport: Of the upgraded connection.
        asterisk: "20" or "dev".
    """

    def __init__(
        self,
        *,
        stream_id: int,
        resource: Call | Conference,
        encapsulation: Encapsulation | None,
        transport: asyncio.Transport,
        profile: Profile,
        asterisk: str,
        faults: Faults,
        seed: int,
    ) -> None:
        self.id = stream_id
        self.resource = resource
        self.encapsulation = encapsulation
        self.transport = transport
        self.profile = profile
        self._socket: socket.socket = transport.get_extra_info("socket")
        self.received = Received()
        self.ended: str | None = None
        self.sent = 0
        self.first_sample: int | None = None
        self.silent_open = 0  # 1: until the client sends; 2: for good
        self.mischief = Mischief(self, faults, str(resource.id))
        self.attached_s: float | None = None
        self.downlink: Downlink | None = None
        self._room: Room | None = None
        self._running = False
        self._base_s = 0.0
        self._index = 0
        self._first = 0
        self._cut: asyncio.TimerHandle | None = None
        if encapsulation is not None:
            self.downlink = Downlink(
                encapsulation, profile, Random(f"{seed}/{stream_id}")
            )
            self._uplink = make_uplink(encapsulation, profile, self.received, asterisk)

    def attach(self, now: float) -> None:
        """Asterisk has connected: frames begin."""
        self.attached_s = now

    def turn(self, now: float) -> None:
        """Send what is due; called every few milliseconds."""
        if self.attached_s is None or self.downlink is None or self.ended:
            return
        if self.transport.is_closing():
            self.end("client left")
            return
        if not self.mischief.allows(now):
            return
        if not self._follow_room(now) or self.silent_open:
            return
        late = self.mischief.late_s
        while self._base_s + self._index * FRAME_S + late <= now:
            self.send_frame()
            late = self.mischief.draw_late()

    def send_frame(self, step: int = 1) -> None:
        """Send the next frame, due or not; with `step` 0 it stays the next."""
        if self.downlink is None:
            return
        codec = self._codec()
        source = SILENCE if self._room is None else self._room.talk
        number = self._first + self._index
        message = self.downlink.pack(source.frame(number, codec), codec)
        self.transport.write(message)
        if self.first_sample is None:
            self.first_sample = number * 160
        self._index += step
        self.sent += 1
        if self.sent % 50 == 0:
            waiting = self.transport.get_write_buffer_size()
            if waiting > SLOW_S / FRAME_S * len(message):
                self.end("slow reader", at_once=True)

    def _codec(self) -> Codec:
        codec = self.profile.codec
        if self.profile.switch_s:
            turn = int(self.sent * FRAME_S / self.profile.switch_s)
            codec = Codec.L16 if turn % 2 else Codec.ULAW
        forced = self.mischief.codec
        return codec if forced is None else forced(codec)

    def _follow_room(self, now: float) -> bool:
        """Notice joins and leaves; False where there is nothing to send at all."""
        resource = self.resource
        if isinstance(resource, Conference):
            if not resource.audible:
                self._running = False
                return False
            room = resource.room
        else:
            answered = resource.status is CallStatus.PROGRESSING
            room = resource.room if answered else None
        if self._running and room is self._room:
            return True
        start = self._base_s + self._index * FRAME_S if self._running else now
        self._room, self._running = room, True
        self._base_s, self._index = start, 0
        # the frame that is complete at this instant
        done = 0 if room is None else int((start - room.origin_s) / FRAME_S)
        self._first = done - 1
        return True

    def accept(self, data: bytes) -> str | None:
        """Take a binary message of the client; gives why the stream ends, or None."""
        if self.encapsulation is None or self.ended:
            return None
        if self._cut is not None:
            self._cut.cancel()
            self._cut = None
        if self.silent_open == 1 and data:
            self.silent_open = 0
        fate = self._uplink.accept(data)
        if fate is Fate.UNFINISHED:
            loop = asyncio.get_running_loop()
            self._cut = loop.call_later(CUT_FRAME_S, self.end, "cut frame")
        if fate is Fate.ENDS:
            self.end("client's frame ended it")
        elif fate is Fate.PANICS:
            log.error(
                "stream %d: a message of %d bytes would have crashed the real bridge "
                "and every stream on it",
                self.id,
                len(data),
            )
            self.end("client's frame would crash the bridge")
        return self.ended

    def end(self, why: str, *, at_once: bool = False) -> None:
        """Close the TCP connection without a WebSocket close frame."""
        if self.ended:
            return
        self.ended = why
        self.mischief.hears.set()
        if self._cut is not None:
            self._cut.cancel()
        if at_once:
            self._abort()
            return
        self.transport.close()
        asyncio.get_running_loop().call_later(CLOSE_S, self._abort)

    def _abort(self) -> None:
        # asyncio's TLS transport (Python 3.11) cannot be aborted once it is lost or
        # was closed twice; then the socket below it ends what the peer does not
        with contextlib.suppress(AttributeError):
            self.transport.abort()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def describe(self) -> dict[str, object]:
        """Give what a test may ask about this stream."""
        closing = self.transport.is_closing()
        return {
            "stream": self.id,
            "resource": str(self.resource.id),
            "encapsulation": self.encapsulation,
            "sent": self.sent,
            "first_sample": self.first_sample,
            "received_frames": self.received.frames,
            "received_samples": self.received.samples,
            "waiting_bytes": 0 if closing else self.transport.get_write_buffer_size(),
            "ended": self.ended,
        }
