from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voipmon.core.dsp.shock import CUT_DB, ToneGuard, tones
from voipmon.core.wire.g711 import compress_ulaw, expand_ulaw
from voipmon.demo.speech import voices

T = np.arange(8000 * 2) / 8000


def sine(hz):
    return np.sin(2 * np.pi * hz * T)


def at(sound, dbfs):
    """Scaled to an rms level, through G.711 as a telephone would bring it."""
    scaled = sound * 32768 * 10 ** (dbfs / 20) / np.sqrt(np.mean(sound**2))
    coded = compress_ulaw(np.clip(scaled, -32768, 32767).astype(np.int16))
    return expand_ulaw(coded)


def cuts(pcm, gain_db=0.0):
    """What is taken of each block."""
    guard = ToneGuard()
    blocks = np.asarray(pcm)[: len(pcm) // 160 * 160].reshape(-1, 160)
    columns = (column.tolist() for column in tones(blocks))
    return [
        guard.block(pure_db=pure, hz=hz, level_dbfs=level + gain_db)
        for pure, hz, level in zip(*columns, strict=True)
    ]


def answering_tone():
    """V.8: 2100 Hz, 15 Hz of amplitude, the phase turned every 450 ms."""
    return (1 + 0.2 * np.sin(2 * np.pi * 15 * T)) * np.sin(
        2 * np.pi * 2100 * T + np.pi * (T // 0.45)
    )


PIERCING = {
    "fax called": sine(2100),
    "fax calling": sine(1100),
    "modem answering": answering_tone(),
    "feedback": sine(2730) + 0.03 * np.random.default_rng(0).normal(size=len(T)),
    "rising feedback": np.sin(2 * np.pi * (1500 * T + 150 * T**2)) * (0.2 + T),
}


@pytest.mark.parametrize("name", PIERCING)
@pytest.mark.parametrize("dbfs", [-9, -20, -28])
def test_a_piercing_tone_is_cut_after_80_ms_and_stays_so(name, dbfs):
    taken = cuts(at(PIERCING[name], dbfs))
    first = taken.index(CUT_DB)
    assert taken[:first] == [0.0] * first
    assert set(taken[first:]) == {CUT_DB}
    if name != "rising feedback":
        assert first == 3  # within the fourth block of 20 ms


HARMLESS = {
    "ringing": sine(440) + sine(480),
    "ringing in Europe": sine(425),
    "engaged": sine(480) + sine(620),
    "noise": np.random.default_rng(1).normal(size=len(T)),
    "chord": sum(sine(hz) for hz in (523, 659, 784, 1047)),
    "flute": sine(1047) + 0.25 * sine(2093) + 0.1 * sine(3140),
    **{
        f"key {low}+{high}": sine(low) + sine(high)
        for low in (697, 770, 852, 941)
        for high in (1209, 1336, 1477, 1633)
    },
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_a_telephone_plays_is_not_cut(name):
    assert not any(cuts(at(HARMLESS[name], -12)))


@pytest.mark.parametrize("name", sorted(voices()))
@pytest.mark.parametrize("gain_db", [0.0, 12.0])
def test_no_voice_is_cut(name, gain_db):
    assert not any(cuts(voices()[name].pcm, gain_db))


def test_what_hurts_nobody_is_left_alone():
    quiet = at(sine(2100), -35)
    assert not any(cuts(quiet))
    assert any(cuts(quiet, gain_db=12.0))


def test_it_lets_go_gently():
    tone = at(sine(2100), -15)
    taken = cuts(np.concatenate((tone, np.zeros(16000, np.int16))))[100:]
    assert taken[9] == CUT_DB  # 200 ms
    falls = [a - b for a, b in pairwise(taken)]
    assert max(falls) <= 0.8 + 1e-9  # 40 dB/s
    assert min(falls) >= 0
    assert taken[40] == 0.0


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000), length=st.integers(1, 4))
def test_digital_silence_and_clicks_are_no_tones(seed, length):
    rng = np.random.default_rng(seed)
    pcm = np.zeros(8000, np.int16)
    for place in rng.integers(0, 7990, 20):
        pcm[place : place + length] = rng.integers(-32768, 32767)
    assert not any(cuts(pcm))
