"""Other tours beside this one, each a process with everything of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.tour.report import Report

_END_S = 10.0  # for one that is asked to end
Tour = subprocess.Popen[bytes]


def start(folder: Path, *options: str) -> Tour:
    """Begin one; its pictures and report go to `folder`."""
    command = [sys.executable, "-m", "tests.tour", "--out", str(folder), *options]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def collect(report: Report, name: str, folder: Path) -> None:
    """Add the checks of one that has ended."""
    try:
        found = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except OSError:
        report.fail(name, "it made no report")
        return
    report.include(name, found["checks"], folder.name)


@contextmanager
def ended_at_last(tours: dict[str, Tour]) -> Iterator[None]:
    """Leave none of them running."""
    try:
        yield
    finally:
        for one in tours.values():
            one.terminate()
        for one in tours.values():
            try:
                one.wait(_END_S)
            except subprocess.TimeoutExpired:
                one.kill()  # what it started ends with it
                one.wait()
