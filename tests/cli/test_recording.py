from contextlib import closing

import numpy as np
import pytest

from tests.services.test_stream import make
from tests.support.arrival_trace import read
from voipmon.cli.recording import Recording, TraceRecording
from voipmon.store.trace import TraceFile
from voipmon.store.wav import WavWriter


class Opened:
    """A stream whose socket opened at a given time."""

    def __init__(self, opened_ns):
        self.link = self
        self.opened_ns = opened_ns

    def status(self):
        return self


def blocks(count):
    return [np.full(160, number, np.int16) for number in range(count)]


@pytest.fixture
def writer(tmp_path):
    with closing(WavWriter(tmp_path / "x.wav")) as one:
        yield one


def test_recording_begins_with_the_opened_socket(writer):
    recording = Recording(writer, Opened(100), None)
    for now, block in zip((50, 99, 100, 120), blocks(4), strict=True):
        recording.accept(block, now)
    recording.finish(pad=False)
    assert writer.samples == 320


def test_nothing_is_recorded_while_no_socket_ever_opened(writer):
    recording = Recording(writer, make(), None)
    for block in blocks(3):
        recording.accept(block, 10**12)
    recording.finish(pad=False)
    assert writer.samples == 0


def test_a_long_pause_of_the_process_is_silence_a_short_one_is_made_up_for(writer):
    recording = Recording(writer, Opened(1), None)
    second, tick = 10**9, 20_000_000
    one, two, three = (np.full(160, number, np.int16) for number in (1, 2, 3))
    recording.accept(one, second)
    recording.accept(two, 2 * second)  # playout will owe 49 blocks, and give them
    recording.accept(three, 5 * second + tick)
    recording.drain()
    assert writer.samples == 3 * 160 + 3 * 8000


@pytest.mark.parametrize("count", [0, 2, 9])
def test_it_is_exactly_as_long_as_asked(writer, count):
    recording = Recording(writer, Opened(1), 1000)
    for block in blocks(count):
        recording.accept(block, 5)
    recording.finish(pad=True)
    assert writer.samples == 1000


def trace_of(path, arrivals):
    """What is said, and what is written, after these were accepted."""
    with closing(TraceFile(path)) as file:
        recording = TraceRecording(file)
        for arrival_ns, sequence, samples in arrivals:
            recording.accept(arrival_ns, sequence, samples)
        said = recording.finish("rtp")
    return said, read(path) if path.exists() else None


def test_a_trace_holds_every_arrival(tmp_path):
    beat = [(10**12 + n * 20_000_000, n, 160) for n in range(100)]
    said, trace = trace_of(tmp_path / "a.trace.gz", beat)
    assert said == "Trace of 2.005 s written"
    assert len(trace.transit) == 100
    assert set(trace.transit.tolist()) == {5000}


def test_a_new_connection_numbers_anew_and_loses_nothing(tmp_path):
    first = [(n * 20_000_000, 700 + n, 160) for n in range(100)]
    later = [(5_000_000_000 + n * 20_000_000, n, 160) for n in range(100)]
    _, trace = trace_of(tmp_path / "a.trace.gz", [*first, (0, None, 0), *later])
    assert len(trace.transit) == 200
    assert not trace.lost.any()
    pause = np.diff(trace.sent)[99]
    assert pause == 5_000_000 - 99 * 20_000


def test_nothing_arrived_so_there_is_no_trace(tmp_path):
    said, trace = trace_of(tmp_path / "a.trace.gz", [])
    assert "no trace" in said
    assert trace is None
    assert not list(tmp_path.iterdir())
