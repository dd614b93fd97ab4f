"""`python -m tests.bench [--quick] [NAME ...]`: see the package's docstring."""

import argparse
import importlib
import json
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench import playout_options
from tests.bench.figure import Figure, as_json, failed, table

ROWS = {
    "click": "click on a row to the first sample at the device",
    "replay": "hop to a tapped call and step back, to the first sample",
    "lag": "steady lag from arrival to the device's play time",
    "stall": "lag after a stall of 5 s",
    "one": "one stream: processor time and memory of both processes",
    "idle": "signed in, no stream: processor time and memory of both processes",
    "hundred": "100 streams over TLS",
    "painting": "painting 8 waveforms, 100 meters and 4 strips",
    "holdups": "how long the window holds still: Link quality, theme",
    "day": "50 streams, four heard, a hand that clicks about for five minutes",
    "flood": "a flooding peer beside 10 healthy streams",
    "soak": "50 streams for 30 minutes: memory",
    "start": "start to a painted and to a usable window",
    "mixing": "what hearing costs a block of 20 ms: levels, places, limiter",
    "playout": "the playout engine beside others, over 26 traces in virtual time",
}
OUT = Path("build/bench.json")


def chosen(names: Sequence[str]) -> list[str]:
    """Rows to measure, in the table's order; none named means all.

    Raises:
        ValueError: There is no such row.
    """
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        raise ValueError(f"no row {', '.join(unknown)}; there are {', '.join(ROWS)}")
    return [name for name in ROWS if not names or name in names]


def measure(name: str, *, quick: bool, **own: Any) -> list[Figure]:
    """Measure one row; one that breaks becomes a figure that says so.

    Args:
        name: Of the row.
        quick: Shorter, less certain.
        own: Options that only this row knows.
    """
    try:
        module = importlib.import_module(f"tests.bench.{name}")
        return list(module.measure(quick=quick, **own))
    except Exception as error:  # noqa: BLE001 - the other rows are still wanted
        traceback.print_exc()
        return [failed(ROWS[name], f"{type(error).__name__}: {error}")]


def pace_ms() -> float:
    """How fast the machine is at the moment: a fixed loop, best of three [ms].

    Shared machines change their speed by a factor of two within minutes; figures of
    processor time are to be compared at equal pace only.
    """
    best = float("inf")
    for _ in range(3):
        began, total = time.process_time(), 0
        for number in range(1_000_000):
            total += number & 7
        best = min(best, 1e3 * (time.process_time() - began))
    return round(best, 1)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, save."""
    rows = "\n".join(f"  {name:9} {words}" for name, words in ROWS.items())
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Measure the promised figures. Rows:\n" + rows,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="shorter, less certain")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FILE")
    playout_options.add_to(parser)
    options = parser.parse_args(argv)
    try:
        names = chosen(options.names)
        own = {"playout": {"options": playout_options.Options.of(options)}}
    except ValueError as error:
        parser.error(str(error))
    saved = _read(options.out)
    figures: list[Figure] = []
    paces: list[str] = []
    for name in names:
        began = time.monotonic()
        print(f"{name}: {ROWS[name]} ...", file=sys.stderr, flush=True)
        found = measure(name, quick=options.quick, **own.get(name, {}))
        figures += found
        pace = pace_ms()
        paces.append(f"{name} {pace:.0f}")
        saved[name] = {
            "at": time.strftime("%Y-%m-%d %H:%M:%S"),
            "quick": options.quick,
            "pace_ms": pace,
            "seconds": round(time.monotonic() - began, 1),
            "figures": [as_json(figure) for figure in found],
        }
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(saved, indent=1, default=str) + "\n")
    print(table(figures))
    print(f"pace of the machine, 10^6 turns of a loop [ms]: {', '.join(paces)}")
    return 0


def _read(path: Path) -> dict[str, object]:
    """Rows measured before; those measured now replace theirs."""
    try:
        return dict(json.loads(path.read_text()))
    except (OSError, ValueError):
        return {}


if __name__ == "__main__":
    sys.exit(main())
