"""The tour's findings: each check with its outcome, and a picture of it."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

Shoot = Callable[[Path], None]  # makes a picture of the display


class CheckError(AssertionError):
    """What was expected did not happen; the text says which and what was seen."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One line of the report."""

    name: str
    outcome: str  # "passed", "failed" or "skipped"
    ok: bool | None  # None: skipped
    detail: str
    screenshot: str
    seconds: float


class Report:
    """Collects checks and writes them; a check that raises is a failed check."""

    def __init__(self, folder: Path, shoot: Shoot) -> None:
        self.checks: list[Check] = []
        self._folder = folder
        self._shoot = shoot
        self._began = time.monotonic()

    @contextmanager
    def check(self, name: str) -> Iterator[list[str]]:
        """Run one check; what it appends to the list becomes its detail."""
        detail: list[str] = []
        outcome, began = "failed", time.monotonic()
        print(f"  {name} …", flush=True)
        try:
            yield detail
            outcome = "passed"
        except (CheckError, TimeoutError) as failure:
            detail.append(str(failure))
        except Exception as error:
            detail.append(f"{type(error).__name__}: {error}")
            raise
        finally:
            seconds = time.monotonic() - began
            self._add(name, outcome, "; ".join(detail), seconds, picture=True)

    def skip(self, name: str, reason: str) -> None:
        """Tell a check that cannot be made here; it counts neither way."""
        self._add(name, "skipped", reason, 0.0, picture=False)

    def fail(self, name: str, detail: str) -> None:
        """Tell a failure outside of every check."""
        self._add(name, "failed", detail, 0.0, picture=True)

    def include(self, name: str, checks: list[dict[str, Any]], folder: str) -> None:
        """Add the checks of another report, whose pictures are in `folder`."""
        for check in checks:
            picture = check["screenshot"] and f"{folder}/{check['screenshot']}"
            told = {"name": f"{name}: {check['name']}", "screenshot": picture}
            self.checks.append(Check(**{**check, **told}))
            print(f"  {check['outcome']:7} {told['name']}", flush=True)
            if check["outcome"] == "failed":
                print(f"          {check['detail']}", flush=True)

    @property
    def going_well(self) -> bool:
        """Whether the last check passed."""
        return bool(self.checks and self.checks[-1].ok)

    @property
    def failed(self) -> int:
        """Number of failed checks."""
        return sum(check.outcome == "failed" for check in self.checks)

    def write(self) -> Path:
        """Write report.json; returns its path."""
        count = {
            outcome: sum(check.outcome == outcome for check in self.checks)
            for outcome in ("passed", "failed", "skipped")
        }
        seconds = round(time.monotonic() - self._began, 1)
        checks = [asdict(check) for check in self.checks]
        path = self._folder / "report.json"
        text = json.dumps({"checks": checks, **count, "seconds": seconds}, indent=1)
        path.write_text(text + "\n", encoding="utf-8")
        return path

    def _add(
        self, name: str, outcome: str, detail: str, seconds: float, *, picture: bool
    ) -> None:
        file = ""
        if picture:
            file = f"{len(self.checks) + 1:02d}-{name.replace(' ', '-')}.png"
            try:
                self._shoot(self._folder / file)
            except OSError as error:
                detail, file = f"{detail}; no picture: {error}", ""
        ok = None if outcome == "skipped" else outcome == "passed"
        self.checks.append(
            Check(
                name=name,
                outcome=outcome,
                ok=ok,
                detail=detail,
                screenshot=file,
                seconds=round(seconds, 2),
            )
        )
        print(f"  {outcome:7} {name}" + (f": {detail}" if detail else ""), flush=True)
