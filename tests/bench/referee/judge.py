"""One engine over one trace: all figures together."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tests.bench.referee.align import origin_of
from tests.bench.referee.clicks import clicks
from tests.bench.referee.engines import Engine, make
from tests.bench.referee.mos import Mos, mos
from tests.bench.referee.recovery import Recovery, recovery
from tests.bench.referee.sim import simulate
from tests.bench.referee.speech import stream_for
from tests.bench.referee.timing import Timing, timing, unsteadiness_ms
from tests.bench.referee.trace import Pcm, Trace

GAP_WEIGHT = 40.0  # [ms] of the index, for 1 % of speech
_SCALED_WEIGHT, _CLICK_WEIGHT = 8.0, 2.0  # [ms] for 1 %; for one a minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a listener got.

    Attributes:
        trace: Its name.
        engine: As it was named.
        timing: Delay, gaps, drops.
        recovery: After stalls.
        clicks_per_min: Audible discontinuities.
        mos: None without the pesq package.
        unsteady_ms: Farthest that a mean over 10 s is from the mean delay.
        holdup_ms: Of the trace: its longest.
        cpu_us: Processor time of push and pull per 20 ms.
        cpu_max_us: Processor time of the longest pull.
        stats: What the engine says of itself.
    """

    trace: str
    engine: str
    timing: Timing
    recovery: Recovery
    clicks_per_min: float
    mos: Mos | None
    unsteady_ms: float
    holdup_ms: float
    cpu_us: float
    cpu_max_us: float
    stats: Mapping[str, object]

    @property
    def bad_pct(self) -> float:
        """Gaps and drops beyond what was lost upstream [%]."""
        t = self.timing
        return max(0.0, t.gap_pct + t.drop_pct - t.lost_pct)

    @property
    def scaled_pct(self) -> float:
        """Stretched and squeezed [%]."""
        return self.timing.stretch_pct + self.timing.squeeze_pct

    def index(self, gap_weight: float = GAP_WEIGHT) -> float:
        """One figure for ranking, lower is better [ms].

        Mean delay above the floor, and for each percent of gap or drop beyond what was
        lost upstream `gap_weight` ms, for each stretched or squeezed 8 ms, and for each
        click a minute 2 ms. It does not hear how good concealment is; the weights are
        a judgement, so look at 20 and 80 as well.
        """
        return (
            self.timing.delay_mean
            - self.timing.floor_ms
            + gap_weight * self.bad_pct
            + _SCALED_WEIGHT * self.scaled_pct
            + _CLICK_WEIGHT * self.clicks_per_min
        )

    def as_json(self) -> dict[str, Any]:
        """All of it, for a file."""
        derived = {f"index{w}": self.index(w) for w in (20, 40, 80)}
        return {**asdict(self), "bad_pct": self.bad_pct, **derived}


def judge(
    trace: Trace,
    speech: Pcm,
    engine: Engine | str,
    *,
    block_ms: float = 10.0,
    pesq: bool = True,
    reported: bool = False,
) -> Judgement:
    """Run an engine over a trace.

    Args:
        trace: When what arrives.
        speech: Is looped to the trace's length.
        engine: An object, or the name of one.
        block_ms: What the virtual sound card pulls at a time.
        pesq: Whether to compute it.
        reported: Believe the engine's own map of origins, if it has one, instead of
            the estimate.
    """
    name = engine if isinstance(engine, str) else type(engine).__name__
    pcm = stream_for(trace, speech)
    made = make(engine) if isinstance(engine, str) else engine
    run = simulate(trace, pcm, made, block_ms=block_ms, reported=reported)
    origin = run.origin
    if origin is None:
        origin = origin_of(trace, run.out, pcm, run.rate)
    figures, track = timing(trace, origin, run.rate, pcm)
    minutes = len(run.out) / run.rate / 60
    return Judgement(
        trace=trace.name,
        engine=name,
        timing=figures,
        recovery=recovery(trace, track),
        clicks_per_min=clicks(run.out, origin, pcm) / minutes,
        mos=mos(trace, run.out, origin, pcm) if pesq else None,
        unsteady_ms=unsteadiness_ms(track),
        holdup_ms=trace.longest_holdup_ms,
        cpu_us=run.cpu_us_per_frame,
        cpu_max_us=run.cpu_max_us,
        stats=run.stats,
    )
