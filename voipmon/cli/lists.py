"""`voipmon-cli calls` and `conferences`: what is live now."""

import argparse
import sys
from datetime import UTC, datetime

from voipmon.cli.credentials import from_environment
from voipmon.cli.exit_status import Exit
from voipmon.cli.output import print_json
from voipmon.core.domain.facts import RosterRow
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.services.directory import live
from voipmon.ui.wording import other, row_word, who


def calls(options: argparse.Namespace) -> int:
    """Live calls, newest first."""
    return _list(ResourceKind.CALL, "calls", json=options.json)


def rooms(options: argparse.Namespace) -> int:
    """Conferences, newest first."""
    return _list(ResourceKind.CONFERENCE, "conferences", json=options.json)


def _list(kind: ResourceKind, name: str, *, json: bool) -> int:
    listing = live(from_environment(), kind)
    if json:
        print_json(
            {
                name: [_as_json(row) for row in listing.rows],
                f"{name}_total": len(listing.rows),
                "unreadable": listing.unreadable,
            }
        )
        return Exit.OK
    for row in listing.rows:
        print(f"{row.id}  {row_word(row).text:8}  {who(row):28}  {other(row)}")
    if not listing.rows:
        print(f"No live {name} right now.")
    if listing.unreadable:
        print(
            f"{listing.unreadable} objects could not be read and are left out.",
            file=sys.stderr,
        )
    return Exit.OK


def _as_json(row: RosterRow) -> dict[str, object]:
    common: dict[str, object] = {
        "id": row.id,
        "status": row.status,
        "started": _iso(row.started_s),
    }
    if row.kind is ResourceKind.CONFERENCE:
        return common | {"name": row.name, "participants": row.participants}
    return common | {
        "direction": row.direction,
        "agent": row.agent,
        "party": row.party,
        "answered": _iso(row.answered_s),
    }


def _iso(unix_s: float | None) -> str | None:
    if unix_s is None:
        return None
    return datetime.fromtimestamp(unix_s, UTC).isoformat(timespec="milliseconds")
