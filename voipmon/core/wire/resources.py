"""REST objects as frozen values, with one way to say "none"; `resource_reader` reads.

Words of an enumeration stay text: a word of a newer platform must not cost the call.

Source: VoIPBIN monorepo, models' webhook.go of call-, conference-, agent- and
customer-manager; bin-api-manager/server (pages).
"""

from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Address(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One end of a call: `type` tel, extension, agent, conference, sip, ..."""

    type: str = ""
    target: str = ""
    target_name: str = ""
    name: str = ""


class Call(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One leg. Times are Unix seconds by the server's clock, None if not set.

    Attributes:
        status: dialing, ringing, progressing, terminating, canceling, hangup; or
            a word we do not know.
        room_id: Where the leg is mixed (option of `confbridge_join`), "" if nowhere.
        conference_id: While it executes `conference_join`, else "".
    """

    id: str
    customer_id: str = ""
    owner_id: str = ""  # agent on this leg
    master_call_id: str = ""
    chained_call_ids: tuple[str, ...] = ()
    source: Address = Address()
    destination: Address = Address()
    status: str = ""
    direction: str = ""  # incoming, outgoing
    mute_direction: str = ""
    hangup_by: str = ""
    hangup_reason: str = ""
    action_type: str = ""
    room_id: str = ""
    conference_id: str = ""
    recording_id: str = ""
    ringing_s: float | None = None
    progressing_s: float | None = None
    hangup_s: float | None = None
    created_s: float | None = None
    updated_s: float | None = None
    deleted_s: float | None = None


class Conference(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A persistent room; `conferencecall_ids` are those who are in it now."""

    id: str
    customer_id: str = ""
    type: str = ""
    status: str = ""  # starting, progressing, terminating, terminated
    name: str = ""
    conferencecall_ids: tuple[str, ...] = ()
    recording_id: str = ""
    ended_s: float | None = None
    created_s: float | None = None
    updated_s: float | None = None
    deleted_s: float | None = None


class Agent(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A person who takes calls; `permission` is a bit mask (32 admin, 64 manager)."""

    id: str
    customer_id: str = ""
    username: str = ""
    name: str = ""
    status: str = ""
    permission: int = 0
    addresses: tuple[Address, ...] = ()
    created_s: float | None = None
    updated_s: float | None = None
    deleted_s: float | None = None


class Customer(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The company; its other fields hold a signing secret and are not read."""

    id: str
    name: str = ""


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One page of a list, newest first.

    Attributes:
        listed: Objects on the page, readable or not: fewer than asked for is the end.
        unreadable: How many of them could not be read.
        next_token: Cursor; not empty on the last page, too.
    """

    items: tuple[T, ...] = ()
    listed: int = 0
    unreadable: int = 0
    next_token: str = ""
