"""The engine as the window sees it, with a switch that closes every stream. No Qt.

Stands between the window and the engine's client. While paused nothing is open, and
the window's wishes are noted; resumed, each stream that the window still wants is
opened as it is wanted now. The engine never uses a stream's number twice, so a resumed
one has another number there; the window goes on with its own.
"""

from dataclasses import dataclass
from itertools import count
from typing import Any

import msgspec

from voipmon.core.domain.commands import (
    MASTER,
    Command,
    GoLive,
    Leave,
    Listen,
    Seek,
)
from voipmon.core.domain.facts import Fact
from voipmon.core.domain.snapshot import MonitorSnapshot
from voipmon.engine.memory import Memory
from voipmon.ui.engine_port import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """As `engine_port.EngineNews`."""

    snapshot: MonitorSnapshot | None
    facts: tuple[Fact, ...]
    alive: bool


class PausableEngine:
    """Owner: the GUI thread. An `engine_port.Engine` itself."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._memory = Memory()
        self._paused = False
        self._quiet = True
        self._inner: dict[int, int] = {}  # window's number -> engine's, if different
        self._outer: dict[int, int] = {}  # and back
        self._gone: set[int] = set()  # engine's numbers of what was closed by pausing
        self._fresh = count(-1, -1)  # the window's own numbers are above 0

    @property
    def paused(self) -> bool:
        """Nothing is open, by our will."""
        return self._paused

    @property
    def quiet(self) -> bool:
        """The engine has said, since the pause, that it closed them."""
        return self._quiet

    def pause(self) -> None:
        """Close every stream; each is opened again by `resume`.

        One that has ended stays, since its last minute can be heard again, but nothing
        of it is played.
        """
        if self._paused:
            return
        self._paused, self._quiet = True, False
        for number in self._memory.streams:
            self._close(number)
        for number in self._memory.ended:
            self._engine.send(GoLive(stream_id=self._inner.get(number, number)))

    def resume(self) -> None:
        """Open again what the window wants to be open now, live."""
        if not self._paused:
            return
        self._paused = False
        for number, listen in self._memory.streams.items():
            self._close(number)  # what ended, and was tried again while paused
            inner = next(self._fresh)
            self._inner[number], self._outer[inner] = inner, number
            self._engine.send(
                msgspec.structs.replace(listen, stream_id=inner, replace=False)
            )

    def send(self, command: Command) -> None:
        """As `Engine.send`; what concerns a paused stream is only noted."""
        number: int = getattr(command, "stream_id", MASTER)
        held = self._paused and (
            isinstance(command, Listen | Seek) or number in self._memory.streams
        )
        self._memory.note_command(command)
        if held or (self._paused and number in self._memory.streams):
            return
        inner = self._inner.get(number, number)
        self._engine.send(command if inner == number else _renamed(command, inner))

    def poll(self) -> News:
        """As `Engine.poll`, in the window's own numbers."""
        news = self._engine.poll()
        facts = tuple(
            _renamed(fact, self._outer.get(number, number)) if number else fact
            for fact in news.facts
            if (number := getattr(fact, "stream_id", MASTER)) not in self._gone
        )
        for fact in facts:
            self._memory.note_fact(fact)
        snapshot = news.snapshot
        if snapshot is not None and (self._gone or self._outer):
            snapshot = self._translated(snapshot)
        self._quiet |= news.snapshot is not None and snapshot is news.snapshot
        return News(snapshot=snapshot, facts=facts, alive=news.alive)

    def stop(self, timeout_s: float = 2.0) -> bool:
        """As `Engine.stop`."""
        return self._engine.stop(timeout_s)

    def _close(self, number: int) -> None:
        inner = self._inner.get(number, number)
        self._gone.add(inner)
        self._engine.send(Leave(stream_id=inner))

    def _translated(self, snapshot: MonitorSnapshot) -> MonitorSnapshot:
        mine = [snap for snap in snapshot.streams if snap.stream_id not in self._gone]
        self._quiet |= len(mine) == len(snapshot.streams)
        streams = tuple(
            _renamed(snap, self._outer.get(snap.stream_id, snap.stream_id))
            for snap in mine
        )
        return msgspec.structs.replace(snapshot, streams=streams)


def _renamed(value: Any, number: int) -> Any:
    if value.stream_id == number:
        return value
    return msgspec.structs.replace(value, stream_id=number)
