"""What both ears get of streams; arithmetic only, no device."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.services.test_stream import make
from voipmon.core.domain.commands import Ear, SetHearing
from voipmon.core.dsp.place import LEAD, delay_s
from voipmon.demo.speech import voices
from voipmon.services.ears import Ears

SPEECH = voices()["june"].pcm[8000 : 8000 * 13]


def heard(ears, sounds, streams, before_block=lambda _: None):
    """What `mix` gives of one sound for each stream, (n, 2)."""
    blocks = np.stack(sounds)[:, : len(sounds[0]) // 160 * 160]
    out = []
    for number, at in enumerate(range(0, blocks.shape[1], 160)):
        before_block(number)
        out.append(ears.mix(streams, blocks[:, at : at + 160]))
    return np.concatenate(out)


def rms_db(sound):
    return 20 * np.log10(np.sqrt(np.mean(np.square(sound.astype(np.float64)))))


def roughness(sound):
    return float(np.max(np.abs(np.diff(sound, 2, axis=0))))


def tone(seconds, hz, level=8000):
    t = np.arange(int(seconds * 8000)) / 8000
    return (level * np.sin(2 * np.pi * hz * t)).astype(np.int16)


def test_by_default_one_stream_is_straight_ahead_and_unchanged():
    out = heard(Ears(), [SPEECH], [make()])
    np.testing.assert_array_equal(out[:, 0], out[:, 1])
    sent = SPEECH[: len(out)].astype(np.float32) / 32768
    np.testing.assert_array_equal(out[160:, 0], sent[160 - LEAD : -LEAD])


def test_the_others_are_12_db_under_the_selected_one():
    loud = heard(Ears(), [SPEECH], [make()])
    under = heard(Ears(), [SPEECH], [make(under_db=12.0)])
    assert rms_db(loud) - rms_db(under) == pytest.approx(12.0, abs=0.01)


@pytest.mark.parametrize("azimuth", [-30, 90])
def test_a_stream_is_in_its_place(azimuth):
    out = heard(Ears(), [SPEECH], [make(azimuth_deg=azimuth)])
    near, far = (out[:, 1], out[:, 0]) if azimuth > 0 else (out[:, 0], out[:, 1])
    assert rms_db(near) - rms_db(SPEECH[: len(near)] / 32768) == pytest.approx(
        0, abs=0.02
    )
    assert rms_db(near) - rms_db(far) > 0.3
    lags = np.arange(-12, 13)
    alike = [float(near[20:-20] @ np.roll(far, -lag)[20:-20]) for lag in lags]
    late = lags[int(np.argmax(alike))] / 8000
    assert late == pytest.approx(delay_s(azimuth), abs=0.7 / 8000)


@pytest.mark.parametrize(
    ("hearing", "left", "right"),
    [
        (SetHearing(mono=True), True, True),
        (SetHearing(ear=Ear.LEFT), True, False),
        (SetHearing(mono=True, ear=Ear.RIGHT), False, True),
    ],
)
def test_mono_and_one_ear_do_without_places(hearing, left, right):
    ears = Ears()
    ears.hearing = hearing
    streams = [make(azimuth_deg=-90), make(stream_id=2, azimuth_deg=90, under_db=12)]
    out = heard(ears, [SPEECH, np.zeros_like(SPEECH)], streams)
    straight = heard(Ears(), [SPEECH], [make()])
    for ear, wanted in zip(out.T, (left, right), strict=True):
        np.testing.assert_array_equal(ear, straight[:, 0] if wanted else 0 * ear)


def test_levelling_brings_two_calls_together_and_is_told():
    ears = Ears()
    ears.hearing = SetHearing(levelling=True)
    quiet = (SPEECH / 10**0.65).astype(np.int16)  # 13 dB
    loud = (SPEECH * 10**0.35).clip(-32768, 32767).astype(np.int16)  # 7 dB
    levels = []
    for sound in (quiet, loud):
        stream = make()
        for at in range(0, len(sound) - 160, 160):
            level = rms_db(sound[at : at + 160] / 32768 + 1e-6)
            stream.tick_out(peak=0.0, rms=level, column=(0, 0), device_ms=0.0)
        levels.append(rms_db(heard(ears, [sound], [stream])))
        assert stream.levelling_db == stream.leveller.gain_db != 0.0
    assert abs(levels[0] - levels[1]) < 3
    ears.hearing = SetHearing()
    heard(ears, [quiet], [stream])
    assert stream.levelling_db is None


def test_a_piercing_tone_is_lowered_in_its_own_stream_only():
    ears = Ears()
    out = heard(ears, [tone(1, 2100)], [make()])
    assert rms_db(out[160:480]) - rms_db(out[800:]) == pytest.approx(20, abs=0.5)
    both = heard(Ears(), [tone(1, 2100), tone(1, 300)], [make(), make(stream_id=2)])
    low = np.abs(np.fft.rfft(both[4000:, 0] * np.hanning(4000)))[150]
    alone = heard(Ears(), [tone(1, 300)], [make()])
    assert low == pytest.approx(
        np.abs(np.fft.rfft(alone[4000:, 0] * np.hanning(4000)))[150], rel=0.01
    )


def test_what_was_taken_is_told_once():
    ears = Ears()
    stream = make()
    pcm = []
    for at in range(0, 8000, 160):
        block = tone(1, 2100, 32000)[at : at + 160]
        pcm.append(ears.to_device(ears.mix([stream], block[None]), 48000))
        if at == 320:
            limiting, shock = ears.taken()
            assert limiting == pytest.approx(5.8, abs=0.3)
            assert shock == 0.0
    assert ears.taken()[1] == 20.0
    assert ears.taken() == (0.0, 0.0)
    assert np.abs(np.concatenate(pcm)).max() <= 32767 * 10 ** (-6 / 20)


def test_a_muted_tone_takes_nothing():
    ears = Ears()
    stream = make(muted=True)
    for at in range(0, 8000, 160):
        block = tone(1, 2100, 32000)[at : at + 160]
        ears.to_device(ears.mix([stream], block[None]), 48000)
    assert ears.taken() == (0.0, 0.0)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 1000),
    streams=st.integers(1, 4),
    rate=st.sampled_from([8000, 44100, 48000]),
    ceiling=st.sampled_from([-60.0, -18.0, -6.0, 0.0]),
)
def test_no_sample_at_the_device_is_above_the_ceiling(seed, streams, rate, ceiling):
    rng = np.random.default_rng(seed)
    ears = Ears()
    ears.hearing = SetHearing(ceiling_dbfs=ceiling)
    ears.master_db = 12.0
    group = [make(stream_id=n, azimuth_deg=40.0 * n - 90) for n in range(streams)]
    most = 32767 * 10 ** (min(max(ceiling, -24), -1) / 20)
    for _ in range(6):
        blocks = rng.integers(-32768, 32768, (streams, 160)).astype(np.int16)
        assert np.abs(ears.to_device(ears.mix(group, blocks), rate)).max() <= most


hearings = st.builds(
    SetHearing,
    mono=st.booleans(),
    ear=st.sampled_from(Ear),
    levelling=st.booleans(),
)


@settings(max_examples=30, deadline=None)
@given(
    changes=st.lists(
        st.tuples(
            hearings, st.integers(-90, 90), st.sampled_from([0, 12]), st.booleans()
        ),
        min_size=12,
        max_size=12,
    )
)
def test_no_setting_clicks(changes):
    ears, stream = Ears(), make()
    stream.leveller.gain_db = 9.0
    sound = tone(0.4, 300)

    def change(number):
        if 4 <= number < 16:
            ears.hearing, stream.azimuth_deg, stream.under_db, stream.muted = changes[
                number - 4
            ]

    out = heard(ears, [sound], [stream], change)
    straight = heard(Ears(), [sound], [make()])
    gain = 10 ** (9 / 20)
    assert roughness(out[160:]) < 1.3 * gain * roughness(straight[160:])


def test_the_ears_delay_it_by_7_ms():
    ears, stream, pulse = Ears(), make(), np.zeros((1, 160), np.int16)
    ears.to_device(ears.mix([stream], pulse), 48000)
    pulse[0, 10] = 10000
    first = ears.to_device(ears.mix([stream], pulse), 48000)
    assert int(np.argmax(first[:, 0])) / 48 == pytest.approx(10 / 8 + 7, abs=0.05)
