"""Stories: what a listener gets from each kind of network."""

import numpy as np
import pytest

from tests.core.playout.scene import (
    alike,
    frames,
    letters,
    play,
    roughness,
    sharpness,
    speech,
    unbroken,
)
from voipmon.core.playout.engine import PlayoutEngine, Profile
from voipmon.core.playout.tuning import TUNING

VOICE = speech(24)
SENT = frames(VOICE)
ROUGH, SHARP = roughness(VOICE), sharpness(VOICE)
TALKATIVE = frames(unbroken(16))
STEADY = np.arange(len(SENT)) * 20.0


def grid(n: int) -> np.ndarray:
    return STEADY[:n].copy()


def syllables() -> list[np.ndarray]:
    """The parts of the voice between its pauses, without their faint edges."""
    blocks = VOICE[: len(VOICE) // 80 * 80].reshape(-1, 80).astype(float)
    loud = np.concatenate(([False], blocks.std(axis=1) > 100, [False]))
    begins, ends = np.flatnonzero(np.diff(loud.astype(int))).reshape(-1, 2).T
    return [
        VOICE[80 * a : 80 * b] for a, b in zip(begins, ends, strict=True) if b - a > 3
    ]


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("block", [80, 160, 441])
def test_a_good_network_gives_the_very_samples_of_speech(profile, block):
    engine = PlayoutEngine(profile=profile)
    heard = play(SENT, STEADY, engine=engine, block=block)
    out = heard.sound.tobytes()
    said = syllables()[2:]  # the first ones meet the soft start
    assert len(said) > 30
    assert all(syllable.tobytes() in out for syllable in said)
    assert heard.stats[-1].stretched_ms == 0
    assert heard.at(23).stalls == 0


@pytest.mark.parametrize("block", [80, 160, 441])
def test_a_talker_waits_for_a_pull_and_a_margin(block):
    engine = PlayoutEngine(profile=Profile.TALK)
    heard = play(SENT[:500], grid(500), engine=engine, block=block)
    assert np.flatnonzero(heard.sound)[0] / 8 <= 2 * (8 + block / 8) + 20
    assert max(s.delay_ms for s in heard.stats[10:-60]) <= 20 + block / 8
    assert heard.at(8).squeezed_ms == 0


def test_a_listener_begins_later_and_comes_down_in_pauses_within_10_s():
    begin, down = {}, {}
    for profile in Profile:
        heard = play(SENT, STEADY, engine=PlayoutEngine(profile=profile), block=80)
        begin[profile], down[profile] = heard.at(0.5).delay_ms, heard.at(11).delay_ms
    later = begin[Profile.LISTEN] - begin[Profile.TALK]
    assert later == pytest.approx(TUNING[Profile.LISTEN].start_ms, abs=6)
    assert down[Profile.LISTEN] - down[Profile.TALK] <= 6


def test_the_first_sound_comes_as_soon_as_there_is_enough():
    heard = play(SENT[:10], 100 + grid(10), engine=PlayoutEngine(profile=Profile.TALK))
    assert heard.stats[5].playing is False
    assert heard.stats[7].playing is True


@pytest.mark.parametrize("begin", range(0, 8000, 611))
def test_a_stream_begins_softly_amid_any_word(begin):
    said = unbroken(3)[begin : begin + 8000]
    heard = play(frames(said), grid(50), tail_ms=0)
    assert sharpness(heard.sound) <= 1.25 * sharpness(unbroken(3))
    assert roughness(heard.sound) <= roughness(unbroken(3))


@pytest.mark.parametrize(
    ("held", "within_ms"), [(10, 300), (20, 600), (30, 850), (40, 1200)]
)
def test_a_talker_is_near_again_soon_even_if_nobody_pauses(held, within_ms):
    """80 % of what a stall added is gone; one period of two at most is removed."""
    times = letters("P" * 550 + "G" * held + "P" * 120)
    engine = PlayoutEngine(profile=Profile.TALK)
    heard = play(TALKATIVE, times, engine=engine, block=80, tail_ms=0)
    over = (550 + held) * 2
    before, added = heard.stats[1090].delay_ms, held * 20
    left = heard.stats[over + within_ms // 10].delay_ms - before
    assert heard.stats[over - 1].delay_ms - before == pytest.approx(added, abs=25)
    assert left <= 0.2 * added
    assert heard.skips == 0


def test_a_listener_waits_a_step_longer_for_each_further_stall():
    heard = play(SENT, letters(("P" * 250 + "G" * 30) * 4 + "P" * 60), tail_ms=0)
    targets = [heard.stats[280 * k + 20].target_ms for k in range(1, 5)]
    step = TUNING[Profile.LISTEN].step_ms
    assert targets[1:] == pytest.approx([18 + step * k for k in (1, 2, 3)], abs=10)
    assert targets[0] <= targets[1]


@pytest.mark.parametrize("profile", list(Profile))
def test_a_long_stall_is_jumped_over_and_told(profile):
    times = letters("P" * 550 + "G" * 250 + "P" * 300)
    heard = play(SENT, times, engine=PlayoutEngine(profile=profile))
    usual = heard.at(10.9).delay_ms
    after = [s.delay_ms for s in heard.stats[810:1090]]
    assert max(after) < usual + 120
    assert after[-1] < usual + 20
    assert heard.skips == pytest.approx(5000, abs=200)
    assert heard.stats[-1].skipped_ms == heard.skips
    assert heard.engine.take_skips() == 0
    assert heard.stats[-1].stalls == 2  # that one, and the end


@pytest.mark.parametrize("profile", list(Profile))
def test_pulls_in_pairs_and_late_ones_cost_nothing(profile):
    rng = np.random.default_rng(2)
    lateness = rng.choice([0.0, 10.0, 20.0], 3000)
    heard = play(
        SENT[:900],
        grid(900),
        engine=PlayoutEngine(profile=profile),
        pulls_ms=lambda k: k * 20.0 + lateness[k],
    )
    assert heard.stats[850].stalls == 0
    # A card's first pulls may be late ones: one period sets that right.
    assert heard.stats[850].stretched_ms <= 15
    assert heard.stats[850].squeezed_ms <= TUNING[Profile.LISTEN].start_ms + 20


def test_the_end_of_a_stream_dies_away_into_the_line():
    heard = play(SENT[:256], grid(256), tail_ms=4000)  # amid a word
    last = heard.stats[-1]
    end = int(np.flatnonzero(np.abs(heard.sound) > 300)[-1])
    assert heard.sound.size - end > 8 * 3800
    assert not last.playing
    assert last.concealed_ms <= 2020
    assert sharpness(heard.sound) <= 1.25 * SHARP


@pytest.mark.parametrize("profile", list(Profile))
def test_20_ms_of_jitter_leave_speech_untouched_and_near(profile):
    rng = np.random.default_rng(5)
    times = np.maximum.accumulate(STEADY + rng.uniform(0, 20, len(SENT)))
    heard = play(SENT, times, engine=PlayoutEngine(profile=profile))
    assert alike(VOICE, heard.sound) >= 0.9
    assert max(s.delay_ms for s in heard.stats[25:-30]) <= 70


def test_a_puller_that_paused_is_back_at_once():
    heard = play(SENT, STEADY, pulls_ms=lambda k: k * 20.0 + (5000 if k > 300 else 0))
    assert all(s.delay_ms < 150 for s in heard.stats[303:850])
    assert all(s.delay_ms < 70 for s in heard.stats[325:850])
    assert heard.skips > 4000
    assert roughness(heard.sound) < 1.5 * ROUGH


@pytest.mark.parametrize("heard", [True, False])
@pytest.mark.parametrize("missed_ms", [1700, 2111, 2630, 3003, 3335])
def test_a_jump_amid_speech_is_no_click(missed_ms, heard):
    said = unbroken(7)
    played = play(
        frames(said),
        grid(350),
        engine=PlayoutEngine(heard=heard),
        pulls_ms=lambda k: k * 20.0 + (missed_ms if k > 60 else 0),
        tail_ms=0,
    )
    assert played.skips == (pytest.approx(missed_ms, abs=200) if heard else 0)
    assert sharpness(played.sound) <= 1.25 * sharpness(said)
    assert roughness(played.sound) <= 1.1 * roughness(said)


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
