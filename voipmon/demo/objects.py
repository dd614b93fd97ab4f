"""The platform's objects, as the server keeps them; `render` writes their JSON.

Source of fields and values: VoIPBIN call-manager, conference-manager,
agent-manager `models/*/webhook.go` (2026-08).
"""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from voipmon.demo.talk import Silence, Talk

SILENCE = Silence()


class CallStatus(StrEnum):
    """Life of a call, in order; any state may go straight to the last."""

    DIALING = "dialing"
    RINGING = "ringing"
    PROGRESSING = "progressing"
    TERMINATING = "terminating"
    CANCELING = "canceling"
    HANGUP = "hangup"


LIVE = frozenset({CallStatus.DIALING, CallStatus.RINGING, CallStatus.PROGRESSING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One end of a call; `kind` is "tel", "extension", "agent", "sip", ..."""

    kind: str
    target: str
    target_name: str = ""


@dataclass(slots=True, kw_only=True)
class Action:
    """The flow action a call is in; `option` holds the room's id of a join."""

    id: UUID
    kind: str
    option: dict[str, str] = field(default_factory=dict)
    tm_execute: float | None = None


@dataclass(slots=True, kw_only=True)
class Room:
    """Where parties hear each other; the platform calls it a confbridge.

    Attributes:
        origin_s: World time [s] of sample 0 of `talk`.
        ended_s: World time at which it fell silent for good, or None.
    """

    id: UUID
    talk: Talk
    origin_s: float
    ended_s: float | None = None


@dataclass(slots=True, kw_only=True)
class Agent:
    """A person of the company; `permission` is a bit mask (16, 32, 64)."""

    id: UUID
    customer_id: UUID
    username: str
    name: str
    addresses: tuple[Address, ...] = ()
    status: str = "available"
    permission: int = 16
    tag_ids: tuple[UUID, ...] = ()
    tm_create: float = 0.0
    tm_update: float | None = None
    tm_delete: float | None = None


@dataclass(slots=True, kw_only=True)
class Call:
    """One leg: one SIP channel of the platform.

    Attributes:
        room: Where it is joined, or None: it hears and says nothing.
        scenario: Name of the script it plays in, for tests alone.
    """

    id: UUID
    customer_id: UUID
    source: Address
    destination: Address
    direction: str
    status: CallStatus
    action: Action
    flow_id: UUID
    activeflow_id: UUID
    owner_id: UUID | None = None
    master_call_id: UUID | None = None
    chained_call_ids: list[UUID] = field(default_factory=list)
    recording_id: UUID | None = None
    recording_ids: list[UUID] = field(default_factory=list)
    mute_direction: str = ""
    hangup_by: str = ""
    hangup_reason: str = ""
    tm_create: float = 0.0
    tm_update: float | None = None
    tm_ringing: float | None = None
    tm_progressing: float | None = None
    tm_hangup: float | None = None
    tm_delete: float | None = None
    room: Room | None = None
    scenario: str = ""

    @property
    def live(self) -> bool:
        """Not ended and not ending."""
        return self.status in LIVE


@dataclass(slots=True, kw_only=True)
class Conference:
    """A persistent room with a name.

    Attributes:
        room: None until somebody joined for the first time: no bridge exists.
        seats: Voice number of each joined conferencecall.
    """

    id: UUID
    customer_id: UUID
    name: str
    detail: str = ""
    status: str = "progressing"
    timeout_s: int = 0
    conferencecall_ids: list[UUID] = field(default_factory=list)
    tm_create: float = 0.0
    tm_update: float | None = None
    tm_end: float | None = None
    tm_delete: float | None = None
    room: Room | None = None
    seats: dict[UUID, int] = field(default_factory=dict)

    @property
    def audible(self) -> bool:
        """Alone in a room one hears nothing, not even silence: no frames."""
        return self.room is not None and len(self.conferencecall_ids) >= 2


@dataclass(slots=True, kw_only=True)
class Conferencecall:
    """One call's participation in a conference."""

    id: UUID
    customer_id: UUID
    conference_id: UUID
    reference_id: UUID
    activeflow_id: UUID
    status: str = "joined"
    tm_create: float = 0.0
    tm_update: float | None = None
    tm_delete: float | None = None


@dataclass(slots=True, kw_only=True)
class Customer:
    """The company: owner of everything a supervisor can see."""

    id: UUID
    name: str
    email: str
    tm_create: float = 0.0


Item = Agent | Call | Conference | Conferencecall
