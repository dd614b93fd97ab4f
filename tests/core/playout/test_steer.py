import numpy as np
import pytest

from voipmon.core.playout.line import Line
from voipmon.core.playout.noise import NoiseFloor
from voipmon.core.playout.stats import TUNING, Profile
from voipmon.core.playout.steer import Steering, landing

LISTEN, TALK = TUNING[Profile.LISTEN], TUNING[Profile.TALK]


def stage(sound: np.ndarray) -> tuple[Line, NoiseFloor]:
    line, noise = Line(), NoiseFloor()
    for i in range(0, len(sound), 160):
        line.place(sound[i : i + 160], None)
    line.pos = 1600
    noise.note(np.random.default_rng(0).normal(0, 10, 160).astype(np.int16))
    return line, noise


def voiced(n: int) -> np.ndarray:
    t = np.arange(n) / 8000
    return (5000 * np.sin(2 * np.pi * 125 * t)).astype(np.int16)


def quiet(n: int) -> np.ndarray:
    return np.random.default_rng(1).normal(0, 10, n).astype(np.int16)


def test_in_a_pause_20_ms_go_at_once():
    line, noise = stage(quiet(8000))
    out = Steering().reduce(40, 0, line, noise, LISTEN)
    assert out is not None
    assert line.pos - 1600 - len(out) == 160


def test_no_more_is_cut_than_is_too_much():
    line, noise = stage(quiet(8000))
    out = Steering().reduce(12.5, 0, line, noise, TALK)
    assert line.pos - 1600 - len(out) == 100


@pytest.mark.parametrize(("tuning", "waits"), [(LISTEN, True), (TALK, False)])
def test_a_listener_waits_for_a_pause_first(tuning, waits):
    line, noise = stage(voiced(8000))
    steering = Steering()
    assert (steering.reduce(40, 0, line, noise, tuning) is None) is waits
    assert (steering.reduce(40, 1600, line, noise, tuning) is None) is not waits


@pytest.mark.parametrize(("excess", "kept"), [(40, 160), (100, 80), (400, 0)])
def test_the_more_there_is_the_faster_it_goes(excess, kept):
    line, noise = stage(voiced(8000))
    steering = Steering()
    steering.reduce(excess, 0, line, noise, TALK)
    removed = steering.removed
    assert removed > 0
    if kept:
        steering.played(kept - 1)
        assert steering.reduce(excess, 1, line, noise, TALK) is None
        steering.played(1)
    assert steering.reduce(excess, 2, line, noise, TALK) is not None


def test_after_an_insertion_nothing_is_removed_for_300_ms():
    line, noise = stage(voiced(8000))
    steering = Steering()
    assert steering.extend(30, 0, line, noise, TALK) is not None
    steering.played(1000)
    assert steering.reduce(100, 299, line, noise, TALK) is None
    assert steering.reduce(100, 301, line, noise, TALK) is not None


def test_with_too_little_ahead_nothing_is_removed():
    line, noise = stage(voiced(1760))
    assert Steering().reduce(400, 0, line, noise, TALK) is None
    assert line.pos == 1600


def test_a_jump_lands_in_the_quietest_place():
    sound = voiced(16000)
    sound[9000:9200] = 0
    line, _ = stage(sound)
    target = landing(line, (9400 - 1600) / 8)
    assert 9000 <= target <= 9120


def test_sound_without_a_period_is_removed_from_in_the_end():
    noise_like = np.random.default_rng(2).normal(0, 4000, 8000).astype(np.int16)
    line, noise = stage(noise_like)
    steering = Steering()
    assert steering.reduce(300, 0, line, noise, TALK) is None
    assert steering.reduce(300, 3000, line, noise, TALK) is not None
