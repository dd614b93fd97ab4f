"""The kept figures of other engines, and ours in the same form."""

from functools import cache
from pathlib import Path
from typing import Self

import msgspec

from tests.bench.referee.judge import GAP_WEIGHT, Judgement

NETEQ = "neteq"
_FILE = Path(__file__).with_name("peers.toml")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One engine on one trace; units as in the file, None where there is no figure."""

    delay: float
    p95: float
    gap: float
    drop: float
    scaled: float
    worst_gap: float
    clicks: float
    index: float
    drain: float | None = None
    pesq: float | None = None
    p10: float | None = None
    bad: float | None = None

    @classmethod
    def of(cls, judged: Judgement) -> Self:
        """Give the same figures of a run."""
        timing = judged.timing
        return cls(
            delay=timing.delay_mean,
            p95=timing.delay_p95,
            gap=timing.gap_pct,
            drop=timing.drop_pct,
            scaled=judged.scaled_pct,
            worst_gap=timing.longest_gap_ms,
            clicks=judged.clicks_per_min,
            index=judged.index(),
            drain=judged.recovery.drain_mean_s,
            pesq=judged.mos and judged.mos.mean,
            p10=judged.mos and judged.mos.p10,
            bad=judged.bad_pct,
        )

    def index_at(self, gap_weight: float) -> float | None:
        """The index with another weight of gaps [ms]."""
        if self.bad is None:
            return None
        return self.index + (gap_weight - GAP_WEIGHT) * self.bad


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """What one profile should reach on one trace."""

    delay: float
    bad: float
    pesq: float
    index: float | None = None


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a kept trace."""

    floor: float
    talk: Goal
    listen: Goal
    engines: dict[str, Row]

    def goal(self, profile: str) -> Goal:
        """Give the goal of "talk" or "listen"."""
        return self.talk if profile == "talk" else self.listen


@cache
def references() -> dict[str, Reference]:
    """Give all of them, by name of trace."""
    return msgspec.toml.decode(_FILE.read_bytes(), type=dict[str, Reference])
