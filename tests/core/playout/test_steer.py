from dataclasses import replace

import numpy as np
import pytest

from voipmon.core.playout.line import Line
from voipmon.core.playout.noise import NoiseFloor
from voipmon.core.playout.steer import Steering, landing
from voipmon.core.playout.tuning import TUNING, Profile

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


@pytest.mark.parametrize(
    ("tuning", "excess", "kept"),
    [
        (LISTEN, LISTEN.gentle_ms - 1, 160),
        (LISTEN, LISTEN.gentle_ms, LISTEN.brisk_kept),
        (TALK, TALK.gentle_ms - 1, 160),
        (TALK, TALK.gentle_ms, TALK.brisk_kept),
        (TALK, 1400, TALK.brisk_kept),
    ],
)
def test_the_more_there_is_the_less_is_kept_between_removals(tuning, excess, kept):
    line, noise = stage(voiced(16000))
    steering = Steering()
    steering.reduce(excess, 0, line, noise, tuning)
    late = tuning.patience_ms + 1
    if not steering.removed:  # it waited for a pause first
        assert steering.reduce(excess, late, line, noise, tuning) is not None
    removed = steering.removed
    assert removed > 0
    steering.played(kept - 1)
    assert steering.reduce(excess, late, line, noise, tuning) is None
    steering.played(1)
    assert steering.reduce(excess, late, line, noise, tuning) is not None
    assert steering.removed > removed


def test_a_talker_may_lose_two_short_periods_at_once():
    t = np.arange(16000) / 8000
    gliding = 2 * np.pi * (100 * t + 150 * t**2)  # 160 Hz at what is played next
    removed = {}
    for slack in (0.0, TALK.brisk_slack):
        line, noise = stage((5000 * np.sin(gliding)).astype(np.int16))
        steering = Steering()
        steering.reduce(1000, 0, line, noise, replace(TALK, brisk_slack=slack))
        removed[slack] = steering.removed
    assert removed[0.0] == pytest.approx(50, abs=3)
    assert removed[TALK.brisk_slack] == pytest.approx(100, abs=6)


def test_what_is_removed_is_counted_and_the_line_moves_by_twice_that():
    line, noise = stage(voiced(8000))
    steering = Steering()
    out = steering.reduce(400, 0, line, noise, TALK)
    assert len(out) == steering.removed
    assert line.pos == 1600 + 2 * steering.removed


def test_a_pause_is_cut_between_pieces_that_are_kept_and_speech_never():
    line, noise = stage(quiet(8000))
    steering = Steering()
    assert steering.cut_pause(100, line, noise) is not None
    assert steering.cut_pause(100, line, noise) is None
    steering.played(40)
    assert steering.cut_pause(100, line, noise) is not None
    assert steering.removed == 320
    line, noise = stage(voiced(8000))
    assert Steering().cut_pause(100, line, noise) is None


def test_in_a_pause_what_is_lacking_is_put_in_at_once():
    line, noise = stage(quiet(8000))
    steering = Steering()
    longer = steering.extend(15, 0, line, noise, TALK)
    assert line.pos == 1600
    assert len(longer) == steering.inserted
    assert 40 <= len(longer) <= 120


def test_it_is_busy_until_the_delay_is_as_it_should_be():
    line, noise = stage(voiced(8000))
    steering = Steering()
    assert not steering.busy
    assert steering.reduce(40, 0, line, noise, LISTEN) is None
    assert steering.busy
    steering.idle()
    assert not steering.busy
    # The patience begins anew.
    assert steering.reduce(40, 1600, line, noise, LISTEN) is None


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
    assert steering.reduce(300, 5000, line, noise, TALK) is not None
