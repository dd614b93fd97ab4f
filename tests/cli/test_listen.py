"""Pieces of `listen`; the whole command runs in tests/e2e."""

import json

import numpy as np
import pytest

from tests.services.test_stream import make
from voipmon.cli.listen import Recording, write_stats
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
    with WavWriter(tmp_path / "x.wav") as one:
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


def test_a_report_replaces_the_old_one_whole(tmp_path):
    path = tmp_path / "stats.json"
    path.write_text("old")
    write_stats(path, {"frames": 3})
    assert json.loads(path.read_text()) == {"frames": 3}
    assert [p.name for p in tmp_path.iterdir()] == ["stats.json"]


def test_a_report_that_cannot_be_written_is_an_os_error(tmp_path):
    path = tmp_path / "no" / "stats.json"
    with pytest.raises(OSError, match="No such file") as caught:
        write_stats(path, {})
    assert caught.value.filename == str(path)
