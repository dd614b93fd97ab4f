import numpy as np
import pytest

from voipmon.core.playout.conceal import AFTER, Filler, hole
from voipmon.core.playout.line import Line
from voipmon.core.playout.noise import NoiseFloor

T = np.arange(800) / 8000
TONE = (6000 * np.sin(2 * np.pi * 160 * T)).astype(np.int16)


def test_full_level_for_12_ms_gone_after_80():
    filler = Filler(TONE, NoiseFloor())
    made = np.concatenate([filler.take(80) for _ in range(10)])
    assert 5500 < np.max(np.abs(made[:96])) < 6500
    assert np.max(np.abs(made[560:640])) < 1200
    assert not made[640:].any()
    assert filler.taken == 800


def test_it_goes_on_from_the_last_sample():
    for noise in (NoiseFloor(), None):
        made = Filler(TONE, noise).take(20)
        assert abs(float(made[0]) - float(TONE[-1])) < 1000


def test_unheard_the_last_sample_just_dies_away():
    made = Filler(TONE, None).take(200)
    assert np.all(np.abs(np.diff(made)) < 100)
    assert not made[80:].any()


def voice(n: int, start: int = 0) -> np.ndarray:
    t = (start + np.arange(n)) / 8000
    sound = sum(3000 * np.sin(2 * np.pi * 125 * k * t + k) / k for k in range(1, 9))
    return np.rint(sound).astype(np.int16)


def bend(*parts: np.ndarray) -> float:
    """Largest second difference of the parts one after another."""
    return float(np.max(np.abs(np.diff(np.concatenate(parts).astype(float), 2))))


@pytest.mark.parametrize("stalled", [0, 40, 80, 400, 640, 2000])
@pytest.mark.parametrize("skipped", [0, 23, 50])
@pytest.mark.parametrize("heard", [True, False])
def test_real_sound_is_joined_without_a_step(stalled, skipped, heard):
    past, begin = voice(800), 800 + skipped
    filler = Filler(past, NoiseFloor() if heard else None)
    made = filler.take(stalled)
    new, after = voice(64, begin), voice(AFTER, begin + 64)
    joined = filler.join(new.astype(np.float32), after.astype(np.float32))
    assert joined.shape == (64,)
    clean = bend(voice(2000))
    assert bend(past, made, joined, after) <= 1.2 * clean
    assert filler.taken == stalled + 64


def test_the_end_of_a_join_is_the_real_sound():
    filler = Filler(TONE, NoiseFloor())
    filler.take(900)
    new = voice(64).astype(np.float32)
    joined = filler.join(new, voice(AFTER, 64).astype(np.float32))
    assert joined[-1] == pytest.approx(new[-1], abs=0.02 * 6000)
    assert np.corrcoef(joined[32:], new[32:])[0, 1] > 0.95
    assert abs(joined[0]) < 0.02 * 6000  # it began in silence


def test_a_join_with_nothing_after_it_needs_no_more():
    filler = Filler(voice(800), NoiseFloor())
    filler.take(100)
    joined = filler.join(voice(64, 900).astype(np.float32), np.zeros(0, np.float32))
    assert joined.shape == (64,)
    assert np.all(np.isfinite(joined))


@pytest.mark.parametrize(("noise", "ms"), [(NoiseFloor(), 80), (None, 10)])
def test_it_is_gone_when_nothing_of_the_sound_is_left(noise, ms):
    filler = Filler(TONE, noise)
    filler.take(8 * ms - 1)
    assert not filler.gone
    filler.take(1)
    assert filler.gone


def test_pieces_of_any_size_make_the_same_sound():
    whole = Filler(voice(800), NoiseFloor()).take(900)
    filler = Filler(voice(800), NoiseFloor())
    parts = [filler.take(n) for n in (1, 99, 300, 7, 493)]
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=1e-3)


def line_of(*numbers: int) -> Line:
    """Frames of the voice by their numbers; what is left out is missing."""
    line = Line()
    for number in numbers:
        line.place(voice(160, 160 * number), number)
    return line


@pytest.mark.parametrize("frames", [1, 2, 3, 5, 10])
def test_a_hole_meets_both_sides_without_a_step(frames):
    line = line_of(*range(5), 5 + frames)
    filled = hole(line, heard=True)
    assert filled.shape == (160 * frames,)
    left, right = line.view(400, 800), line.view(line.hole[1], line.end)
    assert bend(left, filled, right) <= 1.2 * bend(voice(2000))
    if frames == 1:
        due = voice(160, 800).astype(float)
        assert np.corrcoef(filled, due)[0, 1] > 0.95


def test_nobody_hears_a_hole_as_a_straight_line():
    line = line_of(0, 1, 4)
    filled = hole(line, heard=False)
    first, end = line.hole
    assert filled[0] == line.view(first - 1, first)[0]
    assert filled[-1] == line.view(end, end + 1)[0]
    np.testing.assert_allclose(np.diff(filled, 2), 0, atol=0.01)


def test_a_long_hole_falls_silent_in_its_middle():
    line = line_of(*range(5), 25)
    filled = hole(line, heard=True)
    assert np.max(np.abs(filled[1200:2000])) < 60
    assert np.max(np.abs(filled[:80])) > 2000
    assert np.max(np.abs(filled[-80:])) > 2000
