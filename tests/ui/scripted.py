"""An engine that says what a test tells it to, and remembers what it was told."""

import time
from dataclasses import dataclass

import msgspec

from voipmon.core.domain.commands import Command, Leave, Listen, SignIn, SignOut
from voipmon.core.domain.facts import (
    Device,
    DevicesChanged,
    Fact,
    RosterChanged,
    RosterRow,
    Session,
    SignedIn,
    SignedOut,
)
from voipmon.core.domain.snapshot import (
    LinkSnapshot,
    LinkState,
    MonitorSnapshot,
    OutputSnapshot,
    OutputState,
    PlayoutFigures,
    ResourceKind,
    StreamSnapshot,
    StreamState,
)
from voipmon.core.wire.names import Codec
from voipmon.ui.state import WindowState

SERVER = "https://api.example.net"
LIVE = LinkSnapshot(state=LinkState.LIVE, server=SERVER, user="sam", age_s=1.0)
PLAYING = OutputSnapshot(state=OutputState.RUNNING, device="Headset")
DEVICES = (
    Device(name="head", host_api="pulse", description="Headset", default=True),
    Device(name="lap", host_api="pulse", description="Laptop speakers"),
)


def call(
    number: int,
    agent: str = "",
    *,
    status: str = "progressing",
    party: str = "+1 415 555 0100",
    direction: str = "incoming",
    age_s: float = 60.0,
    live: bool = True,
) -> RosterRow:
    """A call that began `age_s` ago."""
    began = time.time() - age_s
    return RosterRow(
        kind=ResourceKind.CALL,
        id=f"c{number}",
        status=status,
        agent=agent,
        party=party,
        direction=direction,
        started_s=began - 5,
        answered_s=began if status == "progressing" else None,
        live=live,
    )


def room(number: int, name: str, participants: int) -> RosterRow:
    """A conference."""
    return RosterRow(
        kind=ResourceKind.CONFERENCE,
        id=f"k{number}",
        status="progressing",
        name=name,
        participants=participants,
        started_s=time.time() - 900,
    )


def rows() -> tuple[RosterRow, ...]:
    """Six calls, longest first, and a conference."""
    return (
        call(1, "Dana Lee", age_s=600, party="+1 415 555 0142"),
        call(2, "Marcus Oyelaran", age_s=500, direction="outgoing"),
        call(3, "Priya Nair", age_s=400),
        call(4, "Tom Becker", age_s=300),
        call(5, "Aiko Tanaka", age_s=200),
        call(6, status="ringing", party="+49 30 5550 0199", age_s=9),
        room(1, "War room", 3),
    )


def stream(stream_id: int, key: str = "call:c1", **changes: object) -> StreamSnapshot:
    """A stream that is heard, unless `changes` say otherwise."""
    kind, _, name = key.partition(":")
    heard = StreamSnapshot(
        stream_id=stream_id,
        kind=ResourceKind(kind),
        resource_id=name,
        state=StreamState.STREAMING,
        codec=Codec.ULAW,
        buffering=False,
        lag_ms=60.0,
        playout=PlayoutFigures(delay_ms=44.0, target_ms=40.0, recent_s=30),
        peak_dbfs=-12.0,
        rms_dbfs=-20.0,
        level_fresh=True,
        frames_per_s=50.0,
    )
    return msgspec.structs.replace(heard, **changes)


def snapshot(*streams: StreamSnapshot, **changes: object) -> MonitorSnapshot:
    """Signed in and playing, with these streams."""
    usual = MonitorSnapshot(number=1, link=LIVE, output=PLAYING, streams=streams)
    return msgspec.structs.replace(usual, **changes)


def signed_in(state: WindowState) -> None:
    """Bring a bare state to where a supervisor works."""
    state.apply_alive(alive=True)
    state.apply_snapshot(snapshot())
    state.apply_fact(RosterChanged(rows=rows(), whole=True))
    state.apply_fact(DevicesChanged(devices=DEVICES))


@dataclass(frozen=True)
class News:
    snapshot: MonitorSnapshot | None
    facts: tuple[Fact, ...]
    alive: bool


class ScriptedEngine:
    """Streams are heard as soon as asked for; `over` changes what is said of them."""

    SIGN_IN = SignIn(server=SERVER, username="sam", password="correct horse")

    def __init__(self) -> None:
        self.sent: list[Command] = []
        self.facts: list[Fact] = []
        self.link = LinkSnapshot()
        self.output = PLAYING
        self.alive = True
        self.silent = False  # no snapshots
        self.over: dict[int, dict[str, object]] = {}
        self.streams: dict[int, Listen] = {}
        self.answers = True  # to SignIn
        self.roster = rows()
        self.stopped = False
        self._number = 0
        self._columns = 0

    def send(self, command: Command) -> None:
        self.sent.append(command)
        match command:
            case Listen(stream_id=number):
                if command.replace:
                    self.streams.clear()
                self.streams[number] = command
            case Leave(stream_id=number):
                self.streams.pop(number, None)
            case SignIn() if self.answers:
                self.sign_in(command.username)
            case SignOut():
                self.link = LinkSnapshot()
                self.streams.clear()
                self.facts.append(SignedOut())

    def sign_in(self, user: str = "sam") -> None:
        session = Session(server=SERVER, token="tok-4711", user=user)
        self.link = LIVE
        self.facts += [
            SignedIn(session=session),
            RosterChanged(rows=self.roster, whole=True),
            DevicesChanged(devices=DEVICES),
        ]

    def poll(self) -> News:
        facts, self.facts = tuple(self.facts), []
        if self.silent:
            return News(None, facts, self.alive)
        self._number += 1
        first, self._columns = self._columns, self._columns + 2
        streams = tuple(
            stream(
                number,
                f"{asked.kind.value}:{asked.resource_id}",
                **{
                    "envelope_first": first,
                    "envelope": bytes([200, 56, 180, 76]),
                    **self.over.get(number, {}),
                },
            )
            for number, asked in self.streams.items()
        )
        shown = MonitorSnapshot(
            number=self._number, link=self.link, output=self.output, streams=streams
        )
        return News(shown, facts, self.alive)

    def stop(self, timeout_s: float = 2.0) -> bool:
        self.stopped = True
        return True

    def told(self, kind: type) -> list:
        """Commands of one kind, in order."""
        return [command for command in self.sent if isinstance(command, kind)]
