"""The platform's JSON to `resources`.

Decoded in two steps: first exactly what the wire may say (nulls, absent fields, all
text), then into values. An object that cannot be read costs itself and is counted,
never the page it stands on. Unknown fields are ignored.

Source: as in `resources`; zero UUIDs, absent and null fields as Go's encoder
writes them (arrays ignore omitempty).
"""

import json
from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from voipmon.core.errors import WireError
from voipmon.core.wire.resources import (
    Address,
    Agent,
    Call,
    Conference,
    Customer,
    Page,
)
from voipmon.core.wire.times import parse_time

NO_ID = "00000000-0000-0000-0000-000000000000"  # Go's zero UUID: "none"
_MAX_ID = 64  # [characters] ids are 36; longer ones are not ids
_MAX_TEXT = 200  # [characters] of a name, number or word that we keep
_FAULTS = (msgspec.MsgspecError, ValueError, RecursionError)

T = TypeVar("T")
W = TypeVar("W")


class ResourceError(WireError):
    """JSON that is not the object it should be."""


class _AddressWire(msgspec.Struct, gc=False):
    type: str | None = None
    target: str | None = None
    target_name: str | None = None
    name: str | None = None


class _ActionWire(msgspec.Struct, gc=False):
    type: str | None = None
    option: msgspec.Raw = msgspec.Raw()


class _OptionWire(msgspec.Struct, gc=False):
    confbridge_id: str | None = None
    conference_id: str | None = None


class _CallWire(msgspec.Struct, gc=False):
    id: str
    customer_id: str | None = None
    owner_id: str | None = None
    master_call_id: str | None = None
    chained_call_ids: list[str | None] | None = None
    source: _AddressWire | None = None
    destination: _AddressWire | None = None
    status: str | None = None
    direction: str | None = None
    mute_direction: str | None = None
    hangup_by: str | None = None
    hangup_reason: str | None = None
    action: _ActionWire | None = None
    recording_id: str | None = None
    tm_ringing: str | None = None
    tm_progressing: str | None = None
    tm_hangup: str | None = None
    tm_create: str | None = None
    tm_update: str | None = None
    tm_delete: str | None = None


class _ConferenceWire(msgspec.Struct, gc=False):
    id: str
    customer_id: str | None = None
    type: str | None = None
    status: str | None = None
    name: str | None = None
    conferencecall_ids: list[str | None] | None = None
    recording_id: str | None = None
    tm_end: str | None = None
    tm_create: str | None = None
    tm_update: str | None = None
    tm_delete: str | None = None


class _AgentWire(msgspec.Struct, gc=False):
    id: str
    customer_id: str | None = None
    username: str | None = None
    name: str | None = None
    status: str | None = None
    permission: int | None = None
    addresses: list[_AddressWire | None] | None = None
    tm_create: str | None = None
    tm_update: str | None = None
    tm_delete: str | None = None


class _CustomerWire(msgspec.Struct, gc=False):
    id: str
    name: str | None = None


class _PageWire(msgspec.Struct, gc=False):
    result: list[msgspec.Raw] | None
    next_page_token: str | None = None


_PAGE = msgspec.json.Decoder(_PageWire)
_OPTION = msgspec.json.Decoder(_OptionWire)


# -- from the wire to values -----------------------------------------------------------


def _text(text: str | None) -> str:
    """One printable line of bounded length; names come from callers' telephones."""
    if not text or (len(text) <= _MAX_TEXT and text.isprintable()):
        return text or ""
    return "".join(c for c in text[:_MAX_TEXT] if c.isprintable())


def _reference(text: str | None) -> str:
    """An id, or "" for none."""
    return "" if not text or text == NO_ID else _text(text)


def _own_id(text: str) -> str:
    if not text or text == NO_ID or len(text) > _MAX_ID or not text.isprintable():
        raise ResourceError("no id")
    return text


def _references(ids: list[str | None] | None) -> tuple[str, ...]:
    return tuple(filter(None, map(_reference, ids))) if ids else ()


def _address(wire: _AddressWire | None) -> Address:
    if wire is None:
        return Address()
    return Address(
        type=_text(wire.type),
        target=_text(wire.target),
        target_name=_text(wire.target_name),
        name=_text(wire.name),
    )


def _room(action: _ActionWire) -> tuple[str, str]:
    """(room, conference) of the action under way; options of others are not read."""
    if action.type not in {"confbridge_join", "conference_join"}:
        return "", ""
    try:
        option = _OPTION.decode(action.option)
    except _FAULTS:
        return "", ""  # it tells who talks with whom, not what the call is
    return _reference(option.confbridge_id), _reference(option.conference_id)


def _call(wire: _CallWire) -> Call:
    action = wire.action or _ActionWire()
    room_id, conference_id = _room(action)
    return Call(
        id=_own_id(wire.id),
        customer_id=_reference(wire.customer_id),
        owner_id=_reference(wire.owner_id),
        master_call_id=_reference(wire.master_call_id),
        chained_call_ids=_references(wire.chained_call_ids),
        source=_address(wire.source),
        destination=_address(wire.destination),
        status=_text(wire.status),
        direction=_text(wire.direction),
        mute_direction=_text(wire.mute_direction),
        hangup_by=_text(wire.hangup_by),
        hangup_reason=_text(wire.hangup_reason),
        action_type=_text(action.type),
        room_id=room_id,
        conference_id=conference_id,
        recording_id=_reference(wire.recording_id),
        ringing_s=parse_time(wire.tm_ringing),
        progressing_s=parse_time(wire.tm_progressing),
        hangup_s=parse_time(wire.tm_hangup),
        created_s=parse_time(wire.tm_create),
        updated_s=parse_time(wire.tm_update),
        deleted_s=parse_time(wire.tm_delete),
    )


def _conference(wire: _ConferenceWire) -> Conference:
    return Conference(
        id=_own_id(wire.id),
        customer_id=_reference(wire.customer_id),
        type=_text(wire.type),
        status=_text(wire.status),
        name=_text(wire.name),
        conferencecall_ids=_references(wire.conferencecall_ids),
        recording_id=_reference(wire.recording_id),
        ended_s=parse_time(wire.tm_end),
        created_s=parse_time(wire.tm_create),
        updated_s=parse_time(wire.tm_update),
        deleted_s=parse_time(wire.tm_delete),
    )


def _agent(wire: _AgentWire) -> Agent:
    return Agent(
        id=_own_id(wire.id),
        customer_id=_reference(wire.customer_id),
        username=_text(wire.username),
        name=_text(wire.name),
        status=_text(wire.status),
        permission=wire.permission or 0,
        addresses=tuple(_address(item) for item in wire.addresses or ()),
        created_s=parse_time(wire.tm_create),
        updated_s=parse_time(wire.tm_update),
        deleted_s=parse_time(wire.tm_delete),
    )


def _customer(wire: _CustomerWire) -> Customer:
    return Customer(id=_own_id(wire.id), name=_text(wire.name))


def _lenient_page(data: bytes) -> _PageWire:
    """Take a page apart that holds what is no JSON: NaN, half a surrogate pair.

    The standard library's parser lets such things through; written anew, each
    object stands alone and costs itself.
    """
    try:
        page = json.loads(data.decode("utf-8-sig", "replace"))
        listed = msgspec.convert(page["result"], list[object] | None) or []
        raws = [msgspec.Raw(json.dumps(item).encode()) for item in listed]
    except (*_FAULTS, LookupError, TypeError):
        raise ResourceError("not a page", data=data[:16]) from None
    token = page.get("next_page_token")
    return _PageWire(raws, token if isinstance(token, str) else None)


class Reader(Generic[W, T]):
    """Reads one kind of object, alone or by the page. Stateless; any thread."""

    def __init__(self, wire: type[W], build: Callable[[W], T]) -> None:
        self._decoder = msgspec.json.Decoder(wire)
        self._build = build

    def one(self, data: bytes | msgspec.Raw) -> T:
        """Read a single object.

        Raises:
            ResourceError: It is not JSON, has no id, or a field of another type.
        """
        try:
            return self._build(self._decoder.decode(data))
        except ResourceError:
            raise
        except _FAULTS:
            raise ResourceError("unreadable object", data=bytes(data)[:16]) from None

    def page(self, data: bytes) -> Page[T]:
        """Read a page; unreadable objects are counted and left out.

        Raises:
            ResourceError: It is not a page at all.
        """
        try:
            wire = _PAGE.decode(data)
        except _FAULTS:
            wire = _lenient_page(data)
        listed = wire.result or []
        items: list[T] = []
        for raw in listed:
            try:
                items.append(self.one(raw))
            except ResourceError:
                continue
        return Page(
            items=tuple(items),
            listed=len(listed),
            unreadable=len(listed) - len(items),
            next_token=wire.next_page_token or "",
        )


CALLS = Reader(_CallWire, _call)
CONFERENCES = Reader(_ConferenceWire, _conference)
AGENTS = Reader(_AgentWire, _agent)
CUSTOMERS = Reader(_CustomerWire, _customer)
