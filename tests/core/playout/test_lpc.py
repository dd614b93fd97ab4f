import numpy as np
import pytest

from voipmon.core.playout.lpc import predictor, spectrum, without_spikes

TAPS = np.array([1.6, -0.9, 0.2, -0.1])
AROUND = 160


def autoregressive(n: int, level: float = 100.0) -> np.ndarray:
    """Noise with the spectrum of `TAPS`; the first samples only warm up."""
    driven = np.random.default_rng(1).normal(0, level, n + 200)
    for i in range(len(TAPS), len(driven)):
        driven[i] += TAPS @ driven[i - len(TAPS) : i][::-1]
    return driven[200:]


def voiced(n: int = 800, hz: float = 125.0) -> np.ndarray:
    t = np.arange(n) / 8000
    return sum(2000 * np.sin(2 * np.pi * hz * k * t + k) / k**2 for k in range(1, 12))


def bend(sound: np.ndarray) -> float:
    return float(np.max(np.abs(np.diff(sound, 2))))


def test_the_predictor_of_a_known_process_is_found():
    found = predictor(autoregressive(40_000), len(TAPS))
    np.testing.assert_allclose(found, TAPS, atol=0.1)  # -30 dB of white noise added


def test_more_taps_than_needed_are_small():
    found = predictor(autoregressive(40_000), 8)
    assert np.all(np.abs(found[4:]) < 0.1)
    np.testing.assert_allclose(found[:4], TAPS, atol=0.15)


@pytest.mark.parametrize("sound", [np.zeros(400), np.ones(400), voiced()])
def test_silence_and_tones_have_a_stable_predictor(sound):
    taps = predictor(sound, 10)
    roots = np.roots(np.concatenate(([1.0], -taps)))
    assert np.all(np.isfinite(taps))
    assert np.max(np.abs(roots)) < 1


def test_the_spectrum_is_that_of_the_process():
    sound = autoregressive(1 << 16)
    model = np.abs(spectrum(TAPS, 64)) ** 2
    measured = np.abs(np.fft.rfft(sound.reshape(-1, 64) * np.hanning(64))) ** 2
    mean = measured.mean(axis=0) / np.mean(np.hanning(64) ** 2) / 64 / 100**2
    inner = slice(2, -2)  # a window leaks from one line into its neighbours
    decibels = 10 * np.log10(mean[inner] / model[inner])
    assert model.shape == (33,)
    assert np.max(np.abs(decibels)) < 3


def test_no_taps_have_a_flat_spectrum():
    np.testing.assert_allclose(spectrum(np.zeros(8), 32), np.ones(17))


@pytest.mark.parametrize("size", [64, 96, 640])
@pytest.mark.parametrize(
    "sound", [voiced(1200), autoregressive(1200), np.zeros(1200)], ids=range(3)
)
def test_clean_sound_is_left_exactly_alone(sound, size):
    first, last = AROUND, AROUND + size
    clean = without_spikes(sound[:first], sound[first:last], sound[last:])
    np.testing.assert_array_equal(clean, sound[first:last].astype(np.float32))
    assert clean.dtype == np.float32


@pytest.mark.parametrize("at", [200, 230, 250])
@pytest.mark.parametrize("height", [-6000, 3000, 12_000])
def test_a_spike_inside_is_lowered(at, height):
    sound = voiced()
    spiky = sound.copy()
    spiky[at] += height
    first, last = AROUND, 320
    mended = without_spikes(spiky[:first], spiky[first:last], spiky[last:])
    left = np.abs(mended[at - first] - sound[at])
    assert left < 0.5 * abs(height)
    whole = np.concatenate((spiky[:first], mended, spiky[last:]))
    assert bend(whole) < 0.7 * bend(spiky)


def test_a_spike_outside_is_not_touched():
    sound = voiced()
    for at in (100, 400):
        spiky = sound.copy()
        spiky[at] += 9000
        first, last = AROUND, 320
        inside = without_spikes(spiky[:first], spiky[first:last], spiky[last:])
        np.testing.assert_array_equal(inside, spiky[first:last].astype(np.float32))


@pytest.mark.parametrize("join", [180, 220, 250, 300, 310])
def test_after_a_jump_of_phase_the_outside_is_met_without_a_step(join):
    """A step that nothing leads up to is the hardest: its ringing must end inside."""
    sound = voiced(1000)
    broken = np.concatenate((sound[:join], sound[join + 29 :]))[:800]
    first, last = AROUND, 320
    mended = without_spikes(broken[:first], broken[first:last], broken[last:])
    whole = np.concatenate((broken[:first], mended, broken[last:]))
    edges = np.concatenate((np.diff(whole, 2)[first - 4 : first + 2],
                            np.diff(whole, 2)[last - 4 : last + 2]))  # fmt: skip
    assert np.max(np.abs(edges)) <= 1.3 * max(bend(sound), 240)
