"""Objects as the JSON of the platform, in the hand of each server age.

Source: VoIPBIN `models/*/webhook.go`: which members are omitted when empty, which
are null, which are always there.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from voipmon.demo.objects import (
    Address,
    Agent,
    Call,
    Conference,
    Conferencecall,
    Customer,
    Item,
)
from voipmon.demo.profiles import Times

ZERO = str(UUID(int=0))
SENTINEL = "9999-01-01 00:00:00.000000"
Json = dict[str, Any]


def modern(time_s: float) -> str:
    """Write RFC 3339 in UTC with trailing zeros of the fraction trimmed."""
    text = datetime.fromtimestamp(time_s, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    return text.rstrip("0").rstrip(".") + "Z"


def micros(time_s: float) -> str:
    """Write RFC 3339 with all six digits: page tokens."""
    return datetime.fromtimestamp(time_s, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def spaced(time_s: float) -> str:
    """Write as servers before 2026-02 did: a space and no zone."""
    return datetime.fromtimestamp(time_s, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


class Renderer:
    """Writes objects for one profile."""

    def __init__(self, times: Times) -> None:
        self._times = times

    def item(self, item: Item) -> Json:
        """Give the JSON object of any listed kind."""
        if isinstance(item, Call):
            return self.call(item)
        if isinstance(item, Conference):
            return self.conference(item)
        if isinstance(item, Conferencecall):
            return self.conferencecall(item)
        return self.agent(item)

    def call(self, call: Call) -> Json:
        """Write a call; unset times are absent."""
        out: Json = {
            "id": str(call.id),
            "customer_id": str(call.customer_id),
            "owner_type": "agent" if call.owner_id else "",
            "owner_id": _uuid(call.owner_id),
            "flow_id": str(call.flow_id),
            "activeflow_id": str(call.activeflow_id),
            "type": "flow",
            "master_call_id": _uuid(call.master_call_id),
            "recording_id": _uuid(call.recording_id),
            "groupcall_id": ZERO,  # the platform's converter forgets it
            "source": _address(call.source),
            "destination": _address(call.destination),
            "status": call.status.value,
            "action": self._action(call),
            "direction": call.direction,
        }
        _some(
            out,
            chained_call_ids=[str(i) for i in call.chained_call_ids],
            recording_ids=[str(i) for i in call.recording_ids],
            mute_direction=call.mute_direction,
            hangup_by=call.hangup_by,
            hangup_reason=call.hangup_reason,
        )
        names = ("tm_ringing", "tm_progressing", "tm_hangup")
        return self._stamp(out, call, names, null=False)

    def _action(self, call: Call) -> Json:
        action = call.action
        out: Json = {
            "id": str(action.id),
            "next_id": ZERO,
            "type": action.kind,
            "tm_execute": None
            if action.tm_execute is None
            else modern(action.tm_execute),
        }
        _some(out, option=dict(action.option))
        return out

    def conference(self, conference: Conference) -> Json:
        """Write a conference; unset times are null."""
        out: Json = {
            "id": str(conference.id),
            "customer_id": str(conference.customer_id),
            "type": "conference",
            "status": conference.status,
            "pre_flow_id": ZERO,
            "post_flow_id": ZERO,
            "recording_id": ZERO,
            "transcribe_id": ZERO,
            "direct_hash": "",
        }
        _some(
            out,
            name=conference.name,
            detail=conference.detail,
            timeout=conference.timeout_s,
            conferencecall_ids=[str(i) for i in conference.conferencecall_ids],
        )
        return self._stamp(out, conference, ("tm_end",), null=True)

    def conferencecall(self, joined: Conferencecall) -> Json:
        """Write a participation."""
        out: Json = {
            "id": str(joined.id),
            "customer_id": str(joined.customer_id),
            "activeflow_id": str(joined.activeflow_id),
            "conference_id": str(joined.conference_id),
            "reference_type": "call",
            "reference_id": str(joined.reference_id),
            "status": joined.status,
        }
        return self._stamp(out, joined, (), null=True)

    def agent(self, agent: Agent) -> Json:
        """Write an agent; every member but the times is always there."""
        out: Json = {
            "id": str(agent.id),
            "customer_id": str(agent.customer_id),
            "username": agent.username,
            "name": agent.name,
            "detail": "",
            "ring_method": "ringall",
            "status": agent.status,
            "permission": agent.permission,
            "tag_ids": [str(i) for i in agent.tag_ids],
            "addresses": [_address(a) for a in agent.addresses],
            "direct_hash": "",
        }
        return self._stamp(out, agent, (), null=False)

    def customer(self, customer: Customer) -> Json:
        """Write the company."""
        return {
            "id": str(customer.id),
            "name": customer.name,
            "detail": "",
            "email": customer.email,
            "status": "active",
            "tm_create": modern(customer.tm_create),
            "tm_update": None,
            "tm_delete": None,
        }

    def _stamp(
        self,
        out: Json,
        item: Item,
        names: tuple[str, ...],
        *,
        null: bool,
    ) -> Json:
        """Add the times of `item`, unset ones as this age of server writes them."""
        write, unset = self._hand(item.id.int, null=null)
        for name in (*names, "tm_create", "tm_update", "tm_delete"):
            time_s: float | None = getattr(item, name)
            if time_s is not None:
                out[name] = write(time_s)
            elif unset is not Ellipsis:
                out[name] = unset
        return out

    def _hand(self, chance: int, *, null: bool) -> tuple[Callable[[float], str], Any]:
        """Give how to write a time, and an unset one (`...`: not at all)."""
        usual = (modern, None if null else ...)
        if self._times is Times.MODERN:
            return usual
        if self._times is Times.SENTINEL:
            return spaced, SENTINEL
        variants: tuple[tuple[Callable[[float], str], Any], ...] = (
            usual,
            (spaced, SENTINEL),
            (micros, "9999-01-01T00:00:00.000000Z"),
            (modern, None),
            (micros, ""),
        )
        return variants[chance % len(variants)]


def _uuid(value: UUID | None) -> str:
    return ZERO if value is None else str(value)


def _address(address: Address) -> Json:
    out: Json = {}
    _some(
        out,
        type=address.kind,
        target=address.target,
        target_name=address.target_name,
    )
    return out


def _some(out: Json, **members: object) -> None:
    """Add members that are not empty."""
    out.update({name: value for name, value in members.items() if value})
