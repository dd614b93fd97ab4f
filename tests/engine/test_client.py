"""Both ends as two real processes, against the demo platform."""

import contextlib
import io
import itertools
import os
import signal
import subprocess
import time

import psutil
import pytest

from tests.support.demo import demo_server, wait_for
from voipmon.core.domain.commands import Leave, Listen, SetVolume, SignIn
from voipmon.core.domain.facts import EngineRestarted, RosterChanged, SignedIn
from voipmon.core.domain.snapshot import LinkState, ResourceKind, StreamState
from voipmon.engine.client import EngineClient, engine_command
from voipmon.engine.protocol import Ack, Hello, Update, read_update, write


@pytest.fixture(scope="module")
def demo():
    with demo_server("--seed", "5") as server:
        yield server


class Window:
    """Polls like the window's clock does, keeps what came."""

    def __init__(self, client):
        self.client = client
        self.facts = []
        self.snapshot = None
        self.alive = False

    def look(self):
        poll = self.client.poll()
        self.facts += poll.facts
        self.alive = poll.alive
        self.snapshot = poll.snapshot or self.snapshot
        return self

    def until(self, condition, seconds=15.0):
        return wait_for(lambda: condition(self.look()), seconds)

    def fact(self, kind):
        return next((fact for fact in self.facts if isinstance(fact, kind)), None)

    def state(self, stream_id):
        streams = self.snapshot.streams if self.snapshot else ()
        return next((s.state for s in streams if s.stream_id == stream_id), None)


@contextlib.contextmanager
def window():
    client = EngineClient()
    client.start()
    try:
        yield Window(client)
    finally:
        assert client.stop()


def sign_in(one, demo):
    request = SignIn(server=demo.url, username=demo.username, password=demo.password)
    one.client.send(request)
    one.until(lambda w: w.fact(SignedIn))


def listen(one, demo, stream_id=1, **more):
    one.client.send(
        Listen(
            stream_id=stream_id,
            kind=ResourceKind.CALL,
            resource_id=demo.talking_call(),
            **more,
        )
    )
    one.until(lambda w: w.state(stream_id) is StreamState.STREAMING)


def test_a_call_is_heard_across_the_boundary(demo):
    with window() as one:
        sign_in(one, demo)
        one.until(lambda w: w.fact(RosterChanged))
        listen(one, demo)
        columns = []
        one.until(lambda w: columns.append(w.snapshot) or len(columns) > 30)
        ends = [
            (s.streams[0].envelope_first, len(s.streams[0].envelope)) for s in columns
        ]
        assert one.snapshot.link.state is LinkState.LIVE
        assert one.snapshot.streams[0].codec == "ulaw"
        # columns are numbered without holes, however many polls saw the same one
        for (first, size), (then, _) in itertools.pairwise(ends):
            assert then in {first, first + size // 2}
        one.client.send(Leave(stream_id=1))
        one.until(lambda w: not w.snapshot.streams)


def test_a_killed_engine_is_replaced_and_its_streams_come_back(demo, caplog):
    with window() as one:
        sign_in(one, demo)
        listen(one, demo, stream_id=1)
        listen(one, demo, stream_id=2)
        one.client.send(SetVolume(stream_id=2, volume_db=-6.0))
        first = one.client.pid
        os.kill(first, signal.SIGKILL)
        restarted = one.until(lambda w: w.fact(EngineRestarted))
        assert restarted.restarts == 1
        one.snapshot = None  # what the dead engine said counts no more
        for stream_id in (1, 2):
            one.until(lambda w, n=stream_id: w.state(n) is StreamState.STREAMING)
        assert one.client.pid != first
        assert {s.stream_id: s.volume_db for s in one.snapshot.streams} == {1: 0, 2: -6}
        assert "engine ended" in caplog.text


def test_a_hung_engine_is_replaced(demo, caplog, monkeypatch):
    monkeypatch.setattr("voipmon.engine.client.HUNG_S", 1.0)
    with window() as one:
        one.until(lambda w: w.alive)
        os.kill(one.client.pid, signal.SIGSTOP)
        one.until(lambda w: w.fact(EngineRestarted))
        one.until(lambda w: w.alive)
        assert "killed" in caplog.text


def test_an_engine_is_not_blamed_when_the_window_stood_still_with_it(
    demo, caplog, monkeypatch
):
    monkeypatch.setattr("voipmon.engine.client.HUNG_S", 0.5)
    monkeypatch.setattr("voipmon.engine.client.OWN_PAUSE_S", 0.3)
    with window() as one:
        one.until(lambda w: w.alive and w.snapshot)
        pid = one.client.pid
        os.kill(pid, signal.SIGSTOP)
        for _ in range(5):  # what was on its way when it stopped
            one.look()
            time.sleep(0.02)
        time.sleep(1.0)  # nobody polls: the whole machine stood still
        one.look()
        os.kill(pid, signal.SIGCONT)
        number = one.snapshot.number
        one.until(lambda w: w.snapshot.number > number)
        assert one.client.pid == pid
        assert not one.fact(EngineRestarted)


def test_a_window_that_dies_takes_the_engine_with_it_within_two_seconds():
    engine = _bare_engine()
    assert isinstance(read_update(engine.stdout), Hello)
    began = time.monotonic()
    engine.stdin.close()  # what the system does when the window's process dies
    engine.wait(5)
    assert time.monotonic() - began < 2.0
    engine.stdout.close()


def test_a_window_that_does_not_read_holds_nothing_up(demo):
    """Many facts, no acknowledgement: one update is written, then none; it ends."""
    engine = _bare_engine()
    write(engine.stdin, Hello())
    request = SignIn(server=demo.url, username=demo.username, password=demo.password)
    write(engine.stdin, request)
    assert isinstance(read_update(engine.stdout), Hello)
    first = read_update(engine.stdout)
    assert isinstance(first, Update)
    os.set_blocking(engine.stdout.fileno(), False)
    time.sleep(1.5)
    assert not engine.stdout.read(), "an update although the last was not taken"
    os.set_blocking(engine.stdout.fileno(), True)
    write(engine.stdin, Ack(number=first.snapshot.number))
    late = read_update(engine.stdout)
    assert any(isinstance(fact, SignedIn) for fact in late.facts)
    engine.stdin.close()
    assert engine.wait(5) == 0
    engine.stdout.close()


def test_a_stranger_on_the_pipe_ends_the_engine(demo):
    engine = _bare_engine()
    engine.stdin.write(b"GET / HTTP/1.1\r\n\r\n" * 4)
    engine.stdin.flush()
    assert engine.wait(10) == 1
    engine.stdin.close()
    engine.stdout.close()


def test_no_process_is_left_behind(demo):
    with window() as one:
        one.until(lambda w: w.alive)
        pid = one.client.pid
    assert not psutil.pid_exists(pid)


def test_the_argument_list_of_the_engine_holds_nothing_but_the_program():
    assert engine_command()[1:] == ["-m", "voipmon", "--engine"]


def _bare_engine():
    return subprocess.Popen(
        engine_command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
    )


def test_reading_needs_whole_messages():
    assert read_update(io.BytesIO(b"\x00\x00")) is None
