"""All media streams: their opening, their common clock, their end."""

import asyncio
import contextlib
import itertools
import logging
import time
from collections import Counter

from aiohttp import WSMsgType, web

from voipmon.core.wire.names import Encapsulation
from voipmon.demo.faults import Faults
from voipmon.demo.objects import Call, CallStatus, Conference, Item
from voipmon.demo.profiles import Profile
from voipmon.demo.stream import MediaStream
from voipmon.demo.world import World

TICK_S = 0.005  # the clock of all streams; a stream keeps its phase of four
REFUSED_S = 0.001  # [s] a refused start closes after the upgrade
RELAY_STREAMS = 40  # the server of 2024 had so many ports
RELAY_POLL_S = 5.0  # it noticed a hang-up by asking this often
MAX_MESSAGE = 64 << 20  # [bytes] the real server has no limit; this one stays alive

log = logging.getLogger("voipmon.demo.media")


class MediaHub:
    """Owns every stream.

    Args:
        limit: Simultaneous streams; a further one is refused after its upgrade.
        attach_delay_s: From the upgrade to the first frame.
    """

    def __init__(
        self,
        world: World,
        *,
        profile: Profile,
        asterisk: str,
        faults: Faults,
        limit: int,
        attach_delay_s: float,
        seed: int,
    ) -> None:
        self._world = world
        self._profile = profile
        self._asterisk = asterisk
        self._faults = faults
        self._limit = min(limit, RELAY_STREAMS) if profile.relay else limit
        self._attach_delay_s = attach_delay_s
        self._seed = seed
        self._ids = itertools.count(1)
        self._some = asyncio.Event()
        self._live: dict[int, MediaStream] = {}
        self.known: dict[int, MediaStream] = {}  # ended ones too, for tests
        self.counts: Counter[str] = Counter()
        world.watch(self._seen)

    async def serve(
        self,
        request: web.Request,
        resource: Call | Conference,
        encapsulation: str,
    ) -> web.StreamResponse:
        """Upgrade one request that was found in order, and stream until it ends."""
        socket = web.WebSocketResponse(
            autoclose=False,
            autoping=False,
            compress=False,
            max_msg_size=MAX_MESSAGE,
        )
        await socket.prepare(request)
        if request.transport is None:
            return socket
        stream = self._make(request.transport, resource, encapsulation)
        self.counts["opened"] += 1
        if not await self._refused(stream, encapsulation):
            self._live[stream.id] = stream
            self._some.set()
            loop = asyncio.get_running_loop()
            attach = loop.call_later(self._attach_delay_s, self._attach, stream)
            try:
                with contextlib.suppress(ConnectionError):  # left while we answered
                    await self._read(socket, stream)
            finally:
                attach.cancel()
                stream.end("client left")
                self._live.pop(stream.id, None)
        self.counts[f"ended: {stream.ended}"] += 1
        return socket

    def _make(
        self,
        transport: asyncio.Transport,
        resource: Call | Conference,
        encapsulation: str,
    ) -> MediaStream:
        known = encapsulation in set(Encapsulation)
        stream = MediaStream(
            stream_id=next(self._ids),
            resource=resource,
            encapsulation=Encapsulation(encapsulation) if known else None,
            transport=transport,
            profile=self._profile,
            asterisk=self._asterisk,
            faults=self._faults,
            seed=self._seed,
        )
        self.known[stream.id] = stream
        while len(self.known) > 4 * max(self._limit, 50):
            del self.known[next(iter(self.known))]
        return stream

    async def _refused(self, stream: MediaStream, encapsulation: str) -> bool:
        """Close at once what the back end does not start; gives whether it did."""
        resource = stream.resource
        target = str(resource.id)
        take = self._faults.take
        if isinstance(resource, Conference):
            dead = resource.room is None or resource.status == "terminated"
        else:
            dead = resource.status is CallStatus.HANGUP
        full = len(self._live) >= self._limit
        if fault := take("closed-at-once", target=target):
            await asyncio.sleep(fault.number("ms") / 1000)
            stream.end("fault: closed at once")
        elif dead or full or take("refused-start", target=target):
            await asyncio.sleep(REFUSED_S)
            stream.end("refused")
        elif self._profile.relay and encapsulation not in set(Encapsulation):
            stream.end("unsupported encapsulation")
        elif fault := take("silent-open", target=target):
            stream.silent_open = 1 if fault.number("wake") else 2
        return stream.ended is not None

    def _attach(self, stream: MediaStream) -> None:
        stream.attach(self._world.now())

    async def _read(self, socket: web.WebSocketResponse, stream: MediaStream) -> None:
        """Read until either side is done."""
        while not stream.ended:
            message = await socket.receive()
            await stream.mischief.hears.wait()
            if stream.ended:  # while nothing was heard
                return
            kind = message.type
            if kind is WSMsgType.BINARY:
                self.counts["received"] += 1
                stream.accept(message.data)
            elif kind is WSMsgType.PING:
                await socket.pong(message.data)
            elif kind is WSMsgType.TEXT and self._profile.relay:
                stream.end("text message")
            elif kind is WSMsgType.CLOSE:
                await socket.close(code=message.data or 1000, drain=False)
                stream.ended = "client closed"
            elif kind not in {WSMsgType.TEXT, WSMsgType.PONG}:
                return

    async def run(self) -> None:
        """Keep the clock; ends only by cancellation."""
        due = time.monotonic()
        while True:
            if not self._live:
                self._some.clear()
                await self._some.wait()
                due = time.monotonic()
            due += TICK_S
            delay = due - time.monotonic()
            await asyncio.sleep(max(0.0, delay))
            now = self._world.now()
            self._faults.expire(now)
            for stream in tuple(self._live.values()):
                self._turn(stream, now)

    def _turn(self, stream: MediaStream, now: float) -> None:
        try:
            stream.turn(now)
        except Exception:
            # one stream's fault must not stop the clock of all
            log.exception("stream %d failed", stream.id)
            stream.end("failed", at_once=True)

    def _seen(self, event: str, item: Item) -> None:
        """End the streams of a call that ended."""
        if event not in {"call_hangup", "call_deleted"}:
            return
        loop = asyncio.get_running_loop()
        for stream in self._live.values():
            if stream.resource is not item:
                continue
            if self._profile.relay:
                phase = (stream.attached_s or 0.0) - self._world.now()
                loop.call_later(phase % RELAY_POLL_S, stream.end, "call ended")
            else:
                stream.end("call ended")

    def close(self) -> None:
        """End every stream; the server goes down."""
        for stream in tuple(self._live.values()):
            stream.end("server stopped", at_once=True)

    @property
    def live(self) -> tuple[MediaStream, ...]:
        """Streams that are open now."""
        return tuple(self._live.values())
