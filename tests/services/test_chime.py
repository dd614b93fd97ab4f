"""The test sound over what is heard: arithmetic, then from a real loudspeaker."""

import time

import numpy as np
import pytest

from tests.services.test_stream import make
from tests.support.demo import demo_server
from tests.support.sound import SoundServer, needs_sound_server, wait_until
from voipmon.core.domain.commands import (
    Ear,
    Listen,
    PlayTestSound,
    SetHearing,
    SetVolume,
    SignIn,
)
from voipmon.core.domain.facts import Chimed, ChimePhase
from voipmon.core.domain.snapshot import OutputState, ResourceKind
from voipmon.core.dsp.chime import SECONDS, chime
from voipmon.services.chime import Chime
from voipmon.services.ears import Ears
from voipmon.services.monitor import Monitor

PLAYING, PLAYED = ChimePhase.PLAYING, ChimePhase.PLAYED
BROKEN_OFF, REFUSED = ChimePhase.BROKEN_OFF, ChimePhase.REFUSED
SILENCE = np.zeros((160, 2), np.float32)
BLOCKS = len(chime()) // 160


class Told(list):
    @property
    def phases(self):
        return [(told.number, told.phase) for told in self]


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def sound(told):
    return Chime(told.append)


def run(sound, blocks, gain=1.0):
    return np.concatenate([sound.add(SILENCE, gain) for _ in range(blocks)])


def roughness(samples):
    return float(np.abs(np.diff(samples, 2, axis=0)).max())


@pytest.mark.parametrize(
    ("ear", "left", "right"),
    [(Ear.LEFT, 1, 0), (Ear.RIGHT, 0, 1), (Ear.BOTH, 1, 1)],
)
def test_it_is_on_the_named_side_alone_and_is_told(sound, told, ear, left, right):
    assert sound.add(SILENCE, 1.0) is SILENCE
    sound.play(PlayTestSound(number=7, ear=ear))
    out = run(sound, BLOCKS)
    np.testing.assert_array_equal(out[:, 0], left * chime())
    np.testing.assert_array_equal(out[:, 1], right * chime())
    assert told.phases == [(7, PLAYING), (7, PLAYED)]
    assert sound.add(SILENCE, 1.0) is SILENCE


def test_a_second_press_begins_anew_without_a_click(sound, told):
    sound.play(PlayTestSound(number=1, ear=Ear.LEFT))
    before = run(sound, 13)  # in the loudest of the second note
    sound.play(PlayTestSound(number=2, ear=Ear.LEFT))
    after = run(sound, BLOCKS)
    whole = np.concatenate((before, after))
    assert roughness(whole) < 1.1 * roughness(chime())
    assert told.phases == [(1, PLAYING), (1, BROKEN_OFF), (2, PLAYING), (2, PLAYED)]
    np.testing.assert_array_equal(after[160:, 0], chime()[160:])


def test_the_volume_is_followed_without_a_click(sound, told):
    sound.play(PlayTestSound(number=1))
    out = np.concatenate((run(sound, 12, 1.0), run(sound, 3, 0.1), run(sound, 1, 0.0)))
    assert roughness(out) < 1.1 * roughness(chime())
    np.testing.assert_allclose(out[13 * 160 : 15 * 160, 0], chime()[2080:2400] * 0.1)
    assert np.abs(out[-1]).max() < 1e-4
    assert told.phases == [(1, PLAYING), (1, BROKEN_OFF)]  # muted
    assert sound.add(SILENCE, 1.0) is SILENCE


def test_muted_or_without_a_device_nothing_is_played_and_that_is_told(sound, told):
    sound.play(PlayTestSound(number=1))
    assert not run(sound, 3, 0.0).any()
    sound.play(PlayTestSound(number=2))
    sound.drop()
    sound.play(PlayTestSound(number=3))
    run(sound, 3)
    sound.drop()
    assert told.phases == [(1, REFUSED), (2, REFUSED), (3, PLAYING), (3, BROKEN_OFF)]
    assert not run(sound, 3).any()


def test_over_a_loud_call_the_ceiling_holds(told):
    ears, rng = Ears(told.append), np.random.default_rng(3)
    ears.master_db = 12.0
    ears.hearing = SetHearing(ceiling_dbfs=-6.0)
    ears.chime.play(PlayTestSound(number=1))
    stream, most = make(), 0
    for _ in range(BLOCKS):
        call = rng.integers(-20000, 20000, (1, 160)).astype(np.int16)
        most = max(most, np.abs(ears.to_device(ears.mix([stream], call), 48000)).max())
    assert 0.4 * 32767 < most <= 32767 * 10 ** (-6 / 20)
    assert told.phases[-1] == (1, PLAYED)


def test_one_ear_and_mono_of_hearing_are_not_the_tests(told):
    ears = Ears(told.append)
    ears.hearing = SetHearing(mono=True, ear=Ear.RIGHT)
    ears.chime.play(PlayTestSound(number=1, ear=Ear.LEFT))
    none = np.zeros((0, 160), np.int16)
    pcm = [ears.to_device(ears.mix([], none), 48000) for _ in range(BLOCKS)]
    peaks = np.abs(np.concatenate(pcm)).max(axis=0)
    assert peaks[0] > 3000
    assert peaks[1] == 0


class Rig:
    """A whole engine without a platform, and what it told."""

    def __init__(self):
        self.told = []
        self.monitor = Monitor()
        self.monitor.start()

    def phases(self, number):
        facts = self.monitor.facts()
        self.told += [fact for fact in facts if isinstance(fact, Chimed)]
        return [told.phase for told in self.told if told.number == number]

    def wait_for(self, number, phase):
        wait_until(lambda: phase in self.phases(number), 8, f"{number} {phase}")

    def reach(self, state):
        wait_until(
            lambda: self.monitor.snapshot().output.state is state, 8, f"output {state}"
        )


@pytest.fixture
def rig():
    made = Rig()
    yield made
    assert made.monitor.stop()


@pytest.fixture
def server():
    with SoundServer(sinks=("headset", "laptop")) as server:
        yield server


@pytest.mark.sound
@needs_sound_server
def test_one_side_and_both_from_the_loudspeaker_without_any_stream(server, rig):
    rig.reach(OutputState.RUNNING)
    with server.record("headset") as recording:
        for number, ear in enumerate((Ear.RIGHT, Ear.BOTH)):
            before = len(recording.samples())
            rig.monitor.send(PlayTestSound(number=number, ear=ear))
            rig.wait_for(number, PLAYED)
            recording.more(0.2)
            heard = recording.samples()[before:].astype(float) / 32767
            peaks = np.abs(heard).max(axis=0)
            wanted = np.array([ear is not Ear.RIGHT, ear is not Ear.LEFT])
            own = float(np.abs(chime()).max())
            np.testing.assert_allclose(peaks[wanted], own, rtol=0.05)
            assert not peaks[~wanted].any()
            loud = np.flatnonzero(np.abs(heard[:, wanted][:, 0]) > 1e-3)
            assert 0.8 < (loud[-1] - loud[0]) / 48000 < SECONDS
            # a break in the loud half of a note is 1.5 to 3 times as rough
            assert roughness(heard) < 1.2 * roughness(chime()) / 36 + 2e-4


@pytest.mark.sound
@needs_sound_server
def test_over_a_call_from_the_loudspeaker(server, rig):
    """A call in the middle is the same in both ears: the difference is the test."""
    with demo_server("--seed", "5", "--no-rate-limit") as demo:
        who = {"username": demo.username, "password": demo.password}
        rig.monitor.send(SignIn(server=demo.url, **who))
        wait_until(lambda: rig.monitor.snapshot().link.user, 8, "signed in")
        call = demo.talking_call()
        rig.monitor.send(Listen(stream_id=1, kind=ResourceKind.CALL, resource_id=call))
        with server.record("headset") as recording:
            wait_until(lambda: recording.samples().any(), 8, "the call")
            rig.monitor.send(PlayTestSound(number=1, ear=Ear.LEFT))
            rig.wait_for(1, PLAYED)
            recording.more(0.2)
            heard = recording.samples().astype(float) / 32767
    own = float(np.abs(chime()).max())
    test = heard[:, 0] - heard[:, 1]
    assert np.abs(test).max() == pytest.approx(own, rel=0.05)
    assert roughness(test) < 1.2 * roughness(chime()) / 36 + 2e-4
    assert np.abs(heard[:, 1]).max() > 0.01
    assert np.abs(heard).max() <= 10 ** (-6 / 20)


@pytest.mark.sound
@needs_sound_server
def test_unplugged_meanwhile_muted_and_without_a_device_it_says_so(server, rig):
    rig.reach(OutputState.RUNNING)
    rig.monitor.send(PlayTestSound(number=1))
    rig.wait_for(1, PLAYING)
    server.unload_sink("headset")
    rig.wait_for(1, BROKEN_OFF)
    rig.reach(OutputState.PAUSED)
    rig.monitor.send(PlayTestSound(number=2))
    rig.wait_for(2, REFUSED)
    server.load_sink("headset")
    rig.reach(OutputState.RUNNING)
    rig.monitor.send(SetVolume(stream_id=0, volume_db=0.0, muted=True))
    with server.record("headset") as recording:
        rig.monitor.send(PlayTestSound(number=3))
        rig.wait_for(3, REFUSED)
        assert not recording.more(0.3).any()
    assert PLAYED not in {told.phase for told in rig.told}


def test_without_any_sound_library_it_is_refused():
    monitor = Monitor(play=False)
    monitor.start()
    try:
        monitor.send(PlayTestSound(number=1))
        until = time.monotonic() + 5
        told = []
        while not told and time.monotonic() < until:
            told += monitor.facts()
        assert told == [Chimed(number=1, phase=REFUSED)]
    finally:
        monitor.stop()
