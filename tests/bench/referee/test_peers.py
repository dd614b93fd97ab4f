import pytest

from tests.bench.figure import MISSED, NONE, OK
from tests.bench.referee import known
from tests.bench.referee.goals import absolute, compared, misses, processor, worse_than
from tests.bench.referee.judge import judge
from tests.bench.referee.oracle import limits
from tests.bench.referee.peers import NETEQ, Goal, Row, references
from tests.bench.referee.recipes import STANDARD
from tests.bench.referee.table import Report, markdown


def row(**changes):
    base = {"delay": 50, "p95": 60, "gap": 1, "drop": 0, "scaled": 0, "worst_gap": 20}
    base |= {"clicks": 0, "index": 58, "bad": 1.0, "pesq": 4.0, "p10": 3.0}
    return Row(**{**base, **changes})


def test_the_kept_figures_are_of_the_kept_traces():
    assert references().keys() == {name for name, _, _ in STANDARD}
    for known_row in references().values():
        assert len(known_row.engines) == 9
        assert known_row.engines[NETEQ].bad is not None
        assert known_row.talk.index is not None


def test_the_kept_figures_have_the_published_means():
    """Mean index of NetEQ over all traces, where 1 % of gap weighs 20, 40 and 80 ms."""
    rows = [reference.engines[NETEQ] for reference in references().values()]
    means = [sum(r.index_at(w) for r in rows) / len(rows) for w in (20, 40, 80)]
    assert [round(mean) for mean in means] == [175, 195, 235]


def test_no_worse_has_a_tolerance():
    assert worse_than(row(delay=51, bad=1.05, pesq=3.95), row()) == []
    worse = row(delay=51.5, bad=1.06, pesq=3.94)
    assert worse_than(worse, row()) == ["delay", "bad %", "PESQ"]


def test_goals_have_a_tolerance():
    goal = Goal(delay=50, bad=1.0, pesq=4.0, index=58)
    assert misses(row(delay=53, bad=1.1, pesq=3.95, index=61), goal) == []
    assert misses(row(delay=53.1, index=61.1), goal) == ["delay", "index"]


@pytest.fixture(scope="module")
def results():
    trace = known.steady(12)
    run = judge(trace, known.speech(), "fifo:ms=20", pesq=False)
    return trace, {"listen": {"lan": run}, "talk": {"lan": run}}


def test_every_goal_gets_a_verdict(results):
    _, ours = results
    figures = compared(ours, {"lan": references()["lan"]}) + absolute(ours)
    told = {figure.what: figure for figure in figures}
    assert told["listen: delay"].verdict == OK
    assert told["talk: goal of each trace, delay"].measured == "met on 1 of 1"
    assert told["talk: mean index"].limit == "<= 0.75 of NetEQ's"
    assert not any("PESQ" in what for what in told)  # not known here
    assert [figure.verdict for figure in processor(ours)] != [NONE, NONE]


def test_a_missed_goal_is_told_with_its_figure():
    trace = known.steady(12)
    late = judge(trace, known.speech(), "fifo:ms=200", pesq=False)
    figures = compared({"listen": {"lan": late}}, {"lan": references()["lan"]})
    told = {figure.what: figure for figure in figures}
    assert told["listen: delay"].verdict == MISSED
    assert told["listen: delay"].measured.startswith("1 of 1 miss: lan +1")


def test_the_table_shows_ours_beside_the_others(results):
    trace, ours = results
    reference = {"lan": references()["lan"]}
    report = Report(
        head="# Head",
        results=ours,
        extra={},
        limits={"lan": limits(trace)},
        known=reference,
        comparable=True,
        goals=compared(ours, reference),
    )
    text = markdown(report, processor=False)
    assert "| neteq | 52 | 52 | 0.07 |" in text
    assert "| **talk** | " in text
    assert "| lan | 52 / 0.07 / 4.43 / 33 | 41 / 0.06 / 4.45 / 19 | " in text
    assert "us per frame" not in text
    assert "us per frame" in markdown(report, processor=True)
