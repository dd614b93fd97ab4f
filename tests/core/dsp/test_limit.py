import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voipmon.core.dsp.limit import LOOK_AHEAD_MS, Limiter

CEILING = 10 ** (-6 / 20)


def both(left, right=None):
    sound = np.stack((left, left if right is None else right), axis=1)
    return sound.astype(np.float32)


def limited(sound, block=160, rate=8000, **more):
    limiter = Limiter(rate, **more)
    blocks = [sound[i : i + block] for i in range(0, len(sound), block)]
    return np.concatenate([limiter.process(b) for b in blocks])


def roughness(sound):
    return float(np.max(np.abs(np.diff(sound, 2, axis=0))))


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 1000),
    block=st.sampled_from([1, 33, 80, 160, 441]),
    ceiling_dbfs=st.sampled_from([-24.0, -6.0, -1.0]),
)
def test_nothing_exceeds_the_ceiling(seed, block, ceiling_dbfs):
    rng = np.random.default_rng(seed)
    loud = rng.normal(0, 1.5, (1200, 2)).astype(np.float32)
    loud[rng.random(1200) < 0.5] = 0
    out = limited(loud, block, ceiling_dbfs=ceiling_dbfs)
    assert np.max(np.abs(out)) <= 10 ** (ceiling_dbfs / 20) + 1e-6


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), block=st.sampled_from([7, 80, 160, 300]))
def test_it_does_not_care_about_blocks(seed, block):
    loud = np.random.default_rng(seed).normal(0, 0.7, (1500, 2)).astype(np.float32)
    np.testing.assert_allclose(limited(loud, block), limited(loud, 1500), atol=1e-5)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000))
def test_both_ears_get_the_same_gain(seed):
    rng = np.random.default_rng(seed)
    loud = rng.normal(0, 0.7, (1500, 1)).astype(np.float32)
    out = limited(loud * np.array((1.0, 0.25), np.float32))
    np.testing.assert_allclose(out[:, 1], out[:, 0] / 4, atol=1e-6)


def test_limiting_is_smooth():
    level = np.where((np.arange(16000) // 2000) % 2 == 0, 0.3, 2.0)
    level[:2000] = 0.3
    sound = both(level * np.sin(2 * np.pi * 200 * np.arange(16000) / 8000))
    assert roughness(limited(sound)) < 1.3 * roughness(sound)


def test_below_the_ceiling_and_after_a_peak_it_is_transparent():
    sound = both(np.zeros(8000))
    sound[100] = 2.0
    sound[4000:] = 0.25
    out = limited(sound)
    np.testing.assert_array_equal(out[5000:], np.float32(0.25))
    np.testing.assert_array_equal(limited(sound[4000:])[32:], np.float32(0.25))


@pytest.mark.parametrize("rate", [8000, 44100, 48000])
def test_the_look_ahead_is_the_delay(rate):
    sound = both(np.zeros(rate // 5))
    sound[100] = 0.5
    out = limited(sound, rate // 50, rate)
    assert np.argmax(out[:, 0]) == 100 + rate * LOOK_AHEAD_MS // 1000


def test_it_says_what_it_takes():
    limiter = Limiter(8000)
    quiet, loud = both(np.full(160, 0.25)), both(np.full(160, CEILING * 2))
    limiter.process(quiet)
    assert limiter.applied_db == 0.0
    for _ in range(3):
        limiter.process(loud)
    assert limiter.applied_db == pytest.approx(6.02, abs=0.05)
    for _ in range(20):  # 40 dB/s: 6 dB in 150 ms
        limiter.process(quiet)
    assert limiter.applied_db == 0.0


def test_a_new_ceiling_holds_from_the_next_look_ahead_on():
    limiter = Limiter(8000)
    loud = both(np.full(160, 2.0))
    limiter.process(loud)
    limiter.ceiling_dbfs = -20.0
    limiter.process(loud)
    assert np.max(np.abs(limiter.process(loud))) <= 0.1 + 1e-6
