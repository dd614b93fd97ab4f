"""Retries by the clock, on a machine that has no sound; the rest is in test_speaker."""

import pytest

from tests.support.sound import SoundServer, needs_sound_server
from voipmon.audio.errors import NoDevice
from voipmon.audio.keeper import OutputKeeper
from voipmon.audio.outputs import Outputs
from voipmon.core.domain.snapshot import OutputState

pytestmark = [pytest.mark.sound, needs_sound_server]

MS = 1_000_000  # [ns]


@pytest.fixture
def server():
    with SoundServer(sinks=("headset",)) as server:
        yield server


@pytest.fixture
def keeper():
    keeper = OutputKeeper(20, on_finished=lambda: None)
    yield keeper
    keeper.close()


def turn(keeper: OutputKeeper, told: Outputs, now_ms: int) -> OutputState:
    keeper.turn(keeper.look(told, now_ms * MS), now_ms * MS)
    return keeper.status.state


def test_a_machine_without_sound_is_told_at_once_and_looked_at_every_5_s(
    server, keeper
):
    server.kill()
    tries = []
    due = -1
    for now_ms in range(0, 20_000, 100):
        assert turn(keeper, Outputs(), now_ms) is OutputState.ABSENT
        if keeper.due_ns != due:
            due = keeper.due_ns
            tries.append(now_ms)
    assert keeper.status.problem is not None
    assert keeper.status.problem.kind == "audio.absent"
    assert tries == [0, 500, 1500, 3500, 8500, 13_500, 18_500]


def test_a_device_that_does_not_open_is_tried_at_growing_intervals(server, keeper):
    """The list says that it is there, the server knows better."""
    told = Outputs()
    server.kill()
    turn(keeper, told, 0)
    server.start()
    from voipmon.audio.pulse import SinkWatch

    watch = SinkWatch()
    told = watch.look()
    watch.close()
    keeper.look(told, 0)
    server.unload_sink("headset")
    tries = []
    due = 0
    for now_ms in range(0, 5000, 100):
        state = turn(keeper, told, now_ms)
        assert state is OutputState.RETRYING
        if keeper.due_ns != due:
            due = keeper.due_ns
            tries.append(now_ms)
    assert tries == [0, 500, 1500, 3500]
    assert keeper.status.device == "headset"
    assert keeper.status.problem is not None
    server.load_sink("headset")
    keeper.retry_now()
    assert turn(keeper, told, 5000) is OutputState.RUNNING


def test_no_library_is_no_device(keeper):
    keeper.fail(NoDevice("the PortAudio library cannot be loaded"), 0)
    assert keeper.status.state is OutputState.ABSENT
    assert keeper.status.problem is not None
    assert "PortAudio" in keeper.status.problem.detail
