"""What a failed opening means for a stream's life."""

from collections.abc import Mapping
from dataclasses import dataclass

from voipmon.core.domain.snapshot import EndCause, Problem
from voipmon.core.domain.stream_rules import S
from voipmon.core.errors import VoipmonError
from voipmon.net.errors import (
    AuthError,
    BadAddress,
    Conflict,
    Forbidden,
    InsecureAddress,
    NetError,
    NotFound,
    RateLimited,
    ServerError,
    to_problem,
)

# Trying again cannot help, whatever REST would say.
_FOR_GOOD: Mapping[type[NetError], EndCause] = {
    AuthError: EndCause.SIGNED_OUT,
    Forbidden: EndCause.DENIED,
    NotFound: EndCause.GONE,
    Conflict: EndCause.GONE,
    InsecureAddress: EndCause.LOST,
    BadAddress: EndCause.LOST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One failed opening.

    Attributes:
        problem: For the person.
        cause: It is over, or None.
        wait_ns: The server's wish, 0: our own back-off.
    """

    problem: Problem
    cause: EndCause | None = None
    wait_ns: int = 0


def failure_of(error: VoipmonError) -> Failure:
    """Sort an error of `ListenSocket.connect`."""
    wait_s = 0.0
    if isinstance(error, RateLimited | ServerError):
        wait_s = error.retry_after_s
    cause = next((c for k, c in _FOR_GOOD.items() if isinstance(error, k)), None)
    if isinstance(error, NetError) and error.status == 400:
        cause = EndCause.GONE  # INVALID_ID: nothing can have such a name
    return Failure(
        problem=to_problem(error),
        cause=cause,
        wait_ns=round(wait_s * S),
    )
