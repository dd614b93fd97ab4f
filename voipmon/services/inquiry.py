"""One question to the platform: what became of this call or conference?"""

from dataclasses import dataclass
from time import monotonic

from voipmon.core.domain.lifecycle import is_deleted, is_live
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.core.domain.verdict import Fate, Verdict
from voipmon.core.wire.resources import Call, Conference
from voipmon.net.errors import (
    AuthError,
    Conflict,
    Forbidden,
    NetError,
    NotFound,
    to_problem,
)
from voipmon.net.rest import RestClient

_FATES: tuple[tuple[type[NetError], Fate], ...] = (
    (AuthError, Fate.SIGNED_OUT),
    (Forbidden, Fate.DENIED),
    (NotFound, Fate.GONE),
    (Conflict, Fate.GONE),  # a deleted call
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """The question, the answer, and what was learnt for the list."""

    kind: ResourceKind
    resource_id: str
    asked_s: float
    verdict: Verdict
    found: Call | Conference | None = None


def observe(
    client: RestClient, kind: ResourceKind, resource_id: str, timeout_s: float
) -> Call | Conference:
    """Ask for one object; raises `NetError`."""
    if kind is ResourceKind.CALL:
        return client.call(resource_id, timeout_s)
    return client.conference(resource_id, timeout_s)


def inquire(
    client: RestClient, kind: ResourceKind, resource_id: str, timeout_s: float
) -> Inquiry:
    """Ask and judge; never raises for what the network does."""
    asked_s = monotonic()
    found = None
    try:
        found = observe(client, kind, resource_id, timeout_s)
    except NetError as error:
        fates = (fate for known, fate in _FATES if isinstance(error, known))
        verdict = Verdict(fate=next(fates, Fate.UNKNOWN), problem=to_problem(error))
    else:
        verdict = judge(found)
    return Inquiry(
        kind=kind,
        resource_id=resource_id,
        asked_s=asked_s,
        verdict=verdict,
        found=found,
    )


def judge(item: Call | Conference) -> Verdict:
    """Say what an object as the platform shows it means for a stream on it."""
    fate = Fate.LIVE if is_live(item) else Fate.ENDED
    if is_deleted(item):
        fate = Fate.GONE
    if isinstance(item, Call):
        return Verdict(fate=fate, answered=item.progressing_s is not None)
    return Verdict(fate=fate, participants=len(item.conferencecall_ids))
