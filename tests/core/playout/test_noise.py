import numpy as np
import pytest

from voipmon.core.playout.noise import NoiseFloor


def coloured(n: int, level: float) -> np.ndarray:
    white = np.random.default_rng(4).normal(0, 1, n + 20)
    low = np.convolve(white, np.ones(8) / 8, mode="valid")[:n]
    return np.rint(level * low / low.std()).astype(np.int16)


def learnt(sound: np.ndarray) -> NoiseFloor:
    floor = NoiseFloor()
    for i in range(0, len(sound), 160):
        floor.note(sound[i : i + 160])
    return floor


def test_comfort_noise_has_the_lines_level_and_colour():
    sound = coloured(8000, 40)
    made = learnt(sound).take(0, 4000).astype(float)
    assert 20 < made.std() < 60

    def low_share(x: np.ndarray) -> float:
        power = np.abs(np.fft.rfft(x)) ** 2
        return float(power[: len(power) // 4].sum() / power.sum())

    assert low_share(made) == pytest.approx(low_share(sound.astype(float)), abs=0.15)


def test_it_goes_on_from_call_to_call():
    floor = learnt(coloured(8000, 40))
    whole = floor.take(0, 9000)
    parts = [floor.take(i, 100) for i in range(0, 9000, 100)]
    np.testing.assert_array_equal(whole, np.concatenate(parts))


def test_digital_silence_has_no_noise():
    assert not learnt(np.zeros(4000, np.int16)).take(0, 500).any()
    assert not NoiseFloor().take(0, 10).any()


def test_speech_is_no_pause_and_the_line_is():
    quiet = coloured(8000, 20)
    floor = learnt(quiet)
    assert floor.is_pause(quiet[:200])
    assert not floor.is_pause(coloured(200, 400))
    assert learnt(np.zeros(800, np.int16)).is_pause(np.zeros(100, np.int16))


def test_loud_sound_alone_is_never_repeated_as_noise():
    made = learnt(coloured(8000, 6000)).take(0, 4000)
    assert made.std() <= 310
