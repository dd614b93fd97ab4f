"""HTTP statuses to errors; for REST answers and refused WebSocket upgrades alike.

Decisions rest on the status alone. The envelope around errors is new (spring 2026):
older servers send plain text or nothing, proxies in between send HTML. Whatever
the body says becomes part of `detail`, redacted and cut.

Source: VoIPBIN api-manager lib/apierror/envelope.go, lib/middleware; RFC 9110
section 10.2.3 (Retry-After).
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import msgspec

from voipmon.net.errors import (
    AuthError,
    BadAnswer,
    Conflict,
    Forbidden,
    NetError,
    NotFound,
    RateLimited,
    ServerError,
    TimedOut,
)
from voipmon.net.urls import redact

DEFAULT_RETRY_S = 1.0  # a 429 without Retry-After
MAX_RETRY_S = 300.0  # more than that is a mistake of the server's, or an attack
_MAX_BODY = 65_536  # bytes looked at
_MAX_WORDS = 200  # characters kept of what the server says

_CLASSES: Mapping[int, type[NetError]] = {
    401: AuthError,
    402: Forbidden,  # INSUFFICIENT_BALANCE
    403: Forbidden,
    404: NotFound,
    408: TimedOut,
    409: Conflict,
    410: NotFound,
}


class _Detail(msgspec.Struct, gc=False):
    limited_by: str | None = None


class _Error(msgspec.Struct, gc=False):
    reason: str | None = None
    message: str | None = None
    request_id: str | None = None
    details: msgspec.Raw = msgspec.Raw(b"[]")


class _Envelope(msgspec.Struct, gc=False):
    error: _Error


def error_from(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    request_id: str = "",
    scrub: Callable[[str], str] = redact,
) -> NetError:
    """Build the error for an answer that is no success.

    Args:
        status: As received; 2xx must not come here.
        headers: Case-insensitive, or with lower-case names.
        body: Whatever came, possibly cut.
        request_id: The one we sent, if the answer does not name another.
        scrub: Removes secrets from the server's words (a server may repeat them).
    """
    error = _envelope(body[:_MAX_BODY])
    request_id = headers.get("x-request-id") or error.request_id or request_id
    request_id = re.sub(r"[^A-Za-z0-9_-]", "", request_id)[:64]
    words = _words(status, error, body, scrub)
    if status == 429:
        return RateLimited(
            words,
            retry_after_s=retry_after_s(headers),
            limited_by=_limited_by(error),
            request_id=request_id,
        )
    kind = ServerError if status >= 500 else _CLASSES.get(status, BadAnswer)
    made = kind(words, status=status, request_id=request_id)
    if kind is ServerError and headers.get("retry-after"):
        made.retry_after_s = retry_after_s(headers)
    return made


def retry_after_s(headers: Mapping[str, str]) -> float:
    """Seconds to wait by `Retry-After`: whole seconds or a date; capped."""
    text = (headers.get("retry-after") or "").strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        wish = float(text)
    else:
        wish = _seconds_until(text, headers.get("date") or "")
    return min(max(wish, 0.0), MAX_RETRY_S)


def _seconds_until(text: str, server_date: str) -> float:
    """Difference of two HTTP dates, so that our own clock does not matter."""
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return DEFAULT_RETRY_S
    try:
        now = parsedate_to_datetime(server_date)
    except (ValueError, OverflowError):
        now = datetime.now(UTC)
    if then.tzinfo is None or now.tzinfo is None:
        return DEFAULT_RETRY_S
    return math.ceil((then - now).total_seconds())


def _envelope(body: bytes) -> _Error:
    try:
        return msgspec.json.decode(body, type=_Envelope).error
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return _Error()


def _limited_by(error: _Error) -> str:
    try:
        details = msgspec.json.decode(error.details, type=list[_Detail])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return ""
    return next((_tidy(d.limited_by) for d in details if d.limited_by), "")


def _words(status: int, error: _Error, body: bytes, scrub: Callable[[str], str]) -> str:
    if error.reason or error.message:
        parts = [error.reason or "", error.message or ""]
    else:
        text = body[:_MAX_BODY].decode("utf-8", "replace")
        parts = ["" if text.lstrip().startswith("<") else text]  # a proxy's HTML
    said = ": ".join(part for part in map(_tidy, map(scrub, parts)) if part)
    return f"HTTP {status} {said}".strip()


def _tidy(text: str) -> str:
    """One printable line of bounded length."""
    text = " ".join(text.split())
    return "".join(c for c in text if c.isprintable())[:_MAX_WORDS]
