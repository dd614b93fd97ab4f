"""What happened, in order, each exactly once: the engine's rare and exact news.

Snapshots may be skipped, facts may not. If a reader falls behind, the queue is
dropped whole and one `Resync` follows, with the whole roster.
"""

from enum import StrEnum

import msgspec

from voipmon.core.domain.snapshot import EndCause, Problem, ResourceKind


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """What a signed-in window needs to restart a dead engine; memory only.

    Never printed: `repr` and `str` hide the secret.
    """

    server: str  # root address, e.g. https://api.voipbin.net
    token: str = ""
    accesskey: str = ""
    ca_file: str = ""
    pin_sha256: str = ""  # hex SHA-256 of the server's certificate
    user: str = ""

    def __repr__(self) -> str:
        """Name the server and the person, not the secret."""
        return f"Session(server={self.server!r}, user={self.user!r}, <secret>)"

    __str__ = __repr__


class RosterRow(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One call or conference of the list, ready to be worded and shown.

    Attributes:
        status: The platform's own word ("ringing", "progressing", ...).
        agent: Name of the agent on this leg, "" if none is known.
        party: The other side as the platform names it (number, name).
        direction: "incoming", "outgoing" or "" (conference).
        started_s, answered_s, ended_s: Unix times by the server's clock, or None.
        participants: Joined ones, for a conference.
    """

    kind: ResourceKind
    id: str
    status: str
    agent: str = ""
    party: str = ""
    name: str = ""
    direction: str = ""
    started_s: float | None = None
    answered_s: float | None = None
    ended_s: float | None = None
    participants: int = 0
    live: bool = True

    @property
    def key(self) -> str:
        """Unique over calls and conferences."""
        return f"{self.kind.value}:{self.id}"


class Device(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An output device, named as the system names it; never an index.

    Attributes:
        bluetooth: It is on Bluetooth, as far as the system says so.
        hands_free: It is, and in the profile of telephones (HSP or HFP), which has one
            channel and goes with its microphone.
    """

    name: str
    host_api: str
    description: str = ""
    default: bool = False
    bluetooth: bool = False
    hands_free: bool = False


class SignedIn(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """The platform accepted the credentials."""

    session: Session


class SignInFailed(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """It did not, or was not reached; nothing was changed."""

    problem: Problem


class SignedOut(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """`problem` is None when the user asked for it."""

    problem: Problem | None = None


class RosterChanged(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Rows that are new or different, and keys that left. `whole`: replaces all."""

    rows: tuple[RosterRow, ...] = ()
    removed: tuple[str, ...] = ()
    whole: bool = False


class StreamEnded(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """A stream reached CLOSED; its card stays until it is left."""

    stream_id: int
    cause: EndCause
    problem: Problem | None = None


class StreamSkipped(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Sound was jumped over to be live again."""

    stream_id: int
    skipped_ms: float


class DevicesChanged(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """The output devices there are now; empty when there are none."""

    devices: tuple[Device, ...] = ()


class ChimePhase(StrEnum):
    """What became of a test sound."""

    PLAYING = "playing"  # its first block is on its way to the device
    PLAYED = "played"  # all of it is
    BROKEN_OFF = "broken-off"  # muted, device lost, or the next one was asked for
    REFUSED = "refused"  # nothing of it: muted, or no device plays


class Chimed(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """What became of the test sound of that number."""

    number: int
    phase: ChimePhase


class Trouble(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Something to tell the user that belongs to no stream."""

    problem: Problem


class Resync(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Facts were lost; a whole `RosterChanged` and `DevicesChanged` follow."""

    lost: int = 0


class StreamGone(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """The stream was left and closed; no snapshot will name it again."""

    stream_id: int
    kind: ResourceKind
    resource_id: str


class EngineRestarted(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Made by `engine.client`: the engine died and a new one has taken over."""

    restarts: int
    problem: Problem


Fact = (
    EngineRestarted
    | SignedIn
    | SignInFailed
    | SignedOut
    | RosterChanged
    | StreamEnded
    | StreamSkipped
    | StreamGone
    | DevicesChanged
    | Chimed
    | Trouble
    | Resync
)
