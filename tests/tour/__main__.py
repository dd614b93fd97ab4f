"""`python -m tests.tour [--server URL] [--out FOLDER]`: see the package's docstring."""

import argparse
import os
import sys
from pathlib import Path

from tests.tour import looks
from tests.tour.beside import collect, ended_at_last, start
from tests.tour.looks import LOOKS
from tests.tour.platform import Account
from tests.tour.report import Report
from tests.tour.secrecy import Watch
from tests.tour.stage import Scenery, tour
from tests.tour.visit import FIRST_HALF, SECOND_HALF, STEPS, visit
from tests.tour.visitor import Visitor


def main() -> int:
    """Read the options, take the tour; the exit status is 1 if a check failed."""
    parser = argparse.ArgumentParser(
        prog="sh packaging/run.sh --tour",
        description="Show the real window around and check what it does.",
    )
    parser.add_argument(
        "--server",
        metavar="URL",
        help="another platform than the demo; credentials in VOIPMON_USERNAME and "
        "VOIPMON_PASSWORD, or in VOIPMON_ACCESSKEY",
    )
    parser.add_argument("--out", type=Path, default=Path("build/tour"), metavar="DIR")
    parser.add_argument(
        "--only",
        metavar="STEPS",
        default="",
        help=f"of {', '.join(step.__name__ for step in STEPS)}: these alone, "
        "separated by commas",
    )
    parser.add_argument("--look", choices=LOOKS, help="pictures at this size alone")
    parser.add_argument(
        "--no-looks", action="store_true", help="without the pictures at other sizes"
    )
    options = parser.parse_args()
    if options.look:
        scenery = LOOKS[options.look]
        return told(tour(options.out.resolve(), None, looks.walk, scenery), None)
    taken = {
        name: os.environ.pop(f"VOIPMON_{name}", "")
        for name in ("SERVER", "TOKEN", "USERNAME", "PASSWORD", "ACCESSKEY")
    }
    account = None
    if options.server:
        account = Account(
            server=options.server,
            username=taken["USERNAME"],
            password=taken["PASSWORD"],
            accesskey=taken["ACCESSKEY"],
        )
        if not account.accesskey and not (account.username and account.password):
            parser.error(
                "--server needs VOIPMON_USERNAME and VOIPMON_PASSWORD, "
                "or VOIPMON_ACCESSKEY, in the environment"
            )
    only = tuple(filter(None, options.only.split(",")))
    folder = options.out.resolve()
    if only or account is not None:
        return told(walked(folder, account, only), None)
    return told(in_halves(folder), None if options.no_looks else folder)


def walked(folder: Path, account: Account | None, only: tuple[str, ...]) -> Report:
    """Take these steps."""

    def walk(visitor: Visitor, account: Account, watch: Watch) -> None:
        visit(visitor, account, watch, only)

    return tour(folder, account, walk, Scenery())


def in_halves(folder: Path) -> Report:
    """Take all steps, in two tours at once: they mostly wait for real time."""
    other = folder / "states"
    halves = {"states": start(other, "--only", ",".join(SECOND_HALF))}
    with ended_at_last(halves):
        report = walked(folder, None, FIRST_HALF)
        halves.pop("states").wait()
    collect(report, "states", other)
    return report


def told(report: Report, folder: Path | None) -> int:
    """Take the looks if there is a folder for them, write the report; exit status."""
    if folder is not None:
        looks.take_all(folder, report)
    path = report.write()
    print(f"{len(report.checks)} checks, {report.failed} failed: {path}")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
