"""From what a socket read to frames in an inbox, counted and judged.

Owned by one `MediaLink`, used on the media loop's thread; the counters may be read
by any.
"""

from dataclasses import dataclass

from voipmon.core.domain.arrivals import (
    FRAME_COST,
    MESSAGE_COST,
    ArrivalMeter,
    FloodGuard,
)
from voipmon.core.wire.depacketiser import Depacketiser
from voipmon.net.media_socket import Read
from voipmon.services.link_inbox import Inbox

_BYTES_PER_MS = 384  # AudioSocket's highest rate, 192 kHz PCM16


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one read means for the stream's life."""

    heard: bool = False  # sound came
    flood: bool = False  # far more than real time: stop reading


_NOTHING = Judgement()
_HEARD = Judgement(heard=True)
_FLOOD = Judgement(flood=True)


class Receiver:
    """Decodes, hands over, counts.

    Args:
        streamed: Messages are pieces of a byte stream (AudioSocket), cut anywhere.

    Attributes:
        frames: Decoded so far.
        received: Bytes off the sockets.
        first_frame_ns: Monotonic time of the first sound ever, 0 before.
    """

    def __init__(
        self, depacketiser: Depacketiser, inbox: Inbox, *, streamed: bool = False
    ) -> None:
        self.frames = 0
        self.received = 0
        self.first_frame_ns = 0
        self.arrivals = ArrivalMeter()
        self._depacketiser = depacketiser
        self._inbox = inbox
        self._streamed = streamed
        self._guard = FloodGuard()

    def restart(self, *, first: bool) -> None:
        """A new connection."""
        self._guard.restart()
        self.arrivals.restart()
        if not first:
            self._depacketiser.restart()
            self._inbox.restart()

    def take(self, got: Read, now: int) -> Judgement:
        """Take one read's messages; `now` is their arrival."""
        self.received += got.received
        messages = got.messages
        least = got.frames * FRAME_COST
        if not self._streamed:
            least += len(messages) * MESSAGE_COST
        charged = max(least, got.received / _BYTES_PER_MS)
        if self._guard.charge(now, charged):
            return _FLOOD  # before anything is decoded
        if not messages:
            return _NOTHING
        feed = self._depacketiser.feed
        if len(messages) == 1:
            frames = feed(messages[0], now)
        else:
            frames = [frame for one in messages for frame in feed(one, now)]
        if frames:
            self.frames += len(frames)
            sound_ms = self._inbox.put(frames, now)
            if sound_ms > charged and self._guard.charge(now, sound_ms - charged):
                return _FLOOD
        elif not self._depacketiser.holding:
            return _NOTHING
        self.arrivals.note(now, len(frames) or len(messages))
        self.first_frame_ns = self.first_frame_ns or now
        return _HEARD
