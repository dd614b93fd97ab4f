"""The device is given back while nothing is to be heard, and everything stays true."""

import numpy as np
import pytest

from tests.support.sound import RATE, SoundServer, needs_sound_server, wait_until
from tests.support.speaker_rig import LEAK_MS, Rig, leaked_ms
from voipmon.audio.outputs import Outputs
from voipmon.core.domain.commands import PlayTestSound
from voipmon.core.domain.facts import Chimed, ChimePhase, Device
from voipmon.core.domain.snapshot import OutputState
from voipmon.services import speaker as speakers
from voipmon.services.monitor import Monitor

pytestmark = [pytest.mark.sound, needs_sound_server]


@pytest.fixture
def server():
    with SoundServer(sinks=("headset", "laptop")) as server:
        yield server


@pytest.fixture
def rig(server, monkeypatch):
    monkeypatch.setattr(speakers, "RELEASE_S", 0.2)
    with Rig(server) as rig:
        rig.reach(OutputState.RUNNING, "headset")
        rest(rig)
        yield rig


def rest(rig):
    rig.speaker.rest()
    wait_until(lambda: rig.now.resting, 5, "the device to be given back")


def playing(server):
    return server.pactl("list", "short", "sink-inputs").strip()


def test_it_is_closed_and_still_the_device_in_use(rig, server):
    assert rig.now.state is OutputState.RUNNING
    assert rig.now.device == "headset"
    assert rig.now.problem is None
    assert not rig.speaker.running
    wait_until(lambda: not playing(server), 3, "nobody to play")
    rig.speaker.wake()
    assert rig.speaker.waking
    rig.hear("headset")
    assert rig.now.state is OutputState.RUNNING
    assert not rig.now.resting
    assert not rig.speaker.waking
    assert rig.now.underruns == 0


def test_one_that_is_unplugged_meanwhile_is_not_replaced_by_another(rig, server):
    server.unload_sink("headset")
    paused = rig.reach(OutputState.PAUSED, "headset")
    assert paused.offer == "The laptop"
    with server.record("laptop") as other:
        rig.speaker.wake()
        other.more(0.5)
        assert leaked_ms(other) < LEAK_MS
    server.load_sink("headset")
    rig.hear("headset")


def test_a_new_default_is_followed_and_rests_again(rig, server):
    server.set_default_sink("laptop")
    rig.reach(OutputState.RUNNING, "laptop")
    wait_until(lambda: rig.now.resting, 5, "the device to be given back")
    rig.speaker.wake()
    rig.hear("laptop")


def test_another_choice_is_followed(rig):
    rig.speaker.select("laptop", "PulseAudio")
    assert rig.reach(OutputState.RUNNING, "laptop").chosen == "laptop"
    rig.speaker.wake()
    rig.hear("laptop")


def test_a_server_that_ends_meanwhile_is_told_and_comes_back(rig, server):
    server.kill()
    rig.reach(OutputState.RETRYING, "headset")
    server.start()
    rig.reach(OutputState.RUNNING, "headset")
    rig.speaker.wake()
    rig.hear("headset")


def test_a_server_that_hangs_is_not_said_to_run_when_there_is_something_to_play(
    rig, server
):
    server.freeze(True)
    try:
        rig.speaker.wake()
        rig.reach(OutputState.STARTING)
        assert not rig.speaker.running
    finally:
        server.freeze(False)
    rig.reach(OutputState.RUNNING, "headset")
    rig.hear("headset")


def test_a_test_sound_opens_the_device_and_is_heard_whole(server, monkeypatch):
    monkeypatch.setattr(speakers, "RELEASE_S", 0.2)
    monitor = Monitor(play=True)
    monitor.start()
    try:
        wait_until(lambda: monitor.snapshot().output.resting, 10, "it to rest")
        monitor.facts()
        with server.record("headset") as recording:
            monitor.send(PlayTestSound(number=1))
            told = []

            def over():
                told.extend(f for f in monitor.facts() if isinstance(f, Chimed))
                return len(told) == 2

            wait_until(over, 5, "the end of the test sound")
            wait_until(lambda: not recording.more(0.2).any(), 3, "silence")
            heard = np.flatnonzero(recording.samples().any(axis=1))
        assert [one.phase for one in told] == [ChimePhase.PLAYING, ChimePhase.PLAYED]
        assert np.ptp(heard) / RATE > 1.1
        wait_until(lambda: monitor.snapshot().output.resting, 5, "it to rest again")
    finally:
        assert monitor.stop()


@pytest.mark.parametrize(
    ("device", "may"),
    [
        (Device(name="a", host_api="PulseAudio"), True),
        (Device(name="a", host_api="PulseAudio", bluetooth=True), False),
        (Device(name="a", host_api="ALSA"), False),
    ],
)
def test_only_what_a_server_watches_and_what_begins_at_once_rests(device, may):
    assert Outputs().place(device).may_rest is may
