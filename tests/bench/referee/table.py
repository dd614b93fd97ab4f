"""The figures as Markdown: overall, goals, each trace with its peers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from tests.bench.figure import MISSED, OK, Figure
from tests.bench.referee.goals import WEIGHTS, Results, misses, worse_than
from tests.bench.referee.judge import Judgement
from tests.bench.referee.oracle import Limits
from tests.bench.referee.peers import NETEQ, Reference, Row

_SAID = {OK: "met", MISSED: "**missed**"}
_COLUMNS: tuple[tuple[str, Callable[[Row], float | None], str], ...] = (
    ("delay", lambda row: row.delay, ".0f"),
    ("p95", lambda row: row.p95, ".0f"),
    ("gap %", lambda row: row.gap, ".2f"),
    ("drop %", lambda row: row.drop, ".2f"),
    ("str+sq %", lambda row: row.scaled, ".2f"),
    ("worst gap", lambda row: row.worst_gap, ".0f"),
    ("drain s", lambda row: row.drain, ".1f"),
    ("clicks/min", lambda row: row.clicks, ".1f"),
    ("PESQ", lambda row: row.pesq, ".2f"),
    ("p10", lambda row: row.p10, ".2f"),
    ("index", lambda row: row.index, ".0f"),
)
_LEGEND = """\
Delays in ms, from the capture of a sample to its being heard, without the sound card.
gap, drop: speech filled in, or never played, in runs of 20 ms or more; str+sq: in
shorter runs, as time-scaling does. bad %: gap + drop beyond what was lost upstream.
drain: until 80 % of the delay that a stall added is gone. PESQ: narrow-band MOS-LQO,
p10 its 10th percentile. index: delay above the floor + 40 ms per bad % + 8 per str+sq %
+ 2 per click a minute. Other engines: kept figures, see `referee/peers.toml`."""

_MEASURED = """\
Of push and pull in the thread that calls them, so that other programs do not count;
collection of garbage on, and start-up frozen out of it, as in the engine process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is told.

    Attributes:
        head: What was run, in words.
        results: Ours, by profile and trace.
        extra: Other engines that were run here, by name and trace.
        limits: Of each trace, in the order of the report.
        known: Kept figures of those traces.
        comparable: Whether they are of the very same traces, speech and blocks.
        goals: Each with its verdict.
    """

    head: str
    results: Results
    extra: Results
    limits: Mapping[str, Limits]
    known: Mapping[str, Reference]
    comparable: bool
    goals: Sequence[Figure]


def markdown(report: Report, *, processor: bool) -> str:
    """Everything, for people.

    Args:
        report: What is told.
        processor: With our processor times, which differ from run to run.
    """
    parts = [report.head, _LEGEND, "## Overall", _overall(report), "## Goals"]
    parts.append(_goals(report.goals))
    if report.comparable:
        for profile in report.results:
            parts += [f"## Trace by trace, {profile}", _beside(report, profile)]
    parts.append("## Full tables")
    for name in report.limits:
        parts += [_facts(name, report.limits[name]), _trace(report, name)]
    if processor:
        parts += ["## Processor time", _MEASURED, _processor(report.results)]
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (head, *rows)]
    lines.insert(1, "|---|" + "--:|" * (len(head) - 1))
    return "\n".join(lines)


def _number(value: float | None, form: str) -> str:
    return "-" if value is None or value != value else format(value, form)  # noqa: PLR0124 - NaN


def _overall(report: Report) -> str:
    """Mean and median of the index over all traces, at three weights of gaps."""
    rows = _engines(report)
    head = ["engine", *(f"mean, median at {weight:g}" for weight in WEIGHTS)]
    body = []
    for engine, of_traces in rows.items():
        cells = []
        for weight in WEIGHTS:
            values = [row.index_at(weight) for row in of_traces]
            known = [value for value in values if value is not None]
            whole = len(known) == len(report.limits)
            cells.append(f"{mean(known):.0f}, {median(known):.0f}" if whole else "-")
        body.append([engine, *cells])
    return _table(head, (row for row in body if set(row[1:]) != {"-"}))


def _engines(report: Report) -> dict[str, list[Row]]:
    """Rows of every engine over all traces, kept ones first."""
    rows: dict[str, list[Row]] = {}
    for name in report.limits:
        for engine, row in _rows(report, name):
            rows.setdefault(engine, []).append(row)
    return rows


def _rows(report: Report, name: str) -> list[tuple[str, Row]]:
    found: list[tuple[str, Row]] = []
    if known := report.known.get(name):
        mark = "" if report.comparable else " (kept)"
        found += [(engine + mark, row) for engine, row in known.engines.items()]
    for engine, runs in report.extra.items():
        found += [(f"{engine} (run here)", Row.of(runs[name]))] if name in runs else []
    for profile, runs in report.results.items():
        found += [(f"**{profile}**", Row.of(runs[name]))] if name in runs else []
    return found


def _goals(goals: Iterable[Figure]) -> str:
    body = [(goal.what, goal.limit, goal.measured, _SAID.get(goal.verdict, "-"))
            for goal in goals]  # fmt: skip
    lines = _table(("goal", "limit", "measured", "verdict"), body).splitlines()
    lines[1] = "|---|---|---|---|"
    return "\n".join(lines)


def _beside(report: Report, profile: str) -> str:
    """NetEQ, the goal and ours: delay / bad % / PESQ / index."""
    body = []
    for name, run in report.results[profile].items():
        known = report.known[name]
        goal, ours, theirs = known.goal(profile), Row.of(run), known.engines[NETEQ]
        missed = ", ".join(misses(ours, goal)) or "-"
        worse = ", ".join(worse_than(ours, theirs)) or "-"
        body.append((name, _four(theirs), _four(goal), _four(ours), missed, worse))
    return _table(
        ("trace", "NetEQ: delay / bad % / PESQ / index", "goal", profile,
         "goal missed in", "worse than NetEQ in"), body,
    )  # fmt: skip


def _four(row: Row | object) -> str:
    forms = {"delay": ".0f", "bad": ".2f", "pesq": ".2f", "index": ".0f"}
    values = [(getattr(row, name), form) for name, form in forms.items()]
    return " / ".join(_number(value, form) for value, form in values)


def _facts(name: str, limit: Limits) -> str:
    gaps = " / ".join(f"{limit.gap_pct[budget]:.1f}" for budget in (20, 60, 100))
    return (
        f"**{name}**: floor {limit.floor:.0f} ms; with the future known: constant "
        f"delay {limit.constant_0:.0f} ms for none, {limit.constant_1:.0f} ms for 1 % "
        f"late, time-scaling {limit.scaled:.0f} ms; without: least gap {gaps} % at "
        "20 / 60 / 100 ms above the floor"
    )


def _trace(report: Report, name: str) -> str:
    body = [
        (engine, *(_number(value(row), form) for _, value, form in _COLUMNS))
        for engine, row in _rows(report, name)
    ]
    return _table(("engine", *(title for title, _, _ in _COLUMNS)), body)


def _processor(results: Results) -> str:
    def cells(run: Judgement) -> tuple[str, str]:
        return f"{run.cpu_us:.0f}", f"{run.cpu_max_us:.0f}"

    body = [
        (f"{name}, {profile}", *cells(run))
        for profile, runs in results.items()
        for name, run in runs.items()
    ]
    return _table(("trace, profile", "us per frame", "longest pull [us]"), body)
