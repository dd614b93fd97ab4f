"""What REST says about a call or conference whose stream ended without a word."""

from dataclasses import dataclass
from enum import StrEnum

from voipmon.core.domain.snapshot import Problem


class Fate(StrEnum):
    """What became of the resource."""

    LIVE = "live"  # it goes on: reconnect
    ENDED = "ended"  # hung up, terminated, or about to be
    GONE = "gone"  # 404, 409: no such call
    DENIED = "denied"  # 403
    SIGNED_OUT = "signed-out"  # 401, or nobody is signed in
    UNKNOWN = "unknown"  # REST could not be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer, and what it rests on.

    Attributes:
        problem: Why it is not LIVE or ENDED, else None.
        participants: Joined ones, for a conference; None if unknown.
        answered: The call is or was talking; None if unknown or a conference.
    """

    fate: Fate
    problem: Problem | None = None
    participants: int | None = None
    answered: bool | None = None
