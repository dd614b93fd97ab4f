"""Options of the playout row: which traces, which voice, what to write."""

import argparse
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

PROFILES = ("listen", "talk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What to judge.

    Attributes:
        only: Names of traces, `wifi*` for those that begin so; empty: all.
        profile: One of `PROFILES`; None: both.
        jobs: Processes.
        traces: A folder of `*.trace.gz` instead of the kept ones.
        seed: Make the traces anew with other dice instead.
        cells: Folder of recorded delivery opportunities, for those made anew.
        speech: A file of 8 kHz mono speech instead of the kept one.
        voice: One of the demo platform's voices instead.
        block_ms: What the virtual sound card asks for at a time.
        write: Write the committed table.
    """

    only: str = ""
    profile: str | None = None
    jobs: int = 2
    traces: Path | None = None
    seed: int | None = None
    cells: Path | None = None
    speech: Path | None = None
    voice: str | None = None
    block_ms: float = 10.0
    write: bool = False

    @classmethod
    def of(cls, given: argparse.Namespace) -> Self:
        """Take them from the command line.

        Raises:
            ValueError: They contradict each other.
        """
        options = cls(**{f.name: getattr(given, f.name) for f in fields(cls)})
        if options.traces and options.seed is not None:
            raise ValueError("--traces or --seed, not both")
        if options.speech and options.voice:
            raise ValueError("--speech or --voice, not both")
        if options.cells and options.seed is None:
            raise ValueError("--cells goes with --seed")
        part = given.quick or options.only or options.profile
        if options.write and (part or not options.standard):
            raise ValueError("--write is for the kept traces, all of them, whole")
        return options

    @property
    def profiles(self) -> tuple[str, ...]:
        return PROFILES if self.profile is None else (self.profile,)

    @property
    def standard(self) -> bool:
        """Whether the kept figures of other engines are of the very same input."""
        other = (self.traces, self.seed, self.speech, self.voice)
        return all(value is None for value in other) and self.block_ms == 10.0

    def wants(self, name: str) -> bool:
        """Whether a trace is among those named."""
        return not self.only or any(
            name == word or (word.endswith("*") and name.startswith(word[:-1]))
            for word in self.only.split(",")
        )


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add them to a command line."""
    group = parser.add_argument_group("playout")
    usual = Options()
    group.add_argument("--only", default="", metavar="NAMES", help="lan,wifi*")
    group.add_argument("--profile", choices=PROFILES)
    group.add_argument("--jobs", type=int, default=usual.jobs, metavar="N")
    group.add_argument("--traces", type=Path, metavar="DIR", help="own *.trace.gz")
    group.add_argument("--seed", type=int, help="make the traces anew")
    group.add_argument(
        "--cells", type=Path, metavar="DIR", help="cellular recordings, for --seed"
    )
    group.add_argument("--speech", type=Path, metavar="FILE", help="8 kHz mono")
    group.add_argument("--voice", metavar="NAME", help="of resources/speech")
    group.add_argument("--block-ms", type=float, default=usual.block_ms, metavar="MS")
    group.add_argument(
        "--write", action="store_true", help="write tests/bench/playout.md"
    )
