"""`listen --trace`: a live stream's arrivals, recorded and played again."""

import signal

import numpy as np
import pytest

from tests.e2e.command import run, start, stats
from tests.support.arrival_trace import read, replay
from tests.support.demo import demo_server, wait_for
from voipmon.core.playout.referee import Engine

MS = 1000  # [us]
WAYS = ("rtp", "sln", "audiosocket")


@pytest.fixture(scope="module")
def demo():
    with demo_server("--seed", "5", "--no-rate-limit") as server:
        yield server
        server.clear_faults()


@pytest.fixture(scope="module")
def stalled(demo, tmp_path_factory):
    """The same second held up in each encapsulation: {way: (report, trace, sound)}.

    It goes on until the delay is back, however the pauses of the speech fall.
    """
    folder, call = tmp_path_factory.mktemp("stalled"), demo.talking_call()
    demo.fault("jitter", target=call, ms=20)
    demo.fault("stall", target=call, hold=1, after=4)
    processes = {
        way: start(
            demo,
            *("listen", "call", call, "--no-play", "--seconds", "12"),
            *("--encapsulation", way, "--stats", str(folder / f"{way}.json")),
            *("--trace", str(folder / f"{way}.trace.gz")),
        )
        for way in WAYS
    }
    for process in processes.values():
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert "Trace of" in err
    demo.clear_faults()
    sound = demo.audio(call, seconds=6)[1]
    return {
        way: (stats(folder / f"{way}.json"), read(folder / f"{way}.trace.gz"), sound)
        for way in WAYS
    }


@pytest.mark.parametrize("way", WAYS)
def test_a_stall_is_recorded_and_replays_as_it_was(stalled, way):
    told, trace, sound = stalled[way]

    assert trace.facts["has_seq"] is (way == "rtp")
    assert trace.facts["encapsulation"] == way
    assert not trace.lost.any()
    assert len(trace.transit) == pytest.approx(told["frames"], abs=5)
    late = trace.transit - trace.transit.min()
    assert late.max() == pytest.approx(1000 * MS, abs=150 * MS)  # the held second
    assert np.median(late) < 60 * MS
    assert np.diff(trace.sent).max() < 100 * MS  # the sender never paused

    _, figures = replay(trace, Engine("listen"), sound)
    live, again = told["playout"], figures[-1]
    assert again["stalls"] == pytest.approx(live["stalls"], abs=1)
    assert again["delay_ms"] == pytest.approx(live["delay_ms"], abs=60)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_a_whole_trace(demo, tmp_path, number):
    process = start(
        demo,
        *("listen", "call", demo.talking_call(), "--no-play"),
        *("--trace", str(tmp_path / "a.trace.gz")),
    )
    wait_for(lambda: any(s["sent"] > 60 for s in demo.streams()))
    process.send_signal(number)
    _, err = process.communicate(timeout=10)
    assert process.returncode == 128 + number, err
    assert len(read(tmp_path / "a.trace.gz").transit) > 25
    assert [path.name for path in tmp_path.iterdir()] == ["a.trace.gz"]


def test_a_reconnect_is_a_pause_of_the_sender(demo, tmp_path):
    call = demo.talking_call()
    demo.fault("drop", target=call, after=1.5, times=1, seconds=3)
    done = run(
        demo,
        *("listen", "call", call, "--no-play", "--seconds", "6"),
        *("--encapsulation", "rtp", "--stats", str(tmp_path / "stats.json")),
        *("--trace", str(tmp_path / "a.trace.gz")),
    )
    told, trace = stats(tmp_path / "stats.json"), read(tmp_path / "a.trace.gz")
    assert done.returncode == 0, done.stderr
    assert told["reconnects"] >= 1
    assert not trace.lost.any()
    pauses = np.diff(trace.sent) > 200 * MS
    assert pauses.sum() == told["reconnects"]


def test_a_trace_that_cannot_be_written_is_told_before_anything_is_heard(
    demo, tmp_path
):
    before = demo.stats()["counts"]
    done = run(
        demo,
        *("listen", "call", demo.talking_call(), "--no-play", "--seconds", "1"),
        *("--trace", str(tmp_path / "no" / "such" / "folder.gz")),
    )
    assert done.returncode == 8
    assert "folder.gz could not be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert demo.stats()["counts"] == before
