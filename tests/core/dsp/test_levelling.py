import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voipmon.core.analysis.level import block_levels
from voipmon.core.dsp.levelling import MOST_DB, TARGET_DBFS, Leveller
from voipmon.demo.speech import voices

VOICES = sorted(voices())


def rms(sound):
    return block_levels(sound[: len(sound) // 160 * 160].reshape(-1, 160))[1].tolist()


def levels(name, gain_db, seconds=20):
    pcm = voices()[name].pcm[: seconds * 8000] * 10 ** (gain_db / 20)
    return rms(pcm.astype(np.int16))


def fed(figures):
    leveller = Leveller()
    for one in figures:
        leveller.block(one)
    return leveller


def active_dbfs(figures):
    """Level of the blocks that are speech, by the margin of ITU-T P.56."""
    power = 10 ** (np.array(figures) / 10)
    threshold = 0.0
    for _ in range(20):
        threshold = power[power > threshold * 10**-1.59].mean()
    return float(10 * np.log10(threshold))


@pytest.mark.parametrize("name", VOICES)
@pytest.mark.parametrize("gain_db", [-13, -5, 5])
def test_every_voice_comes_to_the_target(name, gain_db):
    figures = levels(name, gain_db)
    leveller = fed(figures)
    assert active_dbfs(figures) + leveller.gain_db == pytest.approx(TARGET_DBFS, abs=2)


def test_two_calls_20_db_apart_end_alike():
    ends = []
    for gain_db in (-14, 6):
        figures = levels("june", gain_db)
        ends.append(active_dbfs(figures) + fed(figures).gain_db)
    assert abs(ends[0] - ends[1]) < 3


@pytest.mark.parametrize(("loud_db", "soft_db"), [(13, -17), (9, -11)])
def test_a_soft_speaker_after_a_loud_one_is_raised(loud_db, soft_db):
    """Also by more than the margin that tells speech from its pauses."""
    loud = levels("june", loud_db, 10)
    soft = levels("carlo", soft_db, 40)
    wanted = min(TARGET_DBFS - active_dbfs(soft), MOST_DB)
    assert fed(loud).gain_db < -6
    assert fed(loud + soft).gain_db == pytest.approx(wanted, abs=3)


def test_two_who_take_turns_are_not_pumped():
    june, carlo = levels("june", 5, 60), levels("carlo", -15, 60)
    leveller, gains = Leveller(), []
    for turn in range(12):
        for one in (carlo if turn % 2 else june)[250 * turn : 250 * (turn + 1)]:
            leveller.block(one)
            gains.append(leveller.gain_db)
    assert np.ptp(gains[500:]) < 3


def test_the_whole_gain_takes_about_three_seconds_of_speech():
    rng = np.random.default_rng(0)
    spoken = rng.normal(-40, 4, 1000)
    spoken[::25] = -60  # a dip every half second
    leveller, seconds = Leveller(), 0.0
    for one in spoken:
        leveller.block(float(one))
        seconds += 0.02
        if leveller.gain_db >= MOST_DB - 0.5:
            break
    assert 2.5 < seconds < 4.5


@settings(max_examples=25, deadline=None)
@given(level=st.floats(-120, -20), spread=st.floats(0, 1.5), seed=st.integers(0, 99))
def test_silence_and_noise_are_never_raised(level, spread, seed):
    rng = np.random.default_rng(seed)
    leveller = fed(rng.normal(level, spread, 600).tolist())
    assert leveller.gain_db == 0.0


@pytest.mark.parametrize("pause", [-120.0, -62.0, -50.0])
def test_a_pause_changes_nothing(pause):
    leveller = fed(levels("carlo", -8))
    before = leveller.gain_db
    assert before > 1
    rng = np.random.default_rng(1)
    for one in rng.normal(pause, 1.0, 1500):
        leveller.block(float(one))
    assert leveller.gain_db == pytest.approx(before, abs=0.1)


def test_music_without_pauses_changes_nothing():
    t = np.arange(8000 * 20) / 8000
    swell = 1 + 0.4 * np.sin(2 * np.pi * 1.7 * t)  # 7 dB up and down
    chord = sum(np.sin(2 * np.pi * hz * t) for hz in (262, 330, 392, 523))
    assert fed(rms((1500 * swell * chord).astype(np.int16))).gain_db == 0.0


def test_ringing_hardly_changes_anything():
    t = np.arange(8000 * 30) / 8000
    ring = np.sin(2 * np.pi * 440 * t) + np.sin(2 * np.pi * 480 * t)
    pcm = (400 * ring * (t % 6 < 2)).astype(np.int16)  # five times, at -35 dBFS
    assert abs(fed(rms(pcm)).gain_db) < 4


@settings(max_examples=25, deadline=None)
@given(figures=st.lists(st.floats(-120, 0), min_size=1, max_size=900))
def test_the_gain_stays_within_its_bounds_and_moves_slowly(figures):
    leveller, before = Leveller(), 0.0
    for one in figures:
        leveller.block(one)
        assert abs(leveller.gain_db) <= MOST_DB
        assert abs(leveller.gain_db - before) <= 0.081  # 4 dB/s
        before = leveller.gain_db
