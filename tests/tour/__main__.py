"""`python -m tests.tour [--server URL] [--out FOLDER]`: see the package's docstring."""

import argparse
import os
import sys
from pathlib import Path

from tests.tour.platform import Account
from tests.tour.secrecy import Watch
from tests.tour.stage import Scenery, tour
from tests.tour.visit import STEPS, visit
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
    options = parser.parse_args()
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

    def walk(visitor: Visitor, account: Account, watch: Watch) -> None:
        visit(visitor, account, watch, only)

    report = tour(options.out.resolve(), account, walk, Scenery())
    path = report.write()
    print(f"{len(report.checks)} checks, {report.failed} failed: {path}")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
