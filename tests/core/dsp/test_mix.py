import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voipmon.core.dsp.mix import Limiter, Mixer, linear

CEILING = 10 ** (-1 / 20)


def tone(n: int, level: float, hz: float = 440.0) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hz * np.arange(n) / 8000)).astype(np.int16)


def limited(sound: np.ndarray, block: int = 160) -> np.ndarray:
    limiter = Limiter()
    blocks = [sound[i : i + block] for i in range(0, len(sound), block)]
    return np.concatenate([limiter.process(b) for b in blocks])


def roughness(sound: np.ndarray) -> float:
    return float(np.max(np.abs(np.diff(sound, 2))))


def test_one_stream_at_0_db_passes_unchanged():
    sound = tone(1600, 20000)
    mixer, limiter = Mixer(), Limiter()
    mixer.mix(sound[None, :160], [1.0])
    out = [
        limiter.process(mixer.mix(sound[None, i : i + 160], [1.0]))
        for i in range(160, 1600, 160)
    ]
    np.testing.assert_array_equal(
        np.concatenate(out)[32:], sound[160 : 1600 - 32].astype(np.float32) / 32768
    )


def test_a_stream_fades_in_and_out_within_a_block():
    mixer = Mixer()
    block = np.full((1, 160), 10000, np.int16)
    rise, flat, fall = (mixer.mix(block, [g]) for g in (1.0, 1.0, 0.0))
    assert rise[0] < 0.003
    assert np.all(np.diff(rise) > 0)
    assert np.ptp(flat) == 0
    assert fall[-1] == 0
    assert np.max(np.abs(np.diff(np.concatenate((rise, flat, fall))))) < 0.003


def test_gains_belong_to_keys_not_rows():
    mixer = Mixer()
    loud, quiet = np.full(160, 8000, np.int16), np.full(160, 800, np.int16)
    mixer.mix(np.stack((loud, quiet)), [1.0, 0.5], keys=["a", "b"])
    out = mixer.mix(quiet[None], [0.5], keys=["b"])
    assert np.ptp(out) == 0


def test_no_stream_is_silence():
    out = Mixer().mix(np.zeros((0, 160), np.int16), [])
    assert out.shape == (160,)
    assert not out.any()


def test_the_lower_end_of_a_volume_is_silence():
    assert linear(-60.0) == 0.0
    assert linear(0.0) == 1.0


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 1000),
    streams=st.integers(1, 5),
    block=st.sampled_from([1, 33, 80, 160, 441]),
)
def test_a_sum_never_exceeds_the_ceiling(seed, streams, block):
    rng = np.random.default_rng(seed)
    loud = rng.integers(-32768, 32767, (streams, 1200)).astype(np.float32).sum(0)
    loud[rng.random(1200) < 0.5] = 0
    assert np.max(np.abs(limited(loud / 32768, block))) <= CEILING + 1e-6


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), block=st.sampled_from([7, 80, 160, 300]))
def test_the_limiter_does_not_care_about_blocks(seed, block):
    loud = np.random.default_rng(seed).normal(0, 0.7, 1500).astype(np.float32)
    np.testing.assert_allclose(limited(loud, block), limited(loud, 1500), atol=1e-5)


def test_limiting_is_smooth():
    level = np.where((np.arange(16000) // 2000) % 2 == 0, 0.3, 2.0)
    sound = (level * np.sin(2 * np.pi * 200 * np.arange(16000) / 8000)).astype(
        np.float32
    )
    sound[:2000] = 0.3 * np.sin(2 * np.pi * 200 * np.arange(2000) / 8000)
    out = limited(sound)
    assert roughness(out) < 1.3 * roughness(sound)


def test_after_a_peak_the_limiter_is_transparent_again():
    sound = np.zeros(8000, np.float32)
    sound[100] = 2.0
    sound[4000:] = 0.25
    out = limited(sound)
    np.testing.assert_array_equal(out[5000:], np.float32(0.25))


@pytest.mark.parametrize("block", [1, 160])
def test_the_look_ahead_is_the_delay(block):
    sound = np.zeros(800, np.float32)
    sound[100] = 0.5
    out = limited(sound, block)
    assert np.argmax(out) == 100 + Limiter().delay_ms * 8
