"""What faults do to a running stream."""

import asyncio
from collections.abc import Callable
from random import Random
from typing import Protocol

from voipmon.core.wire.names import Codec
from voipmon.demo.downlink import BINARY, CONTINUATION, Downlink, websocket_message
from voipmon.demo.faults import Fault, Faults
from voipmon.demo.profiles import Profile

FLOOD_WAITING = 100_000  # [bytes] in the socket's buffer; far below a slow reader's
FLOOD_FRAMES = 2000  # in one turn, so that others get theirs
FRAGMENT = bytes(4096)
OTHER = {Codec.ULAW: Codec.L16, Codec.L16: Codec.ULAW}


class Victim(Protocol):
    """What a fault needs of a stream."""

    id: int
    profile: Profile
    transport: asyncio.Transport
    downlink: Downlink | None
    attached_s: float | None
    ended: str | None

    def send_frame(self, step: int = 1) -> None:
        """Send the next frame."""

    def end(self, why: str, *, at_once: bool = False) -> None:
        """Close without a word."""


class Mischief:
    """Faults of one stream.

    Attributes:
        late_s: How late the next frame may leave [s].
        codec: Changes the downlink's codec, or None.
        hears: Unset: nothing of this client is read or answered either.
    """

    def __init__(self, stream: Victim, faults: Faults, target: str) -> None:
        self._stream = stream
        self._faults = faults
        self._target = target
        self._seen = 0
        self._mine: list[Fault] = []
        self._random = Random(f"mischief/{stream.id}")
        self._again: dict[int, float] = {}  # fault id -> when it happens next
        self._held_until = 0.0
        self._jitter_s = 0.0
        self._fragmented = False
        self.late_s = 0.0
        self.codec: Callable[[Codec], Codec] | None = None
        self.hears = asyncio.Event()
        self.hears.set()

    def draw_late(self) -> float:
        """Draw how late the following frame is."""
        if self._jitter_s:
            self.late_s = self._random.random() * self._jitter_s
        return self.late_s

    def allows(self, now: float) -> bool:
        """Do what the faults ask; False if no ordinary frame may go out now."""
        if self._seen != self._faults.version:
            self._read()
        if not self._mine and now >= self._held_until:
            return True
        usual = True
        begun = self._stream.attached_s or now
        for fault in self._mine:
            if now - begun >= float(fault.params.get("after", 0.0)):
                usual &= self._do(fault, now)
        return usual and now >= self._held_until

    def _read(self) -> None:
        self._seen = self._faults.version
        self._mine = self._faults.on_stream(self._target)
        self._jitter_s = self.late_s = 0.0
        self.codec = None
        self.hears.set()
        if self._stream.downlink is not None:
            self._stream.downlink.payload_type = self._stream.profile.payload_type

    def _do(self, fault: Fault, now: float) -> bool:
        if fault.name == "jitter":
            self._jitter_s = fault.number("ms") / 1000
        elif fault.name == "stall":
            self._stall(fault, now)
        elif fault.name == "drop":
            self._stream.end("fault: drop")
        elif fault.name == "halfopen":
            self.hears.clear()
        elif fault.name == "codec-change":
            to = fault.text("to")
            self.codec = (lambda _: Codec(to)) if to else OTHER.__getitem__
        elif fault.name == "pt-change" and self._stream.downlink is not None:
            self._stream.downlink.payload_type = int(fault.number("pt"))
        else:
            return self._pour(fault)
        return self.hears.is_set() and not self._stream.ended

    def _stall(self, fault: Fault, now: float) -> None:
        due = self._again.get(fault.id, now)
        if now < due:
            return
        self._held_until = now + fault.number("hold")
        every = fault.number("every")
        self._again[fault.id] = now + every if every else float("inf")

    def _pour(self, fault: Fault) -> bool:
        """Send what no bridge sends; gives whether frames go out besides."""
        stream, transport = self._stream, self._stream.transport
        if fault.name == "flood":
            for _ in range(FLOOD_FRAMES):
                if transport.get_write_buffer_size() > FLOOD_WAITING or stream.ended:
                    break
                stream.send_frame(step=0)
        elif fault.name == "oversize" and fault.id not in self._again:
            self._again[fault.id] = float("inf")
            transport.write(websocket_message(bytes(int(fault.number("bytes")))))
        elif fault.name == "endless-fragments":
            first = CONTINUATION if self._fragmented else BINARY
            self._fragmented = True
            if transport.get_write_buffer_size() < FLOOD_WAITING:
                transport.write(websocket_message(FRAGMENT, first))
        elif fault.name == "garbage" and fault.text("kind") == "payload":
            body = self._random.randbytes(self._random.randrange(1, 400))
            transport.write(websocket_message(body))
        elif fault.name == "garbage":
            transport.write(b"\xff" + self._random.randbytes(63))
        return fault.name == "oversize"
