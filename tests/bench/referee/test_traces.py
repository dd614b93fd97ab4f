import gzip

import numpy as np
import pytest

from tests.bench.referee.recipes import (
    KEPT,
    STANDARD,
    STANDARD_SEED,
    kept_set,
    standard_set,
)
from tests.bench.referee.speech import REFERENCE, read_speech, runs
from tests.bench.referee.trace import LOST, Trace
from tests.bench.referee.tracegen import build, bursty_loss

CELL = {"opportunities": np.arange(0, 60000, 90), "start_ms": 0, "source": "test"}


def in_order(trace):
    arrival = trace.arrival_us[~trace.lost]
    transit = trace.transit_us[~trace.lost]
    return bool((np.diff(arrival) >= 0).all() and (transit > 0).all())


def test_a_trace_is_read_as_it_was_written(tmp_path):
    trace = build("combined", 9, **CELL, seconds=30, loss=0.05, burst=3)
    trace.save(tmp_path / "x.trace.gz")
    again = Trace.load(tmp_path / "x.trace.gz")
    assert (again.send_us == trace.send_us).all()
    assert (again.transit_us == trace.transit_us).all()
    assert again.meta == trace.meta


def test_the_format_is_what_is_told(tmp_path):
    path = tmp_path / "mine.trace.gz"
    lines = ["# playout-trace 1", '# {"sender_ppm": 5}', "# a remark"]
    lines += ["20000 2410", "20000 -1", "520000 2300", ""]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    trace = Trace.load(path)
    assert trace.name == "mine"
    assert trace.has_seq
    assert trace.sender_ppm == 5
    assert trace.arrival_us.tolist() == [22410, LOST, 562300]
    assert trace.floor_ms == pytest.approx(22.3)
    assert trace.timeline().tolist() == [0, 160, 320 + 4000]
    captured = trace.capture_s(np.array([0, 320]))
    assert captured.tolist() == pytest.approx([0, 0.54], abs=1e-6)
    assert trace.start(0.04).frames == 2


def test_another_file_is_refused(tmp_path):
    path = tmp_path / "x.trace.gz"
    path.write_bytes(gzip.compress(b"hello\n"))
    with pytest.raises(ValueError, match="not a playout trace"):
        Trace.load(path)


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="differ in length"):
        Trace(np.arange(3), np.arange(4))


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("wifi_stall", {}),
        ("tcploss", {"p": 0.02, "rtt": 100}),
        ("pause10", {}),
        ("skew", {"ppm": 130}),
        ("combined", {**CELL, "seconds": 60}),
    ],
)
def test_generators_repeat_themselves_and_keep_order(kind, options):
    trace = build(kind, 4, **options)
    assert (trace.transit_us == build(kind, 4, **options).transit_us).all()
    assert in_order(trace)
    assert (build(kind, 5, **options).transit_us != trace.transit_us).any()


def test_loss_has_the_rate_and_the_bursts_asked_for():
    hit = bursty_loss(np.random.default_rng(0), 200_000, 0.05, 4)
    _, lengths = runs(hit)
    assert hit.mean() == pytest.approx(0.05, rel=0.1)
    assert lengths.mean() == pytest.approx(4, rel=0.1)


def test_the_kept_traces_are_whole():
    kept = {trace.name: trace for trace in kept_set()}
    assert kept.keys() == {name for name, _, _ in STANDARD}
    assert all(in_order(trace) for trace in kept.values())


def test_the_kept_synthetic_traces_are_what_the_generators_make():
    made = list(standard_set(STANDARD_SEED, None))
    assert len(made) == 20
    for trace in made:
        kept = Trace.load(KEPT / f"{trace.name}.trace.gz")
        assert (kept.send_us == trace.send_us).all(), trace.name
        assert (kept.transit_us == trace.transit_us).all(), trace.name
        assert kept.meta == trace.meta


def test_recordings_of_a_cellular_network_add_the_other_traces(tmp_path):
    for name in {recipe["cell"] for _, _, recipe in STANDARD if "cell" in recipe}:
        np.savetxt(tmp_path / name, np.arange(0, 300_000, 7), fmt="%d")
    made = {trace.name: trace for trace in standard_set(1, tmp_path)}
    assert made.keys() == {name for name, _, _ in STANDARD}
    assert in_order(made["umts_tmobile"])
    assert made["combined"].meta["source"] == "mahimahi TMobile-LTE-short.down"


def test_the_kept_speech_is_two_minutes_with_a_noise_floor():
    speech = read_speech(REFERENCE)
    assert len(speech) == 939_200
    blocks = speech.reshape(-1, 80).astype(float)
    assert (blocks**2).mean(1).min() > 25  # pauses can be tracked, too
