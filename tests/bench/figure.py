"""One line of the table: what was promised, what was measured, the verdict."""

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

OK, MISSED, NONE = "ok", "MISSED", "not measured"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure.

    Attributes:
        what: As promised.
        limit: In words.
        measured: In words.
        verdict: `OK`, `MISSED` or `NONE`.
        load: Of the machine when it was done, as `os.getloadavg` gives it [1 min].
        detail: More numbers, for the file.
    """

    what: str
    limit: str
    measured: str
    verdict: str
    load: float = 0.0
    detail: dict[str, Any] = field(default_factory=dict)


def at_most(
    what: str,
    value: float,
    limit: float,
    unit: str,
    *,
    note: str = "",
    **detail: Any,
) -> Figure:
    """Judge a number that should not exceed a limit."""
    return Figure(
        what=what,
        limit=f"<= {limit:g} {unit}",
        measured=f"{_number(value)} {unit}" + (f" ({note})" if note else ""),
        verdict=OK if value <= limit else MISSED,
        load=os.getloadavg()[0],
        detail={"value": value, "limit": limit, "unit": unit, **detail},
    )


def told(what: str, measured: str, **detail: Any) -> Figure:
    """Give a number that nothing was promised about."""
    load = os.getloadavg()[0]
    return Figure(
        what=what, limit="-", measured=measured, verdict="-", load=load, detail=detail
    )


def failed(what: str, reason: str) -> Figure:
    """Say why there is no figure."""
    load = os.getloadavg()[0]
    return Figure(what=what, limit="-", measured=reason, verdict=NONE, load=load)


def as_json(figure: Figure) -> dict[str, Any]:
    """For build/bench.json."""
    return asdict(figure)


def table(figures: Sequence[Figure]) -> str:
    """All figures below each other, as Markdown."""
    head = ("what", "limit", "measured", "verdict", "load")
    rows = [head, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    load = f"{figure.load:.1f}"
    return figure.what, figure.limit, figure.measured, figure.verdict, load


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "| " + " | ".join(cells) + " |"


def _number(value: float) -> str:
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
