"""What the network can do to us: one class for each thing a person acts on.

The texts never hold a secret: whoever raises passes foreign text through
`urls.redact` first. HTTP statuses become these in `status.error_from`.
"""

# ruff: noqa: N818 - the names say what happened, the base class that it is an error

from typing import ClassVar

from voipmon.core.domain.snapshot import Problem
from voipmon.core.errors import Retry, VoipmonError


class NetError(VoipmonError):
    """Base of everything the network causes.

    Attributes:
        status: HTTP status, 0 if there was none.
        request_id: What the platform's support can search for, "" if unknown.
        retry_after_s: Seconds the server asked us to wait, 0 if it did not.
    """

    kind: ClassVar[str] = "net"
    retry: ClassVar[Retry] = Retry.BACKOFF
    retry_after_s: float = 0.0

    def __init__(
        self, detail: str = "", *, status: int = 0, request_id: str = ""
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.request_id = request_id


class AuthError(NetError):
    """401: the token or access key is wrong, expired or withdrawn."""

    kind = "net.auth"
    retry = Retry.ON_USER


class LoginRejected(NetError):
    """400 at login: wrong user name or password (the platform never says which)."""

    kind = "net.login"
    retry = Retry.ON_USER


class Forbidden(NetError):
    """403: signed in, but not allowed; `detail` keeps the reason (ACCOUNT_FROZEN)."""

    kind = "net.forbidden"
    retry = Retry.ON_USER


class NotFound(NetError):
    """404: no such call, conference, or no such platform."""

    kind = "net.not-found"
    retry = Retry.NEVER


class Conflict(NetError):
    """409: the state forbids it, e.g. the call was deleted."""

    kind = "net.conflict"
    retry = Retry.NEVER


class RateLimited(NetError):
    """429, or our own budget while the server's wish to wait is in force.

    Attributes:
        limited_by: "ip", "customer" or "" as the server says; "client" if it was us.
    """

    kind = "net.rate-limited"

    def __init__(
        self,
        detail: str = "",
        *,
        retry_after_s: float = 1.0,
        limited_by: str = "",
        status: int = 429,
        request_id: str = "",
    ) -> None:
        super().__init__(detail, status=status, request_id=request_id)
        self.retry_after_s = retry_after_s
        self.limited_by = limited_by


class ServerError(NetError):
    """5xx: the platform's own fault."""

    kind = "net.server"


class Unreachable(NetError):
    """No such name, connection refused, reset, no route."""

    kind = "net.unreachable"


class TimedOut(NetError):
    """No answer in time; `detail` tells connecting from waiting for the answer."""

    kind = "net.timeout"


class TlsError(NetError):
    """Not trusted, expired, for another host, another pin, or not TLS at all."""

    kind = "net.tls"
    retry = Retry.ON_USER


class BadAnswer(NetError):
    """An answer that no VoIPBIN gives: not JSON, too long, redirected elsewhere."""

    kind = "net.bad-answer"


class InsecureAddress(NetError):
    """Plain http or ws to anything but this machine; refused before connecting."""

    kind = "net.insecure"
    retry = Retry.NEVER


class BadAddress(NetError):
    """The server address cannot be read."""

    kind = "net.address"
    retry = Retry.NEVER


class ProtocolBroken(NetError):
    """The peer of a media socket sent what no bridge sends."""

    kind = "net.protocol"
    retry = Retry.NEVER


def to_problem(error: VoipmonError) -> Problem:
    """Make the value that crosses to the window; any `VoipmonError` will do."""
    if not isinstance(error, NetError):
        return Problem(kind=error.kind, detail=error.detail)
    # the status has a place of its own: whoever shows both would say it twice
    detail = error.detail.removeprefix(f"HTTP {error.status}").lstrip()
    if error.request_id:
        detail = f"{detail} [request {error.request_id}]".lstrip()
    return Problem(
        kind=error.kind,
        detail=detail,
        status=error.status,
        retry_after_s=error.retry_after_s,
    )
