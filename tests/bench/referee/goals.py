"""Every goal of the playout engine, with its figure and whether it is met."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import mean, median

from tests.bench.figure import MISSED, NONE, OK, Figure
from tests.bench.referee.judge import Judgement
from tests.bench.referee.peers import NETEQ, Goal, Reference, Row

Results = Mapping[str, Mapping[str, Judgement]]  # by profile, by trace

WEIGHTS = (20.0, 40.0, 80.0)  # [ms] for 1 % of gap or drop
_CELLULAR = ("lte_att", "lte_tmobile", "lte_verizon", "umts_tmobile", "evdo_verizon")
_ROUGH = ("loss5", "loss10", "burst5", "burst10", "noseq5", "combined", *_CELLULAR)
_ROUGH_WIDELY = ("loss1", "burst1", *_ROUGH)
_STALLED = "wifi_stall"
_TRACES = 26
# No worse: by less than this. [ms], [points of %], [MOS]
_EQUAL = (1.0, 0.05, 0.05)
# A goal per trace is met within this. [ms], [points of %], [MOS]
_TOLERANCE = (3.0, 0.1, 0.05)
_CPU_US, _PULL_US = 60.0, 3000.0


def worse_than(ours: Row, theirs: Row) -> list[str]:
    """In which of delay, bad % and PESQ we are worse than another engine."""
    return _misses(ours, theirs.delay, theirs.bad, theirs.pesq, _EQUAL)


def misses(ours: Row, goal: Goal) -> list[str]:
    """What of a trace's goal is missed."""
    found = _misses(ours, goal.delay, goal.bad, goal.pesq, _TOLERANCE)
    if goal.index is not None and ours.index > goal.index + _TOLERANCE[0]:
        found.append("index")
    return found


def _misses(
    ours: Row,
    delay: float,
    bad: float | None,
    pesq: float | None,
    tolerance: tuple[float, float, float],
) -> list[str]:
    found = []
    if not ours.delay <= delay + tolerance[0]:
        found.append("delay")
    if ours.bad is None or bad is None or not ours.bad <= bad + tolerance[1]:
        found.append("bad %")
    if ours.pesq is not None and pesq is not None and ours.pesq < pesq - tolerance[2]:
        found.append("PESQ")
    return found


def absolute(results: Results) -> list[Figure]:
    """Judge what needs no other engine to compare with."""
    runs = [run for ours in results.values() for run in ours.values()]
    skewed = [run for run in runs if run.trace.startswith("skew")]
    unharmed = [run for run in runs if run.trace.startswith(("skew", "lan"))]
    figures = [
        _clicks(runs, "3 on loss, burst, noseq, combined, cellular", _ROUGH_WIDELY),
        _clicks(runs, "the same with 1 on loss1 and burst1", _ROUGH),
        _each("skew: means over 10 s stay by the mean delay", skewed, 10.0, "ms",
              lambda run: run.unsteady_ms),
        _each("skew: PESQ", skewed, 4.4, "MOS", lambda run: run.mos and run.mos.mean,
              least=True),
        _each("lan, skew: no filler of 20 ms", unharmed, 0.0, "%",
              lambda run: run.timing.gap_pct),
        *_after_stalls(results.get("talk", {})),
    ]  # fmt: skip
    return [figure for figure in figures if figure is not None]


def processor(results: Results) -> list[Figure]:
    """Judge processor time, which differs from run to run and machine to machine."""
    runs = [run for ours in results.values() for run in ours.values()]
    average = _each("processor time of a frame, mean of a run", runs, _CPU_US, "us",
                    lambda run: run.cpu_us)  # fmt: skip
    longest = _each("processor time of the longest pull", runs, _PULL_US, "us",
                    lambda run: run.cpu_max_us)  # fmt: skip
    return [figure for figure in (average, longest) if figure is not None]


def compared(results: Results, known: Mapping[str, Reference]) -> list[Figure]:
    """Judge against NetEQ and against the goals of each trace."""
    figures: list[Figure] = []
    if rows := _beside("talk", results, known):
        figures += _talk(rows)
    if rows := _beside("listen", results, known):
        figures += _listen(rows)
    for profile in results:
        figures += _per_trace(profile, results, known)
    return figures


def _beside(
    profile: str, results: Results, known: Mapping[str, Reference]
) -> dict[str, tuple[Row, Row]]:
    """Ours and NetEQ's, by trace."""
    return {
        name: (Row.of(run), known[name].engines[NETEQ])
        for name, run in results.get(profile, {}).items()
        if name in known
    }


def _talk(rows: Mapping[str, tuple[Row, Row]]) -> list[Figure]:
    figures = []
    for words, average, limit, weight in (
        ("mean index", mean, 0.75, 40.0),
        ("median index", median, 0.70, 40.0),
        ("mean index where gaps weigh 80", mean, 1.0, 80.0),
    ):
        ours = average([row.index_at(weight) or 0.0 for row, _ in rows.values()])
        theirs = average([row.index_at(weight) or 0.0 for _, row in rows.values()])
        ratio = ours / theirs
        words_for = f"{ours:.0f} against {theirs:.0f} ms: {ratio:.2f}"
        met = ratio < limit if limit == 1.0 else ratio <= limit
        sign = "<" if limit == 1.0 else "<="
        figures.append(
            _figure(f"talk: {words}", f"{sign} {limit:g} of NetEQ's", words_for, met)
        )
    bad = {
        name: ours.index - theirs.index
        for name, (ours, theirs) in rows.items()
        if ours.index > theirs.index + 10.0 and ours.index > 1.1 * theirs.index
    }
    return [*figures, _missing("talk: index worse than NetEQ's by 10 ms and 10 %",
                               "nowhere", bad, "+{:.0f} ms", len(rows))]  # fmt: skip


def _listen(rows: Mapping[str, tuple[Row, Row]]) -> list[Figure]:
    late = {n: a.delay - b.delay for n, (a, b) in rows.items()
            if a.delay > b.delay + 5.0}  # fmt: skip
    holes = {n: (a.bad or 0.0) - (b.bad or 0.0) for n, (a, b) in rows.items()
             if (a.bad or 0.0) > (b.bad or 0.0) + 0.5}  # fmt: skip
    poor = {n: a.pesq - b.pesq for n, (a, b) in rows.items()
            if a.pesq is not None and b.pesq is not None
            and a.pesq < b.pesq - 0.1}  # fmt: skip
    count = len(rows)
    figures = [
        _missing("listen: delay", "NetEQ's + 5 ms", late, "+{:.0f} ms", count),
        _missing("listen: gap + drop", "NetEQ's + 0.5 points", holes, "+{:.2f}", count),
    ]
    if not any(ours.pesq is None for ours, _ in rows.values()):
        figures.append(
            _missing("listen: PESQ", "NetEQ's - 0.1", poor, "{:+.2f}", count)
        )
        equal = sum(not worse_than(ours, theirs) for ours, theirs in rows.values())
        figures.append(
            _figure("listen: no worse than NetEQ in all three at once (within 1 ms, "
                    "0.05 points, 0.05 MOS)", "on >= 20 of 26 traces",
                    f"on {equal} of {count}",
                    equal >= 20 if count == _TRACES else None)
        )  # fmt: skip
    return figures


def _per_trace(
    profile: str, results: Results, known: Mapping[str, Reference]
) -> list[Figure]:
    rows = {
        name: misses(Row.of(run), known[name].goal(profile))
        for name, run in results[profile].items()
        if name in known
    }
    if not rows:
        return []
    figures = []
    for what in ("delay", "bad %", "PESQ", "index"):
        if what == "index" and profile == "listen":
            continue
        if what == "PESQ" and any(run.mos is None for run in results[profile].values()):
            continue
        missed = [name for name, found in rows.items() if what in found]
        words = f"met on {len(rows) - len(missed)} of {len(rows)}"
        if missed:
            words += f"; not: {', '.join(missed)}"
        figures.append(
            _figure(f"{profile}: goal of each trace, {what}", "all", words, not missed)
        )
    return figures


def _after_stalls(talk: Mapping[str, Judgement]) -> list[Figure | None]:
    run = talk.get(_STALLED)
    if run is None:
        return []
    return [
        _each("talk, wifi_stall: until 80 % of a stall's delay is gone", [run], 0.6,
              "s", lambda run: run.recovery.drain_mean_s),
        _each("talk, wifi_stall: longest gap, at most the longest hold-up", [run],
              round(run.holdup_ms), "ms", lambda run: run.timing.longest_gap_ms),
    ]  # fmt: skip


def _clicks(runs: Sequence[Judgement], words: str, rough: Iterable[str]) -> Figure:
    rough = set(rough)
    over = {
        _label(run): run.clicks_per_min
        for run in runs
        if run.clicks_per_min > (3.0 if run.trace in rough else 1.0)
    }
    return _missing(f"clicks a minute; {words}", "<= 1 or 3", over, "{:.1f}", len(runs))


def _label(run: Judgement) -> str:
    return f"{run.trace} {run.engine.rpartition('=')[2]}"


def _each(
    what: str,
    runs: Iterable[Judgement],
    limit: float,
    unit: str,
    value: Callable[[Judgement], float | None],
    *,
    least: bool = False,
) -> Figure | None:
    """Judge every run by one number; None if there are no runs."""
    values = {_label(run): value(run) for run in runs}
    if not values:
        return None
    words = f"{'>=' if least else '<='} {limit:g} {unit}"
    known = {name: v for name, v in values.items() if v is not None}
    if len(known) < len(values):
        return _figure(what, words, "-", None)
    name = (min if least else max)(known, key=lambda n: known[n])
    told = f"at worst {known[name]:.4g} {unit} ({name})"
    missed = [n for n, v in known.items() if (v < limit if least else v > limit)]
    if missed:
        listed = ", ".join(f"{n} {known[n]:.4g}" for n in missed)
        told = f"{len(missed)} of {len(known)} miss: {listed}"
    return _figure(what, words, told, not missed)


def _missing(
    what: str, limit: str, over: Mapping[str, float], form: str, count: int
) -> Figure:
    words = ", ".join(f"{name} {form.format(v)}" for name, v in over.items())
    told = f"{len(over)} of {count} miss: {words}" if over else f"all {count}"
    return _figure(what, limit, told, not over)


def _figure(what: str, limit: str, measured: str, met: bool | None) -> Figure:
    verdict = NONE if met is None else OK if met else MISSED
    load = os.getloadavg()[0]
    return Figure(what=what, limit=limit, measured=measured, verdict=verdict, load=load)
