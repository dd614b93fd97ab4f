"""The playout engine under the referee, beside the figures of other engines.

    python -m tests.bench playout                    both profiles over all traces
    python -m tests.bench playout --write            and the committed table
    python -m tests.bench playout --quick            the first 40 s of each trace
    python -m tests.bench playout --only lan,wifi* --profile talk
    python -m tests.bench playout --seed 7 --voice carlo      other dice, other voice
    python -m tests.bench playout --traces DIR --speech FILE  your network, your voice

Your network: `voipmon-cli listen --trace FILE` records one; `referee/trace.py` has the
format. Where the input is not the kept one, no verdict is given against the figures of
others, and a FIFO runs along to compare with.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

import numpy as np

from tests.bench.figure import Figure, told
from tests.bench.playout_options import Options
from tests.bench.referee import goals, mos
from tests.bench.referee.judge import Judgement, judge
from tests.bench.referee.oracle import limits
from tests.bench.referee.peers import Reference, references
from tests.bench.referee.recipes import kept_set, standard_set
from tests.bench.referee.speech import REFERENCE, read_speech
from tests.bench.referee.table import Report, markdown
from tests.bench.referee.trace import Pcm, Trace
from voipmon.demo.speech import voices

FILE = Path(__file__).with_name("playout.md")
OURS = "voipmon.core.playout.referee:Engine:profile="
FIFO = "fifo:ms=100"
_QUICK_S = 40.0
_NO_PESQ = "No PESQ: `sh packaging/setup.sh bench` installs it."
_LINE_NOISE = 32768 * 10 ** (-67 / 20)  # -67 dBFS, so that pauses can be tracked


def chosen(options: Options, *, quick: bool) -> list[Trace]:
    """Give the traces that are asked for.

    Raises:
        ValueError: There is none of them.
    """
    if options.seed is not None:
        found = list(standard_set(options.seed, options.cells))
    else:
        found = kept_set(options.traces) if options.traces else kept_set()
    order = {name: i for i, name in enumerate(references())}
    found.sort(key=lambda trace: (order.get(trace.name, len(order)), trace.name))
    wanted = [trace for trace in found if options.wants(trace.name)]
    if not wanted:
        raise ValueError("no such trace")
    return [trace.start(_QUICK_S) for trace in wanted] if quick else wanted


def voice(options: Options) -> Pcm:
    """Give the speech that is asked for.

    Raises:
        ValueError: There is no such voice.
    """
    if options.voice is None:
        return read_speech(options.speech or REFERENCE)
    if options.voice not in voices():
        raise ValueError(f"no voice {options.voice}; there are {', '.join(voices())}")
    pcm = voices()[options.voice].pcm
    noise = np.random.default_rng(1).normal(0.0, _LINE_NOISE, len(pcm))
    return np.clip(np.rint(pcm + noise), -32768, 32767).astype(np.int16)


def _job(task: tuple[Trace, str], speech: Pcm, block_ms: float) -> Judgement:
    trace, engine = task
    return judge(trace, speech, engine, block_ms=block_ms)


def run(
    traces: list[Trace], engines: list[str], speech: Pcm, options: Options
) -> Iterator[Judgement]:
    """Judge every engine on every trace; the longest traces first."""
    longest = sorted(traces, key=lambda trace: -trace.frames)
    tasks = [(trace, engine) for trace in longest for engine in engines]
    rest = (repeat(speech), repeat(options.block_ms))
    if options.jobs == 1:
        yield from map(_job, tasks, *rest)
        return
    with ProcessPoolExecutor(options.jobs) as pool:
        yield from pool.map(_job, tasks, *rest)


def measure(*, quick: bool, options: Options | None = None) -> list[Figure]:
    """Judge, print the tables, give the goals.

    Raises:
        ValueError: Traces or voice do not exist.
        OSError: A file cannot be read.
        ImportError: The table to be committed needs PESQ, which is not installed.
    """
    options = options or Options()
    if options.write and not mos.available():
        raise ImportError(_NO_PESQ)
    traces = chosen(options, quick=quick)
    comparable = options.standard and not quick
    engines = [OURS + profile for profile in options.profiles]
    engines += [] if comparable else [FIFO]
    runs: dict[str, dict[str, Judgement]] = {engine: {} for engine in engines}
    for judged in run(traces, engines, voice(options), options):
        runs[judged.engine][judged.trace] = judged
        print(f"  {judged.trace} {judged.engine}", file=sys.stderr, flush=True)
    runs = {
        engine: {trace.name: of[trace.name] for trace in traces}
        for engine, of in runs.items()
    }
    report = _report(traces, runs, options, quick=quick)
    print(markdown(report, processor=True))
    if options.write:
        FILE.write_text(markdown(report, processor=False), encoding="utf-8")
    every = {name: [run.as_json() for run in of.values()] for name, of in runs.items()}
    return [
        *report.goals,
        *goals.processor(report.results),
        told("playout: all figures of every run", "in the file", runs=every),
    ]


def _report(
    traces: list[Trace],
    runs: dict[str, dict[str, Judgement]],
    options: Options,
    *,
    quick: bool,
) -> Report:
    comparable = options.standard and not quick
    results = {profile: runs[OURS + profile] for profile in options.profiles}
    known = _known(traces)
    judged = goals.absolute(results)
    if comparable:
        judged = goals.compared(results, known) + judged
    return Report(
        head=_head(options, quick=quick),
        results=results,
        extra={FIFO: runs[FIFO]} if FIFO in runs else {},
        limits={trace.name: limits(trace) for trace in traces},
        known=known,
        comparable=comparable,
        goals=judged,
    )


def _known(traces: list[Trace]) -> dict[str, Reference]:
    names = {trace.name for trace in traces}
    return {name: known for name, known in references().items() if name in names}


def _head(options: Options, *, quick: bool) -> str:
    lines = ["# Playout: what a listener gets"]
    if options.write:
        lines.append("Generated by `python -m tests.bench playout --write`.")
    if options.seed is not None:
        lines.append(f"Traces made anew with seed {options.seed}.")
    if options.traces:
        lines.append("Traces given by hand.")
    if options.voice or options.speech:
        lines.append(f"Speech: {options.voice or (options.speech or Path()).name}.")
        lines.append(
            "Clicks of the FIFO on lan are what the detector takes for clicks in "
            "a mere copy of this voice."
        )
    if options.block_ms != 10.0:
        lines.append(f"Blocks of {options.block_ms:g} ms.")
    if quick:
        lines.append(f"Only the first {_QUICK_S:.0f} s of each trace.")
    if quick or not options.standard:
        lines.append(
            "Figures of other engines marked as kept are of the kept traces, whole, "
            "with the kept speech: they show the order of magnitude only."
        )
    if not mos.available():
        lines.append(_NO_PESQ)
    return "\n\n".join(lines)
