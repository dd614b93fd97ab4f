"""The thread that listens to the sound server: tells, ends."""

import itertools
import threading

import pytest

from tests.support.sound import SoundServer, needs_sound_server, wait_until
from voipmon.audio.outputs import Outputs
from voipmon.services.sink_watch import SinkWatcher

pytestmark = [pytest.mark.sound, needs_sound_server]


class Told(list[Outputs]):
    """What was reported; `names` of the newest."""

    @property
    def names(self) -> list[str] | None:
        return [d.name for d in self[-1].devices] if self else None


@pytest.fixture
def server():
    with SoundServer(sinks=("headset",)) as server:
        yield server


def test_tells_at_once_and_then_each_change_once(server):
    told = Told()
    watcher = SinkWatcher(told.append)
    watcher.start()
    try:
        wait_until(lambda: told.names == ["headset"], 3, "the first list")
        server.load_sink("speakers")
        wait_until(lambda: told.names == ["headset", "speakers"], 1, "a new sink")
        server.kill()
        wait_until(lambda: told.names == [], 1, "the end of the server")
        server.start()
        wait_until(lambda: told.names == ["headset"], 3, "the server's return")
    finally:
        assert watcher.end(2)
    assert all(a != b for a, b in itertools.pairwise(told))


def test_says_that_there_is_no_server(server):
    server.kill()
    told = Told()
    watcher = SinkWatcher(told.append)
    watcher.start()
    try:
        wait_until(lambda: told, 3, "a first answer")
    finally:
        assert watcher.end(2)
    assert told == [Outputs()]


def test_ends_although_the_server_hangs(server):
    server.freeze(True)
    crashes = threading.Event()
    watcher = SinkWatcher(lambda _: None, lambda *_: crashes.set())
    watcher.start()
    try:
        assert watcher.end(0.5)
    finally:
        server.freeze(False)
    assert not crashes.is_set()
