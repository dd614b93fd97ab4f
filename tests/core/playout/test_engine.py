"""Stories: what a listener gets from each kind of network."""

from functools import partial

import numpy as np
import pytest

from tests.core.playout.scene import alike, frames, letters, play, roughness, speech
from voipmon.core.playout.engine import PlayoutEngine, Profile

VOICE = speech(24)
SENT = frames(VOICE)
ROUGH = roughness(VOICE)
STEADY = np.arange(len(SENT)) * 20.0


def grid(n: int) -> np.ndarray:
    return STEADY[:n].copy()


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("block", [80, 160, 441])
def test_a_good_network_gives_the_very_samples(profile, block):
    heard = play(SENT[:500], grid(500), engine=PlayoutEngine(profile=profile),
                 block=block)  # fmt: skip
    start = np.flatnonzero(heard.sound)[0]
    joined = heard.sound[start + 64 : start + 70_000]
    at = VOICE.tobytes().find(joined[:400].tobytes()) // 2
    assert at >= 0
    np.testing.assert_array_equal(joined, VOICE[at : at + len(joined)])
    assert heard.at(8).delay_ms <= 40 + block / 8
    assert start / 8 <= 2 * (8 + block / 8) + 20


@pytest.mark.parametrize("profile", list(Profile))
def test_20_ms_of_jitter_leave_speech_untouched_and_near(profile):
    rng = np.random.default_rng(5)
    times = np.maximum.accumulate(STEADY + rng.uniform(0, 20, len(SENT)))
    heard = play(SENT, times, engine=PlayoutEngine(profile=profile))
    assert alike(VOICE, heard.sound) >= 0.9
    assert max(s.delay_ms for s in heard.stats[25:-30]) <= 70


def test_the_first_sound_comes_as_soon_as_there_is_enough():
    heard = play(SENT[:10], 100 + grid(10))
    assert heard.stats[5].playing is False
    assert heard.stats[7].playing is True


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("held", [10, 20, 40])
def test_a_short_stall_is_caught_up_without_losing_words(profile, held):
    times = letters("P" * 300 + "G" * held + "P" * 300)
    heard = play(SENT, times, engine=PlayoutEngine(profile=profile))
    assert heard.skips == 0
    assert heard.at(6 + held * 0.02 + 2.5).delay_ms < heard.at(5.9).delay_ms + 45
    assert roughness(heard.sound) < 1.5 * ROUGH


@pytest.mark.parametrize("profile", list(Profile))
def test_a_long_stall_is_jumped_over_and_told(profile):
    times = letters("P" * 300 + "G" * 250 + "P" * 300)
    heard = play(SENT, times, engine=PlayoutEngine(profile=profile))
    usual = heard.at(5.9).delay_ms
    assert heard.at(11 + 3).delay_ms < usual + 50
    assert all(s.delay_ms < usual + 300 for s in heard.stats[700:-30])
    assert heard.skips == pytest.approx(5000 - usual, abs=150)
    assert heard.stats[-1].skipped_ms == heard.skips
    assert heard.engine.take_skips() == 0
    assert heard.stats[-1].stalls == 2  # that one, and the end
    assert roughness(heard.sound) < 1.5 * ROUGH


def test_a_puller_that_paused_is_back_at_once():
    heard = play(SENT, STEADY, pulls_ms=lambda k: k * 20.0 + (5000 if k > 300 else 0))
    assert all(s.delay_ms < 150 for s in heard.stats[303:850])
    assert all(s.delay_ms < 70 for s in heard.stats[325:850])
    assert heard.skips > 4000
    assert roughness(heard.sound) < 1.5 * ROUGH


def test_pulls_in_pairs_and_late_ones_cost_nothing():
    rng = np.random.default_rng(2)
    lateness = rng.choice([0.0, 10.0, 20.0], 3000)
    heard = play(SENT[:900], grid(900), pulls_ms=lambda k: k * 20.0 + lateness[k])
    assert heard.stats[850].stalls == 0
    assert heard.stats[850].stretched_ms + heard.stats[850].squeezed_ms == 0


@pytest.mark.parametrize("profile", list(Profile))
def test_a_senders_pause_is_not_caught_up(profile):
    times = letters("P" * 300 + "-" * 200 + "P" * 300)
    heard = play(SENT[:600], times, engine=PlayoutEngine(profile=profile))
    assert heard.skips == 0
    assert heard.stats[-60].squeezed_ms == 0
    assert heard.at(10 + 1).delay_ms < 60
    assert roughness(heard.sound) < 1.5 * ROUGH


def test_a_hole_is_filled_and_keeps_the_time():
    times = letters("P" * 100 + "xP" + "P" * 100 + "xxP" + "P" * 100)
    numbers = [(i + 65500) & 0xFFFF for i in range(len(times))]
    heard = play(SENT, times, sequences=numbers)
    last = heard.stats[-30]
    assert last.holes == 2
    assert 10 <= last.concealed_ms <= 80
    assert roughness(heard.sound) < 1.5 * ROUGH
    assert last.delay_ms < 60


def test_loss_without_numbers_is_taken_for_lateness():
    heard = play(SENT, letters(("P" * 40 + "x") * 15))
    assert max(s.delay_ms for s in heard.stats[:600]) < 120
    assert roughness(heard.sound) < 1.5 * ROUGH


def test_a_lump_at_the_start_does_not_stay_as_delay():
    times = letters("G" * 40 + "P" * 200)
    heard = play(SENT, times)
    assert all(s.delay_ms < 60 for s in heard.stats[43:220])
    assert heard.skips == 0


def test_digital_silence_stays_silent():
    silence = [np.zeros(160, np.int16)] * 300
    heard = play(
        silence, letters("P" * 100 + "G" * 20 + "P" * 80 + "x" * 10 + "P" * 90)
    )
    assert not heard.sound.any()


def test_a_stall_fades_into_the_lines_own_noise():
    rng = np.random.default_rng(3)
    noisy = frames((rng.normal(0, 40, 80_000)).astype(np.int16))
    heard = play(noisy, letters("P" * 200 + "G" * 50 + "P" * 100))
    stalled = heard.sound[int(4.2 * 8000) : int(4.9 * 8000)].astype(float)
    assert 15 < stalled.std() < 80


def test_a_slow_and_a_fast_sender_keep_their_delay():
    for ppm in (-500, 500):
        times = STEADY * (1 - ppm * 1e-6)
        heard = play(SENT, times)
        last = heard.stats[-30]
        assert last.delay_ms < 60
        assert last.drift_ppm == pytest.approx(ppm, abs=60)


@pytest.mark.parametrize("gap", [0, 10, 100])
def test_a_reconnect_starts_softly_and_live(gap):
    first, rest = 300, 300
    times = letters("P" * first + "-" * gap + "P" * rest)
    numbers = [*range(first), *range(5000, 5000 + rest)]
    heard = play(
        SENT[: first + rest],
        times,
        sequences=numbers,
        at={first + gap: PlayoutEngine.restart},
    )
    assert roughness(heard.sound) < 1.5 * ROUGH
    assert heard.stats[first + gap + 60].delay_ms < 60
    assert heard.stats[-30].holes == 0
    assert heard.stats[-30].duplicates == heard.stats[-30].late == 0


def test_becoming_heard_and_unheard_is_no_click():
    orders = {
        k: partial(PlayoutEngine.set_heard, heard=bool(k % 2))
        for k in range(20, 900, 7)
    }
    times = letters(("P" * 60 + "G" * 9) * 12)
    heard = play(SENT, times, at=orders)
    assert roughness(heard.sound) < 1.6 * ROUGH


def test_an_unheard_stream_is_live_and_tells_no_skips():
    times = letters("P" * 200 + "G" * 150 + "P" * 200)
    heard = play(SENT, times, engine=PlayoutEngine(heard=False))
    assert heard.at(8).delay_ms < 100
    assert heard.skips == 0


def test_from_listen_to_talk_the_delay_goes_down_by_itself():
    drawing = "P" * 50 + ("GGGGGGGGP" + "P" * 8) * 12 + "P" * 650
    times = letters(drawing)
    heard = play(
        SENT, times, at={840: lambda e: e.set_profile(Profile.TALK)}, tail_ms=0
    )
    before, after = heard.stats[839].delay_ms, heard.stats[839 + 60].delay_ms
    assert before > 120
    assert after < 60


def test_duplicates_are_dropped_and_late_ones_counted():
    engine = PlayoutEngine()
    for k in range(10):
        engine.put(SENT[k], k, k * 20_000_000)
        engine.put(SENT[k], k, k * 20_000_000)
        engine.pull(160, k * 20_000_000 + 1_000_000)
    assert engine.stats.duplicates == 10
    engine.put(SENT[11], 11, 220_000_000)
    for k in range(11, 16):
        engine.pull(160, k * 20_000_000 + 1_000_000)
    engine.put(SENT[10], 10, 330_000_000)
    assert engine.stats.late == 1


def test_a_frame_that_fills_its_hole_in_time_is_played():
    times = np.array(letters("P" * 40 + "GGGP" * 20 + "P" * 200))
    times[250] = times[251] + 5
    heard = play(SENT, times, sequences=list(range(len(times))))
    assert heard.stats[-30].holes == 1
    assert VOICE[240 * 160 : 260 * 160].tobytes() in heard.sound.tobytes()


def test_what_a_late_frame_filled_in_time_was_not_concealed():
    times = np.array(letters("PGGP" * 60))
    in_order = play(SENT, times, sequences=list(range(len(times))))
    times[150] = times[151] + 5
    heard = play(SENT, times, sequences=list(range(len(times))))
    assert heard.at(4.0).holes == in_order.at(4.0).holes + 1
    assert heard.at(4.0).concealed_ms == in_order.at(4.0).concealed_ms


def test_a_reconnect_after_nobody_pulled_is_no_click():
    engine, sound = PlayoutEngine(), []
    for k in range(700):
        engine.put(SENT[k], None, k * 20_000_000)
        if k < 200:
            sound.append(engine.pull(160, k * 20_000_000))
    engine.restart()
    for k in range(700, 760):
        engine.put(SENT[k], None, k * 20_000_000)
        sound.append(engine.pull(160, k * 20_000_000))
    assert engine.stats.delay_ms < 60
    assert roughness(np.concatenate(sound)) < 1.5 * ROUGH
