"""One row of the list, made of a call or a conference.

Who is who: the agent's side of a leg is its destination when outgoing and its source
when incoming; a leg with an owner is that agent's (VoIPBIN call-manager
pkg/callhandler, `getAddressOwner`). The other side is what a supervisor looks for.
"""

from collections.abc import Callable

from voipmon.core.domain.facts import RosterRow
from voipmon.core.domain.lifecycle import is_live, is_over, over_s
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.core.wire.resources import Address, Call, Conference

NameOf = Callable[[str, str], str]  # (address type, id) -> name, "" if unknown

_NAMED = {"agent", "conference"}  # address types whose target is an id of ours


def call_row(call: Call, name_of: NameOf) -> RosterRow:
    """Make the row of one leg."""
    return RosterRow(
        kind=ResourceKind.CALL,
        id=call.id,
        status=call.status,
        agent=name_of("agent", call.owner_id) if call.owner_id else "",
        party=_party(call, name_of),
        direction=call.direction,
        started_s=call.created_s,
        answered_s=call.progressing_s,
        ended_s=over_s(call) if is_over(call) else None,
        live=is_live(call),
    )


def conference_row(conference: Conference) -> RosterRow:
    """Make the row of a room; it is there without anybody in it, too."""
    return RosterRow(
        kind=ResourceKind.CONFERENCE,
        id=conference.id,
        status=conference.status,
        name=conference.name,
        started_s=conference.created_s,
        ended_s=over_s(conference) if is_over(conference) else None,
        participants=len(conference.conferencecall_ids),
        live=is_live(conference),
    )


def mentions(call: Call) -> frozenset[str]:
    """Ids of agents and conferences whose names the row may show."""
    ids = {call.owner_id}
    for address in (call.source, call.destination):
        if address.type in _NAMED:
            ids.add(address.target)
    ids.discard("")
    return frozenset(ids)


def _party(call: Call, name_of: NameOf) -> str:
    outgoing = call.direction == "outgoing"
    near, far = call.source, call.destination
    if outgoing == bool(call.owner_id):  # the agent's own leg, or a customer's call in
        near, far = far, near
    return _words(far, name_of) or _words(near, name_of)


def _words(address: Address, name_of: NameOf) -> str:
    """Name and number, as far as there are any."""
    if address.type in _NAMED:
        name = address.target_name or name_of(address.type, address.target)
        return name or address.target
    name = address.target_name or address.name
    if name and address.target and name != address.target:
        return f"{name} ({address.target})"
    return name or address.target
