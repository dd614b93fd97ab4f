"""What peers and networks do that no standard foresees, and what is then heard."""

import numpy as np
import pytest

from tests.core.playout.scene import alike, frames, letters, play, sharpness, speech
from voipmon.core.playout.conceal import Filler
from voipmon.core.playout.engine import PlayoutEngine, Profile
from voipmon.core.playout.noise import NoiseFloor
from voipmon.core.playout.tuning import TUNING

VOICE = speech(24)
SENT = frames(VOICE)
STEADY = np.arange(len(SENT)) * 20.0
TALK = Profile.TALK


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param([7] * 1000, id="stands still"),
        pytest.param([k % 80 for k in range(1000)], id="restarts low, again and again"),
        pytest.param([k + 90 * (k // 250) for k in range(1000)], id="jumps ahead"),
        pytest.param([k + 80 * (k == 500) for k in range(1000)], id="one stray number"),
        pytest.param([k if k % 3 else None for k in range(1000)], id="now and then"),
    ],
)
def test_a_strange_numbering_silences_nobody(numbers):
    heard = play(SENT[:1000], STEADY[:1000], sequences=numbers)
    assert alike(VOICE[: 1000 * 160], heard.sound) >= 0.9
    assert heard.skips == 0
    assert heard.stats[-30].concealed_ms < 1000


def test_what_was_lost_took_its_time_and_is_a_hole():
    numbers = [*range(300), *range(330, 630)]
    times = np.concatenate((STEADY[:300], STEADY[330:630]))
    heard = play([*SENT[:300], *SENT[330:630]], times, sequences=numbers)
    assert heard.stats[-30].holes == 1


@pytest.mark.parametrize("profile", list(Profile))
def test_frames_in_lumps_for_ever_are_heard_in_the_end(profile):
    lump = "G" * 24 + "P"
    times = letters("P" * 50 + lump * 44)
    heard = play(SENT, times[: len(SENT)], engine=PlayoutEngine(profile=profile))
    late = VOICE[len(VOICE) // 2 : -16000]
    assert alike(late, heard.sound) >= 0.9
    assert max(s.delay_ms for s in heard.stats[600:1100]) < 560


def test_a_backlog_that_comes_in_slowly_is_one_hold_up_and_told_as_late():
    held = np.maximum(STEADY, 0)
    first = 300
    for k in range(first, len(held)):  # at 1.2 times its rate, after 2 s of nothing
        held[k] = max(STEADY[k], STEADY[first] + 2000 + (k - first) * 20 / 1.2)
    heard = play(SENT, held, engine=PlayoutEngine(profile=TALK), tail_ms=0)
    four_s_after = heard.at(6 + 2 + 4)
    late_by = 2000 - 4000 * 0.2
    assert four_s_after.delay_ms == pytest.approx(late_by, abs=150)
    assert max(s.target_ms - s.delay_ms for s in heard.stats[400:]) < 100


def test_after_a_senders_pause_no_delay_is_told_that_there_is_not():
    times = letters("P" * 300 + "-" * 200 + "P" * 300)
    heard = play(SENT, times, engine=PlayoutEngine(profile=TALK))
    assert all(s.delay_ms < 1000 for s in heard.stats if s.playing)


def test_holes_do_not_lift_the_target_above_the_cap():
    lump, holed = "G" * 74 + "P", "G" * 20 + "x" + "G" * 53 + "P"
    times = letters(lump * 3 + holed * 2 + lump * 8)[: len(SENT)]
    numbers = list(range(len(times)))
    engine = PlayoutEngine(profile=TALK)
    heard = play(SENT, times, sequences=numbers, engine=engine, tail_ms=0)
    assert max(s.target_ms for s in heard.stats) <= TUNING[TALK].cap_ms + 18


def test_a_late_frame_that_fills_half_of_its_hole_is_no_click():
    worst = 0.0
    for at in range(200, 330, 3):
        drawing = "P" * 40 + ("G" * 10 + "P") * 4 + "P" * 600
        times = np.array(letters(drawing))[:600]
        times[at], times[at + 1] = np.nan, times[at + 2] + 5
        heard = play(SENT, times, sequences=list(range(len(times))))
        worst = max(worst, sharpness(heard.sound) / sharpness(VOICE))
    assert worst <= 1.5


def test_a_mute_does_not_make_the_line_dead():
    rng = np.random.default_rng(3)
    noise = NoiseFloor()
    for _ in range(100):
        noise.note(np.rint(rng.normal(0, 30, 160)).astype(np.int16))
    before = noise.level
    for _ in range(10):
        noise.note(np.zeros(160, np.int16))
    assert noise.level == before
    assert not noise.take(0, 800).any()  # silence stays silent
    for _ in range(260):
        noise.note(np.rint(rng.normal(0, 30, 160)).astype(np.int16))
    assert 15 < noise.take(0, 4000).std() < 60


def test_a_puller_that_was_held_up_and_catches_up_moves_nothing():
    def late(k: int) -> float:
        """Every 50th pull comes 100 ms late, with those behind it at once."""
        return (k // 50 * 50 + 5) * 20.0 if k % 50 < 5 and k >= 50 else k * 20.0

    heard = play(SENT[:900], STEADY[:900], pulls_ms=late)
    assert heard.stats[850].stalls <= 1


def test_concealment_is_no_louder_than_what_was_heard():
    rng = np.random.default_rng(5)
    square = np.where(rng.random(48_000) < 0.5, 12_000, -12_000).astype(np.int16)
    heard = play(frames(square), letters("P" * 100 + "GGG" + "P" * 150))
    assert np.abs(heard.sound.astype(int)).max() <= 12_000


def test_a_filler_with_little_past_works():
    assert not Filler(np.zeros(10, np.int16), NoiseFloor()).take(20).any()


def test_a_line_whose_pauses_are_digital_silence_has_no_noise_and_loses_no_speech():
    noise = NoiseFloor()
    quiet = frames((speech(20) // 30).astype(np.int16))  # speech at -55 dBFS
    for k, frame in enumerate(quiet):
        noise.note(frame if k % 100 < 80 else np.zeros(160, np.int16))
    assert not noise.take(0, 8000).any()
    spoken = [f for f in quiet if np.abs(f).max() > 20]
    assert len(spoken) > 100
    assert not any(noise.is_pause(frame) for frame in spoken)
