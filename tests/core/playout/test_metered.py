"""A stream that nobody hears: live and cheap, and ready to be heard at any time."""

from functools import partial

import numpy as np
import pytest

from tests.core.playout.scene import (
    MS,
    frames,
    letters,
    play,
    roughness,
    sharpness,
    speech,
    unbroken,
)
from voipmon.core.playout.engine import PlayoutEngine

VOICE = speech(17)
SENT = frames(VOICE)
TALKATIVE = unbroken(8)


def test_it_is_live_and_tells_no_skips():
    times = letters("P" * 200 + "G" * 150 + "P" * 200)
    heard = play(SENT, times, engine=PlayoutEngine(heard=False), tail_ms=0)
    last = heard.stats[-1]
    assert all(s.delay_ms <= s.target_ms + 70 for s in heard.stats[355:])
    assert heard.skips == last.skipped_ms == 0


def test_no_pitch_is_looked_for():
    drawing = ("P" * 50 + "G" * 10 + "PxxP") * 8
    times = letters(drawing)
    numbers = list(range(len(times)))
    metered = play(
        SENT, times, sequences=numbers, engine=PlayoutEngine(heard=False), tail_ms=0
    )
    last = metered.stats[-1]
    assert last.squeezed_ms == last.stretched_ms == 0
    assert last.holes == 8


def test_what_is_missing_is_nothing_but_a_fall_to_zero():
    engine = PlayoutEngine(heard=False)
    heard = play(frames(TALKATIVE)[:100], letters("P" * 100), engine=engine)
    end = int(np.flatnonzero(heard.sound)[-1])
    fall = heard.sound[end - 60 : end + 1].astype(int)
    assert np.all(np.abs(np.diff(fall)) <= np.abs(fall[0]) / 50 + 2)
    assert len(heard.sound) - end > 3000


def test_a_hole_is_a_straight_line():
    times = letters("P" * 100 + "xx" + "P" * 50)
    engine = PlayoutEngine(heard=False)
    numbers = list(range(len(times)))
    heard = play(frames(TALKATIVE), times, sequences=numbers, engine=engine)
    straight = np.abs(np.diff(heard.sound.astype(int), 2)) <= 1
    runs = np.diff(np.flatnonzero(np.concatenate(([True], ~straight, [True]))))
    in_sound = runs[:-1]  # the last one is what follows the end
    assert np.count_nonzero(in_sound[1:] >= 200) == 1


@pytest.mark.parametrize("heard_from", [40, 61, 65, 97, 100])
def test_it_is_heard_without_a_click_at_any_place(heard_from):
    orders = {
        k: partial(PlayoutEngine.set_heard, heard=on)
        for k, on in ((heard_from, True), (heard_from + 200, False),
                      (heard_from + 333, True))
    }  # fmt: skip
    times = letters(("P" * 60 + "G" * 9) * 9)
    engine = PlayoutEngine(heard=False)
    heard = play(SENT, times, engine=engine, at=orders)
    assert roughness(heard.sound) <= 1.1 * roughness(VOICE)
    assert sharpness(heard.sound) <= 1.3 * sharpness(VOICE)


@pytest.mark.parametrize("cut", [100, 137, 180, 222, 260])
def test_right_after_switching_the_pitch_of_the_past_is_known(cut):
    """Heard from one pull to the next, which finds nothing: it goes on in pitch."""
    engine, now = PlayoutEngine(heard=False), 0
    for k, frame in enumerate(frames(TALKATIVE)[:cut]):
        engine.put(frame, k, k * 20 * MS)
        now = k * 20
        engine.pull(160, now * MS)
    while engine.stats.playing:
        before = engine.stats.buffer_ms
        if before == 0:
            break
        engine.pull(int(before * 8), (now := now + 20) * MS)
    engine.set_heard(True)
    made = engine.pull(96, (now + 20) * MS).astype(float)
    due = TALKATIVE[cut * 160 : cut * 160 + 96].astype(float)
    assert engine.stats.stalls == 1
    assert np.corrcoef(made, due)[0, 1] > 0.8


def test_the_noise_of_the_line_is_known_when_it_becomes_heard():
    noise = np.random.default_rng(3).normal(0, 40, 32_000).astype(np.int16)
    engine = PlayoutEngine(heard=False)
    orders = {190: partial(PlayoutEngine.set_heard, heard=True)}
    heard = play(frames(noise), letters("P" * 200), engine=engine, at=orders)
    after = heard.sound[206 * 160 : 220 * 160].astype(float)
    assert 15 < after.std() < 80
