"""`python -m tests.tour [--server URL] [--out FOLDER]`: see the package's docstring."""

import argparse
import os
import sys
from pathlib import Path

from tests.tour.platform import Account
from tests.tour.stage import tour


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
    return tour(options.out.resolve(), account)


if __name__ == "__main__":
    sys.exit(main())
