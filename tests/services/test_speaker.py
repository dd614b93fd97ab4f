"""The loudspeaker's life with a real sound server: losses, changes, returns.

Recorded from the server's monitors, so that "nothing on the other device" means just
that.
"""

import time
from collections.abc import Callable

import numpy as np
import pytest

from tests.support.sound import SoundServer, needs_sound_server, wait_until
from tests.support.speaker_rig import LEAK_MS, Rig, leaked_ms
from tests.support.tone import Player
from voipmon.core.domain.snapshot import OutputState

pytestmark = [pytest.mark.sound, needs_sound_server]


@pytest.fixture
def server():
    with SoundServer(sinks=("headset", "laptop")) as server:
        yield server


@pytest.fixture
def rig(server):
    with Rig(server) as rig:
        yield rig


def test_follows_the_default_and_names_what_it_plays_on(rig):
    running = rig.reach(OutputState.RUNNING, "headset")
    assert running.label == "The headset"
    assert running.chosen == ""
    assert rig.speaker.running
    assert rig.speaker.rate == 48_000
    rig.hear("headset")
    assert 0 < rig.now.latency_ms < 400
    rig.server.set_default_sink("laptop")
    rig.reach(OutputState.RUNNING, "laptop")
    rig.hear("laptop")
    assert {d.name: d.default for d in rig.devices[-1]} == {
        "headset": False,
        "laptop": True,
    }


def test_unplugged_means_paused_not_played_on_the_laptops_speakers(rig):
    rig.reach(OutputState.RUNNING, "headset")
    with rig.server.record("laptop") as other:
        rig.hear("headset")
        rig.server.unload_sink("headset")
        paused = rig.reach(OutputState.PAUSED, "headset", within_s=0.5)
        assert not rig.speaker.running
        assert rig.speaker.wanted() == 0
        assert paused.offer == "The laptop"
        assert paused.label == "The headset"
        assert paused.problem is not None
        assert paused.problem.kind == "audio.lost"
        other.more(0.5)
        rig.server.load_sink("headset")
        rig.reach(OutputState.RUNNING, "headset")
        rig.hear("headset")
        assert leaked_ms(other) < LEAK_MS


def test_a_chosen_device_is_kept_to_when_the_default_changes(rig):
    """The server moves the stream off the old default, chosen by name or not."""
    rig.reach(OutputState.RUNNING, "headset")
    rig.speaker.select("headset", "PulseAudio")
    wait_until(lambda: rig.now.chosen == "headset", 3, "the choice")
    for _ in range(2):
        with rig.server.record("laptop") as other:
            rig.server.set_default_sink("laptop")
            other.more(0.5)
            assert leaked_ms(other) < LEAK_MS
        rig.reach(OutputState.RUNNING, "headset")
        rig.hear("headset")
        rig.server.set_default_sink("headset")
        wait_until(lambda: rig.devices[-1][0].default, 3, "the default is back")


@pytest.mark.parametrize("again", ["offer", "default"])
def test_choosing_after_a_loss_goes_on_elsewhere(rig, again):
    rig.reach(OutputState.RUNNING, "headset")
    rig.server.unload_sink("headset")
    paused = rig.reach(OutputState.PAUSED, "headset")
    rig.speaker.select(paused.offer if again == "offer" else "", "")
    rig.reach(OutputState.RUNNING, "laptop")
    rig.hear("laptop")


def test_a_chosen_device_is_kept_to_and_comes_back_by_itself(rig):
    rig.reach(OutputState.RUNNING, "headset")
    rig.speaker.select("laptop", "PulseAudio")
    chosen = rig.reach(OutputState.RUNNING, "laptop")
    assert chosen.chosen == "laptop"
    rig.hear("laptop")
    with rig.server.record("headset") as other:
        rig.server.unload_sink("laptop")
        paused = rig.reach(OutputState.PAUSED, "laptop", within_s=0.5)
        assert paused.offer == "The headset"
        other.more(0.5)
        assert leaked_ms(other) < LEAK_MS
    rig.server.load_sink("laptop")
    rig.reach(OutputState.RUNNING, "laptop")
    rig.hear("laptop")


def test_a_chosen_device_that_is_not_there_is_waited_for(server):
    with Rig(server) as rig:
        rig.speaker.select("usb", "PulseAudio")
        paused = rig.reach(OutputState.PAUSED, "usb")
        assert paused.offer == "The headset"
        server.load_sink("usb")
        rig.reach(OutputState.RUNNING, "usb")


def test_the_only_device_lost_is_retried_and_comes_back_by_itself(server):
    server.unload_sink("laptop")
    with Rig(server) as rig:
        rig.reach(OutputState.RUNNING, "headset")
        server.unload_sink("headset")
        lost = rig.reach(OutputState.RETRYING, "headset")
        assert lost.problem is not None
        assert 0 <= lost.retry_in_s <= 5
        wait_until(lambda: rig.devices[-1] == (), 3, "an empty list")
        server.load_sink("headset")
        rig.reach(OutputState.RUNNING, "headset", within_s=1)
        rig.hear("headset")


def test_only_another_device_after_the_loss_is_offered_not_used(server):
    server.unload_sink("laptop")
    with Rig(server) as rig:
        rig.reach(OutputState.RUNNING, "headset")
        server.unload_sink("headset")
        rig.reach(OutputState.RETRYING)
        server.load_sink("laptop")
        assert rig.reach(OutputState.PAUSED, "headset").offer == "The laptop"


def test_a_killed_server_is_retried_and_comes_back_by_itself(rig):
    rig.reach(OutputState.RUNNING, "headset")
    rig.server.kill()
    rig.reach(OutputState.RETRYING, "headset", within_s=1)
    assert not rig.speaker.running
    rig.server.start()
    rig.reach(OutputState.RUNNING, "headset")
    rig.hear("headset")


def test_a_server_that_hangs_stops_the_sound_and_it_goes_on_with_it(rig):
    rig.reach(OutputState.RUNNING, "headset")
    rig.server.freeze(True)
    try:
        wait_until(lambda: not rig.speaker.running, 3, "the loss")
    finally:
        rig.server.freeze(False)
    rig.reach(OutputState.RUNNING, "headset")
    rig.hear("headset")


def test_no_sound_server_at_all_is_a_state_with_words(server):
    server.kill()
    with Rig(server) as rig:
        absent = rig.reach(OutputState.ABSENT)
        assert absent.problem is not None
        assert absent.problem.kind == "audio.absent"
        assert not rig.speaker.running
        assert rig.speaker.latency_ms() == 0
        assert rig.devices == [()]
        server.start()
        rig.reach(OutputState.RUNNING, "headset")


def test_shorter_blocks_are_nearer_at_once(rig):
    before = rig.reach(OutputState.RUNNING)
    rig.speaker.set_block(10)
    wait_until(
        lambda: (
            rig.now.state is OutputState.RUNNING
            and 0 < rig.now.latency_ms < before.latency_ms - 10
        ),
        5.0,
        "blocks of 10 ms to play",
    )
    rig.hear(rig.now.device)


def test_changing_the_device_while_it_plays(rig):
    rig.reach(OutputState.RUNNING, "headset")
    for name in ("laptop", "headset", "laptop", "headset", "laptop"):
        rig.speaker.select(name, "PulseAudio")
        rig.speaker.refresh()
        rig.reach(OutputState.RUNNING, name)
    rig.speaker.select("", "")
    rig.reach(OutputState.RUNNING, "headset")
    rig.hear("headset")


def test_sound_from_before_a_pause_is_not_played_after_it(rig):
    rig.reach(OutputState.RUNNING, "headset")
    rig.player.__exit__(None, None, None)  # nothing fresh from now on
    rig.server.unload_sink("headset")
    rig.reach(OutputState.PAUSED)
    rig.speaker.ring.write(np.full((960, 2), 9000, np.int16))
    rig.server.load_sink("headset")
    with rig.server.record("headset") as recording:
        rig.reach(OutputState.RUNNING, "headset")
        assert not recording.more(0.5).any()
    rig.player = Player(rig.speaker)
    rig.player.start()
    rig.hear("headset")


def test_a_stream_moved_by_a_fast_replug_comes_back_to_its_device(rig):
    """The server has moved it before anybody saw that the device was away."""
    rig.reach(OutputState.RUNNING, "headset")
    rig.server.pactl("unload-module", module_of(rig.server, "headset"))
    rig.server.load_sink("headset")
    rig.reach(OutputState.RUNNING, "headset")
    rig.hear("headset")


def module_of(server: SoundServer, sink: str) -> str:
    lines = server.pactl("list", "short", "modules").splitlines()
    return next(n.split("\t")[0] for n in lines if f"sink_name={sink} " in n)


@pytest.mark.long
def test_unplugged_and_plugged_in_twenty_times(rig):
    waits: list[Callable[[], None]] = [
        lambda: rig.reach(OutputState.PAUSED, "headset"),
        lambda: None,
    ]
    for turn in range(20):
        rig.reach(OutputState.RUNNING, "headset")
        rig.server.unload_sink("headset")
        waits[turn % 2]()
        rig.server.load_sink("headset")
    rig.reach(OutputState.RUNNING, "headset")
    rig.hear("headset")


@pytest.mark.long
def test_a_server_killed_ten_times(rig):
    for _ in range(10):
        rig.reach(OutputState.RUNNING, "headset")
        rig.server.kill()
        rig.reach(OutputState.RETRYING)
        rig.server.start()
    rig.reach(OutputState.RUNNING, "headset")
    rig.hear("headset")


@pytest.mark.long
def test_after_all_retries_it_says_that_there_is_no_device(rig):
    rig.reach(OutputState.RUNNING, "headset")
    rig.server.kill()
    began = time.monotonic()
    absent = rig.reach(OutputState.ABSENT, "headset", within_s=15)
    assert time.monotonic() - began > 4
    assert absent.problem is not None
    assert absent.problem.kind == "audio.absent"
    rig.server.start()
    rig.reach(OutputState.RUNNING, "headset")


def test_a_block_is_asked_for_when_it_must_be_begun_and_no_sooner(rig):
    rig.reach(OutputState.RUNNING, "headset")
    rig.hear("headset")
    rig.speaker.making_s = -1.0  # made a second before it is begun: there is time
    wait_until(lambda: rig.speaker.ring.fill == 0, 3, "all is played")
    assert rig.speaker.wanted() == 0
    rig.speaker.making_s = 1.0
    rig.hear("headset")
