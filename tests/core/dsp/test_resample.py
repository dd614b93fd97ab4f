import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voipmon.core.dsp.resample import ToTelephone, Upsampler


def tone(hz: float, rate: int, seconds: float, level: float = 10000.0) -> np.ndarray:
    return level * np.sin(2 * np.pi * hz * np.arange(int(rate * seconds)) / rate)


def fit(sound: np.ndarray, hz: float, rate: int) -> tuple[float, float]:
    """Level and signal-to-noise ratio [dB] of a tone in `sound`."""
    t = np.arange(len(sound)) / rate
    base = np.stack((np.sin(2 * np.pi * hz * t), np.cos(2 * np.pi * hz * t)), axis=1)
    weights, *_ = np.linalg.lstsq(base, sound, rcond=None)
    rest = sound - base @ weights
    snr = 10 * np.log10(np.mean(sound**2) / np.mean(rest**2))
    return float(np.hypot(*weights)), float(snr)


def run(converter, sound: np.ndarray, block: int) -> np.ndarray:
    return np.concatenate(
        [converter.process(sound[i : i + block]) for i in range(0, len(sound), block)]
    )


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 32000, 44100, 48000, 96000])
def test_20_ms_stay_20_ms_in_each_block(rate):
    up = Upsampler(rate)
    block = np.zeros(160, np.int16)
    assert [len(up.process(block)) for _ in range(5)] == [rate // 50] * 5


@pytest.mark.parametrize("rate", [12000, 16000, 24000, 32000, 44100, 48000, 192000])
def test_any_audiosocket_rate_becomes_160_samples(rate):
    down = ToTelephone(rate)
    block = np.zeros(rate // 50, np.int16)
    assert [len(down.process(block)) for _ in range(5)] == [160] * 5


@pytest.mark.parametrize("hz", [300, 1000, 3000, 3400])
@pytest.mark.parametrize("rate", [44100, 48000])
def test_the_speech_band_keeps_its_level_and_gets_no_images(hz, rate):
    sound = tone(hz, 8000, 1.0).astype(np.float32)
    high = run(Upsampler(rate), sound, 160)[rate // 4 : rate * 3 // 4]
    level, snr = fit(high.astype(np.float64), hz, rate)
    assert snr > 95
    assert abs(20 * np.log10(level / 10000)) < 0.3


def test_the_stated_delay_is_the_delay():
    up = Upsampler(48000)
    impulse = np.zeros(160, np.float32)
    impulse[10] = 1.0
    high = up.process(impulse)
    assert abs(int(np.argmax(high)) - (10 + up.delay_ms * 8) * 6) <= 1
    assert up.delay_ms == 2.0


def test_what_would_fold_into_speech_is_gone():
    sound = tone(6000, 48000, 0.5).astype(np.int16)
    low = run(ToTelephone(48000), sound, 960)[400:]
    assert np.max(np.abs(low)) <= 2


def test_down_keeps_speech():
    sound = tone(1000, 48000, 1.0).astype(np.int16)
    low = run(ToTelephone(48000), sound, 960)[2000:6000].astype(np.float64)
    level, snr = fit(low, 1000, 8000)
    assert abs(level - 10000) < 20
    assert snr > 70


@settings(max_examples=40, deadline=None)
@given(
    rate=st.sampled_from([11025, 16000, 22050, 44100, 48000]),
    cuts=st.lists(st.integers(1, 400), min_size=1, max_size=12),
)
def test_the_cut_into_blocks_does_not_matter(rate, cuts):
    sound = np.random.default_rng(1).normal(0, 3000, sum(cuts)).astype(np.float32)
    whole = Upsampler(rate).process(sound)
    up = Upsampler(rate)
    ends = np.cumsum(cuts)
    parts = [up.process(sound[e - c : e]) for c, e in zip(cuts, ends, strict=True)]
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=0.05)


def test_silence_stays_silence():
    assert not np.any(Upsampler(48000).process(np.zeros(160, np.int16)))


@pytest.mark.parametrize("converter", [Upsampler, ToTelephone])
def test_rates_below_the_telephones_are_refused(converter):
    with pytest.raises(ValueError, match="Hz"):
        converter(4000)
