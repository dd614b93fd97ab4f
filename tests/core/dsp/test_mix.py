import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voipmon.core.dsp.mix import Mixer
from voipmon.core.dsp.place import LEAD, one_ear, taps

AHEAD = taps(0)


def tone(n, level, hz=440.0):
    return (level * np.sin(2 * np.pi * hz * np.arange(n) / 8000)).astype(np.int16)


def play(mixer, sound, settings):
    """Mix `sound` block by block, each with its (gain, place); both ears, (n, 2)."""
    blocks = sound.reshape(-1, 160)
    return np.concatenate(
        [
            mixer.mix(block[None], [gain], [place], ["a"])
            for block, (gain, place) in zip(blocks, settings, strict=True)
        ]
    )


def roughness(sound):
    """Greatest second difference in either ear: what clicks is rough."""
    return float(np.max(np.abs(np.diff(sound, 2, axis=0))))


def test_one_stream_straight_ahead_at_0_db_passes_unchanged():
    sound = tone(1600, 20000)
    out = play(Mixer(), sound, [(1.0, AHEAD)] * 10)
    expected = sound.astype(np.float32) / 32768
    for ear in out.T:
        np.testing.assert_array_equal(ear[160:], expected[160 - LEAD : 1600 - LEAD])


def test_a_stream_fades_in_and_out_within_a_block():
    mixer = Mixer()
    sound = np.full(480, 10000, np.int16)
    rise, flat, fall = np.split(
        play(mixer, sound, [(1.0, AHEAD), (1.0, AHEAD), (0.0, AHEAD)])[:, 0], 3
    )
    assert rise[0] == 0
    assert np.all(np.diff(rise[LEAD:]) > 0)
    assert np.ptp(flat) == 0
    assert fall[-1] == 0
    # nothing moves faster than the ramp, but where the sound itself begins
    assert np.max(np.abs(np.diff(np.concatenate((rise[LEAD:], flat, fall))))) < 0.003


def test_gains_and_places_belong_to_keys_not_rows():
    mixer = Mixer()
    loud, quiet = np.full(160, 8000, np.int16), np.full(160, 800, np.int16)
    both = np.stack((loud, quiet))
    for _ in range(2):
        mixer.mix(both, [1.0, 0.5], [AHEAD, taps(90)], ["a", "b"])
    out = mixer.mix(quiet[None], [0.5], [taps(90)], ["b"])
    np.testing.assert_allclose(out, 800 * 0.5 / 32768, rtol=1e-5)


def test_no_stream_is_silence_and_what_comes_back_fades_in():
    mixer = Mixer()
    sound = np.full((1, 160), 8000, np.int16)
    mixer.mix(sound, [1.0], [AHEAD], ["a"])
    out = mixer.mix(np.zeros((0, 160), np.int16), [], [], [])
    assert out.shape == (160, 2)
    assert not out.any()
    assert mixer.mix(sound, [1.0], [AHEAD], ["a"])[0, 0] == 0


@pytest.mark.parametrize("azimuth", [-90, -30, 30, 90])
def test_the_farther_ear_hears_it_late(azimuth):
    rng = np.random.default_rng(1)
    sound = (rng.normal(size=8000) * 2000).astype(np.int16)
    out = play(Mixer(), sound, [(1.0, taps(azimuth))] * 50)[160:]
    cross = np.fft.rfft(out[:, 0]) * np.conj(np.fft.rfft(out[:, 1]))
    hz = np.fft.rfftfreq(len(out), 1 / 8000)
    low = (hz > 100) & (hz < 700)  # no phase wraps there
    late_us = np.polyfit(hz[low], np.angle(cross[low]) / (2 * np.pi), 1)[0] * -1e6
    expected_us = np.sign(azimuth) * {30: 261, 90: 656}[abs(azimuth)]
    assert late_us == pytest.approx(expected_us, abs=15)


places = st.one_of(
    st.integers(-90, 90).map(taps),
    st.sampled_from([one_ear(left=True, right=False), one_ear(left=False, right=True)]),
)


@settings(max_examples=40, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from([0.0, 0.25, 1.0]), places), min_size=6, max_size=6
    )
)
def test_no_change_of_gain_or_place_clicks(changes):
    sound = tone(160 * 14, 8000, 300.0)
    steady = play(Mixer(), sound, [(1.0, AHEAD)] * 14)[160:]
    moved = play(Mixer(), sound, [(1.0, AHEAD), *changes, *changes, (1.0, AHEAD)])
    assert roughness(moved[160:]) < 1.3 * roughness(steady)


def test_streams_add_up():
    rng = np.random.default_rng(2)
    sounds = (rng.normal(size=(3, 160)) * 3000).astype(np.int16)
    where, gains = [taps(-90), AHEAD, taps(40)], [0.5, 1.0, 2.0]
    together, alone = Mixer(), [Mixer() for _ in range(3)]
    for _ in range(2):
        mixed = together.mix(sounds, gains, where, "abc")
        parts = [
            one.mix(sound[None], [gain], [place], "x")
            for one, sound, gain, place in zip(alone, sounds, gains, where, strict=True)
        ]
    np.testing.assert_allclose(mixed, sum(parts), atol=1e-6)
