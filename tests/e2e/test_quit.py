"""Ending within 2 s, whatever the engine is in the middle of."""

import time

import psutil
import pytest

from tests.support.demo import demo_server, wait_for
from tests.support.sound import sound_server
from voipmon.app import STOP_S
from voipmon.core.domain.commands import Listen, SignIn
from voipmon.core.domain.snapshot import OutputState, ResourceKind, StreamState
from voipmon.engine.client import EngineClient

__all__ = ["sound_server"]

QUIT_S = 2.0
STREAMS = 50


@pytest.fixture
def listening():
    """An engine that hears many streams; gives client and newest snapshot."""
    client = EngineClient()
    seen = []

    def look():
        poll = client.poll()
        seen[:] = [poll.snapshot] if poll.snapshot else seen
        return seen[0] if seen else None

    def begin(demo, streams):
        client.start()
        client.send(
            SignIn(server=demo.url, username=demo.username, password=demo.password)
        )
        call = demo.talking_call()
        for number in range(1, streams + 1):
            client.send(
                Listen(
                    stream_id=number,
                    kind=ResourceKind.CALL,
                    resource_id=call,
                    audible=number <= 4,
                )
            )
        wait_for(lambda: (shown := look()) and flowing(shown) == streams, 30)
        return client, look

    yield begin
    client.stop()


def flowing(snapshot):
    return sum(s.state is StreamState.STREAMING for s in snapshot.streams)


def quit_in(client):
    engine = psutil.Process(client.pid)
    began = time.monotonic()
    client.stop(STOP_S)
    took_s = time.monotonic() - began
    assert not engine.is_running()
    return took_s


@pytest.mark.long
def test_with_fifty_streams_open(listening):
    with demo_server("--seed", "5", "--streams", "60") as demo:
        client, _ = listening(demo, STREAMS)
        assert quit_in(client) < QUIT_S


@pytest.mark.long
@pytest.mark.sound
def test_while_the_sound_server_hangs(listening, sound_server):
    with demo_server("--seed", "5") as demo:
        client, look = listening(demo, 2)
        wait_for(lambda: (s := look()) and s.output.state is OutputState.RUNNING, 15)
        sound_server.freeze(stopped=True)
        try:
            wait_for(
                lambda: (s := look()) and s.output.state is not OutputState.RUNNING, 15
            )
            assert quit_in(client) < QUIT_S
        finally:
            sound_server.freeze(stopped=False)
