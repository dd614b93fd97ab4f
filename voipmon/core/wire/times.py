"""The platform's many ways to write a time, and page cursors, which are times.

Seen in VoIPBIN's history (monorepo, models' webhook.go): RFC 3339 with 0 to 9
decimals; before 2026-02-04 `9999-01-01 00:00:00.000000` for "not yet", with a space
and without a zone; absent, null or empty; Go's zero time in the year 1.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{0,9}))?"
    r"\s?(Z|z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_NEVER_FROM = 9000  # a year above it is a sentinel
_FIRST_YEAR = 1971  # a year below it is Go's zero time or nonsense
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_time(text: str | None) -> float | None:
    """Read a time in any of the platform's forms; without a zone it is UTC.

    Returns:
        Unix seconds, exact to the microsecond; None for "not set" in each of its
        forms and for text that is no time.
    """
    match = _TIME.fullmatch(text) if text else None
    if match is None:
        return None
    year, month, day, hour, minute, second, decimals, zone = match.groups()
    if not _FIRST_YEAR <= int(year) < _NEVER_FROM:
        return None
    micros = int((decimals or "0")[:6].ljust(6, "0"))
    numbers = map(int, (year, month, day, hour, minute, second))
    try:
        moment = datetime(*numbers, micros, tzinfo=_zone(zone))  # type: ignore[arg-type,misc]
    except ValueError:
        return None
    return (moment - _EPOCH).total_seconds()


def _zone(text: str | None) -> timezone:
    if not text or text in "Zz":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)


def cursor_after(unix_s: float, like: str = "") -> str:
    """Make a page cursor that lets objects created at `unix_s` through.

    Cursors are times, compared strictly ("created before"), so this is two
    microseconds later. `like` is a cursor of the server's own: older ones write a
    space instead of T, without a zone.
    """
    moment = _EPOCH + timedelta(seconds=unix_s, microseconds=2)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return text.replace("T", " ").removesuffix("Z") if " " in like else text
