"""Which of two observations of the same object is the truth, and when it is over.

Observations arrive in any order: pages overlap, single reads overtake pages, events
come out of order and several times (VoIPBIN handles each in a goroutine of its
own). So each observation has a place in a total order, and the highest wins: first
the lifecycle, which never goes back, then the server's own time of change, then
when we asked.
"""

from collections.abc import Mapping

import msgspec

from voipmon.core.wire.resources import Agent, Call, Conference

Resource = Call | Conference | Agent
Place = tuple[int, float, float]

# VoIPBIN call-manager models/call: moves only forward, from anywhere to hangup.
_CALL_RANKS: Mapping[str, int] = {
    "": 0,
    "dialing": 1,
    "ringing": 2,
    "progressing": 3,
    "terminating": 4,
    "canceling": 4,
    "hangup": 5,
}
# VoIPBIN conference-manager models/conference.
_CONFERENCE_RANKS: Mapping[str, int] = {
    "": 0,
    "starting": 1,
    "progressing": 3,
    "terminating": 4,
    "terminated": 5,
}
_UNKNOWN = 3  # a word of a newer platform: most likely something under way
_ENDING = 4
_OVER = 5
_DELETED = 6


def rank(item: Resource) -> int:
    """Position in the lifecycle; only ever grows."""
    if item.deleted_s is not None:
        return _DELETED
    if isinstance(item, Call):
        return _CALL_RANKS.get(item.status, _UNKNOWN)
    if isinstance(item, Agent):
        return 0
    if item.ended_s is not None:
        return _OVER
    return _CONFERENCE_RANKS.get(item.status, _UNKNOWN)


def place(item: Resource, asked_s: float) -> Place:
    """Key of the total order; `asked_s` is our monotonic time of asking."""
    changed_s = item.updated_s if item.updated_s is not None else item.created_s
    return rank(item), changed_s or 0.0, asked_s


def newer(
    item: Resource, asked_s: float, known: Resource, known_asked_s: float
) -> bool:
    """Tell whether `item` replaces `known`; the same for either order of arrival."""
    new, old = place(item, asked_s), place(known, known_asked_s)
    if new != old:
        return new > old
    # Twice in one answer, with different content: any fixed choice will do.
    return msgspec.json.encode(item) > msgspec.json.encode(known)


def is_live(item: Resource) -> bool:
    """Tell whether there may be something to hear, now or soon."""
    return rank(item) < _ENDING


def is_over(item: Resource) -> bool:
    """Tell whether it ended or was deleted, so that nothing can follow."""
    return rank(item) >= _OVER


def is_deleted(item: Resource) -> bool:
    """Tell whether someone deleted it; it is shown no longer."""
    return rank(item) >= _DELETED


def over_s(item: Call | Conference) -> float:
    """When it ended, as well as the platform tells [Unix s, server's clock]."""
    end_s = item.hangup_s if isinstance(item, Call) else item.ended_s
    return end_s or item.updated_s or item.created_s or 0.0
