"""`Monitor`: the whole engine as one plain object.

One method for each command, one `snapshot`, one queue of facts. Hosted by the
engine process behind a pipe, by the command line directly, and by tests.
"""

import logging
import time
from collections.abc import Callable, Mapping
from typing import get_args

import msgspec

from voipmon.core.domain.commands import (
    MASTER,
    CancelSignIn,
    Command,
    Leave,
    Listen,
    PlayTestSound,
    Refresh,
    Resume,
    Retry,
    SelectOutput,
    SetBlock,
    SetHearing,
    SetVolume,
    SignIn,
    SignOut,
)
from voipmon.core.domain.facts import (
    Device,
    DevicesChanged,
    Fact,
    SignedOut,
    StreamEnded,
    StreamGone,
    StreamSkipped,
    Trouble,
)
from voipmon.core.domain.snapshot import (
    MonitorSnapshot,
    OutputSnapshot,
    Problem,
    StreamSnapshot,
    StreamState,
)
from voipmon.net.limiter import RequestBudget
from voipmon.services.bus import FactBus
from voipmon.services.link import MediaLink
from voipmon.services.media import MediaLoop
from voipmon.services.playout import Playout
from voipmon.services.roster import RosterKeeper
from voipmon.services.speaker import Speaker
from voipmon.services.stream import Stream
from voipmon.services.stream_orders import StreamCommand, obey

_log = logging.getLogger(__name__)

MAX_STREAMS = 200
JOIN_S = 1.5  # for all of them together
FADE_OUT_S = 0.08  # the last block fades, and leaves the ring and the device


class Monitor:
    """Composition of the engine's threads; see each worker for what it owns.

    Threads: `send`, `start` and `stop` belong to one command thread; `snapshot`,
    `facts` and `busy` to one reader (it may be the same).

    Args:
        play: False: no sound library or device is touched, a clock pulls.
        block_ms: Device block, 20 or 10 [ms].
    """

    def __init__(self, *, play: bool = True, block_ms: int = 20) -> None:
        self._bus = FactBus()
        self._budget = RequestBudget()
        self._streams: Mapping[int, Stream] = {}  # replaced, never changed in place
        self._ended: set[int] = set()
        self._number = 0
        self.crashed: Problem | None = None  # the host must end the process
        self._roster = RosterKeeper(
            budget=self._budget, publish=self._publish, on_crash=self._crashed
        )
        self._speaker = (
            Speaker(on_devices=self._devices, block_ms=block_ms, on_crash=self._crashed)
            if play
            else None
        )
        self._playout = Playout(self._speaker, self._crashed, self._publish)
        self._media = MediaLoop(on_crash=self._crashed)
        self._handlers: Mapping[type, Callable[..., None]] = {
            SignIn: self._roster.sign_in,
            Resume: lambda command: self._roster.resume(command.session),
            CancelSignIn: lambda _: self._roster.cancel_sign_in(),
            SignOut: lambda _: self.sign_out(),
            Listen: self.listen,
            Leave: lambda command: self.leave(command.stream_id),
            **dict.fromkeys(get_args(StreamCommand), self.change),
            SetHearing: self.set_hearing,
            SetBlock: lambda c: self.set_block(c.block_ms),
            SelectOutput: lambda c: self.select_output(c.name, c.host_api),
            PlayTestSound: self._playout.play,
            Refresh: lambda _: self.refresh(),
        }

    # -- life ------------------------------------------------------------------------

    def start(self) -> None:
        """Start all threads; returns at once, nothing is connected yet."""
        self._roster.start()
        self._media.start()
        if self._speaker is not None:
            self._speaker.start()
        self._playout.start()

    def stop(self) -> bool:
        """End in order within 2 s; False if a thread is stuck."""
        for stream in self._streams.values():
            self._playout.remove(stream)
            stream.link.leave()
        if self._streams and self._speaker is not None and self._speaker.running:
            time.sleep(FADE_OUT_S)  # a device that is closed in a word clicks
        workers = [self._media, self._roster, self._playout]
        if self._speaker is not None:
            workers.append(self._speaker)
        for worker in workers:
            worker.request_stop()
        self._budget.close()  # nobody waits for a grant any more
        until = time.monotonic() + JOIN_S
        stuck = [
            worker
            for worker in workers
            if not worker.join(max(until - time.monotonic(), 0.0))
        ]
        for worker in stuck:
            _log.error("thread of %s did not end", type(worker).__name__)
        return not stuck

    # -- commands --------------------------------------------------------------------

    def send(self, command: Command) -> None:
        """Carry out one command; never blocks on network or device."""
        self._handlers[type(command)](command)

    def sign_out(self) -> None:
        """Leave every stream and forget the session."""
        for stream_id in tuple(self._streams):
            self.leave(stream_id)
        self._roster.sign_out()

    def listen(self, request: Listen) -> None:
        """Open a stream; a `stream_id` already open is left as it is."""
        if request.stream_id in self._streams:
            return
        if request.replace:
            for stream_id in tuple(self._streams):
                self.leave(stream_id)
        if len(self._streams) >= MAX_STREAMS:
            self._bus.publish(Trouble(problem=Problem(kind="streams.too-many")))
            return
        link = MediaLink(
            stream_id=request.stream_id,
            kind=request.kind,
            resource_id=request.resource_id,
            encapsulation=request.encapsulation,
            codec=request.codec,
            open_socket=self._roster.open_socket,
            find_cause=self._roster.lookup,
            participants=self._roster.participants,
        )
        stream = Stream(request, link)
        self._streams = {**self._streams, request.stream_id: stream}
        self._media.add(link)
        self._playout.add(stream)
        self._bus.rouse()

    def leave(self, stream_id: int) -> None:
        """Close a stream; unknown ids are ignored, it may have gone by itself."""
        stream = self._streams.get(stream_id)
        if stream is None:
            return
        self._streams = {k: v for k, v in self._streams.items() if k != stream_id}
        self._ended.discard(stream_id)
        self._playout.remove(stream)
        stream.link.leave()
        self._media.remove(stream.link)
        self._bus.publish(
            StreamGone(
                stream_id=stream_id,
                kind=stream.request.kind,
                resource_id=stream.request.resource_id,
            )
        )

    def change(self, command: StreamCommand) -> None:
        """Change one stream, if it is open; volume of id 0 is that of everything."""
        if isinstance(command, SetVolume) and command.stream_id == MASTER:
            self._playout.ears.master_db = command.volume_db
            self._playout.ears.master_muted = command.muted
        elif stream := self._streams.get(command.stream_id):
            if isinstance(command, Retry):
                self._ended.discard(command.stream_id)
            obey(stream, command)

    def set_hearing(self, hearing: SetHearing) -> None:
        """Hear everything so from the next block on."""
        self._playout.ears.hearing = hearing

    def select_output(self, name: str, host_api: str) -> None:
        """Play on this device, or with empty names on the system's default."""
        if self._speaker is not None:
            self._speaker.select(name, host_api)

    def set_block(self, block_ms: int) -> None:
        """Open the device with blocks of so many milliseconds."""
        if self._speaker is not None:
            self._speaker.set_block(block_ms)

    def refresh(self) -> None:
        """Fetch the list and look at the devices now."""
        self._roster.refresh()
        if self._speaker is not None:
            self._speaker.refresh()

    # -- what a reader sees ----------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether streams are open or facts wait: snapshots are worth 30 a second."""
        return bool(self._streams) or self._bus.waiting

    def wait(self, timeout_s: float) -> None:
        """Sleep until a fact waits or a stream opens."""
        self._bus.wait(timeout_s)

    def stream(self, stream_id: int) -> Stream | None:
        """The stream itself, for the command line's recording and report."""
        return self._streams.get(stream_id)

    def facts(self) -> tuple[Fact, ...]:
        """What happened since the last call."""
        for stream_id, stream in self._streams.items():
            while stream.skips:
                skipped_ms = stream.skips.popleft()
                self._bus.publish(
                    StreamSkipped(stream_id=stream_id, skipped_ms=skipped_ms)
                )
        return self._bus.take()

    def snapshot(self) -> MonitorSnapshot:
        """How everything is, now."""
        self._number += 1
        streams = tuple(stream.snapshot() for stream in self._streams.values())
        for stream in streams:
            self._note_end(stream)
        speaker = self._speaker
        limiting_db, shock_db = self._playout.ears.taken()
        return MonitorSnapshot(
            number=self._number,
            link=self._roster.link(),
            output=msgspec.structs.replace(
                OutputSnapshot() if speaker is None else speaker.snapshot(),
                limiting_db=limiting_db,
                shock_db=shock_db,
            ),
            streams=streams,
            master_db=self._playout.ears.master_db,
            master_muted=self._playout.ears.master_muted,
            clock_offset_s=self._roster.clock_offset_s,
        )

    # -- from the workers ------------------------------------------------------------

    def _note_end(self, stream: StreamSnapshot) -> None:
        """Publish a stream's end once."""
        stream_id, cause = stream.stream_id, stream.cause
        if stream.state is not StreamState.CLOSED or cause is None:
            self._ended.discard(stream_id)
        elif stream_id not in self._ended:
            self._ended.add(stream_id)
            self._bus.publish(
                StreamEnded(stream_id=stream_id, cause=cause, problem=stream.problem)
            )

    def _publish(self, fact: Fact) -> None:
        if isinstance(fact, SignedOut) and fact.problem is not None:
            _log.warning("signed out by the platform: %s", fact.problem.kind)
        self._bus.publish(fact)

    def _devices(self, devices: tuple[Device, ...]) -> None:
        self._bus.publish(DevicesChanged(devices=devices))

    def _crashed(self, name: str, error: Exception) -> None:
        """A thread died: nothing may go on as if the engine were whole."""
        self.crashed = Problem(
            kind="engine.died", detail=f"thread {name}: {type(error).__name__}"
        )
        self._bus.publish(Trouble(problem=self.crashed))
