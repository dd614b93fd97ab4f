import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.replay.player import BLOCK, RATE, Player, counted, place_of, steepest
from tests.support.heard import clicks, track
from tests.support.speechlike import noise, pcm, tone
from voipmon.core.replay.replay import Replay
from voipmon.demo.speech import voices

SILENCE = np.zeros(BLOCK, np.int16)


def talker(seconds=60, name="paola"):
    return voices()[name].pcm[: seconds * RATE]


def test_live_sound_is_passed_on_as_it_is():
    player = Player(talker(5))
    assert np.array_equal(player.seconds(5), talker(5))
    assert player.replay.behind == 0
    assert player.replay.kept == player.replay.now > 0


def test_going_back_plays_the_very_samples_again():
    player = Player(counted())
    player.replay.set_pace(1.0, skip_silence=True)
    player.seconds(10)
    player.replay.seek(by_s=-5)
    again = player.seconds(8)
    assert np.array_equal(again[160:], counted()[5 * RATE + 160 : 13 * RATE])
    assert player.replay.behind == 5 * RATE


def test_two_presses_go_back_twice():
    player = Player(counted())
    player.replay.set_pace(1.0, skip_silence=True)
    player.seconds(30)
    player.replay.seek(by_s=-5)
    player.seconds(2)
    player.replay.seek(by_s=-5)
    assert player.replay.behind == 10 * RATE
    player.replay.seek(by_s=-5)
    player.replay.seek(by_s=-5)
    assert player.replay.behind == 20 * RATE
    assert place_of(player.seconds(0.1)[-1]) == pytest.approx(12.1 * RATE, abs=BLOCK)


def test_it_goes_back_no_further_than_what_is_kept():
    player = Player(counted())
    player.replay.set_pace(1.0, skip_silence=True)
    player.seconds(3)
    player.replay.seek(by_s=-15)
    assert player.replay.behind == 3 * RATE
    assert place_of(player.seconds(0.1)[-1]) == pytest.approx(0.1 * RATE, abs=BLOCK)
    player.seconds(100)
    player.replay.seek(by_s=-500)
    player.seconds(20)
    assert player.replay.behind == 60 * RATE
    at = place_of(player.block()[-1])
    assert player.place - at == pytest.approx(60 * RATE, abs=BLOCK)


def test_a_place_is_a_second_of_the_streams_own_time():
    player = Player(counted())
    player.replay.set_pace(1.0, skip_silence=True)
    player.seconds(20)
    player.replay.seek(at_s=7.5)
    assert place_of(player.seconds(0.1)[-1]) == pytest.approx(7.6 * RATE, abs=BLOCK)
    player.replay.seek(at_s=100.0)
    player.block()
    assert player.replay.behind == 0


def test_with_nothing_kept_nothing_happens():
    replay = Replay()
    for order in ({"by_s": -5.0}, {"at_s": 3.0}, {"by_s": 5.0}):
        replay.seek(**order)
        replay.keep(SILENCE)
        assert replay.play(SILENCE) is None
    assert (replay.behind, replay.kept, replay.now) == (0, 0, 0)


def test_a_place_that_is_no_number_is_a_place_that_is_kept():
    player = Player(counted())
    player.seconds(5)
    for wild in (float("nan"), float("inf"), float("-inf")):
        player.replay.seek(at_s=wild)
        player.replay.seek(by_s=wild)
        player.block()
        assert 0 <= player.replay.behind <= 5.1 * RATE


@pytest.mark.parametrize(("speed", "seconds"), [(1.25, 20.0), (1.5, 10.0)])
def test_it_catches_up_and_is_live_by_itself(speed, seconds):
    player = Player(talker())
    player.replay.set_pace(speed, skip_silence=False)
    player.seconds(10)
    player.replay.seek(by_s=-5)
    heard = player.until_live()
    assert len(heard) / RATE == pytest.approx(seconds, rel=0.02)
    place = player.place
    assert np.array_equal(player.seconds(1), talker()[place : place + RATE])


@pytest.mark.parametrize("speed", [1.0, 1.25, 1.5])
def test_no_join_clicks(speed):
    sound = pcm(tone(317, 60), -6.0)
    player = Player(sound)
    player.replay.set_pace(speed, skip_silence=True)
    heard = [player.seconds(10.1)]
    for back in (-5.013, -2.5007, 1.3):
        player.replay.seek(by_s=back)
        heard.append(player.seconds(0.37))
    player.replay.go_live()
    heard.append(player.seconds(1))
    player.replay.seek(by_s=-1.0)
    heard.append(player.seconds(6))
    assert steepest(np.concatenate(heard)) < 2.5 * steepest(sound)


def test_in_a_replay_speech_is_whole_and_nothing_clicks():
    sound = talker(40)
    player = Player(sound)
    player.replay.set_pace(1.0, skip_silence=True)
    heard = [player.seconds(10)]
    player.replay.seek(by_s=-5)
    heard.append(player.seconds(10))
    player.replay.go_live()
    heard.append(player.seconds(5))
    recording = np.concatenate(heard)
    where = track(sound, recording)
    # who compares finds no origin where the sound goes back; a tone shows that join
    assert [at for at in clicks(sound, recording, where) if abs(at - 10) > 0.03] == []
    behind_s = (where.delay_ms - np.median(where.delay_ms[:50])) / 1000
    replayed = (where.at > 10.1 * RATE) & (where.at < 19.7 * RATE)
    assert behind_s[replayed] == pytest.approx(5.0, abs=0.01)
    assert behind_s[where.at > 20.1 * RATE] == pytest.approx(0.0, abs=0.01)


def pausing(*parts):
    """(seconds, speaks): tones for speech, faint noise for the line."""
    wave = [
        tone(200, seconds) * 0.2 * speaks + noise(seconds) * 3e-4
        for seconds, speaks in parts
    ]
    return pcm(np.concatenate(wave), 0.0)


def test_pauses_are_shortened_while_behind_and_counted():
    player = Player(pausing((4, 1), (3, 0), (4, 1), (3, 0), (60, 1)))
    player.seconds(15)
    player.replay.set_pace(1.25, skip_silence=True)
    player.replay.seek(at_s=3.0)
    behind = player.replay.behind
    heard = player.until_live()
    left_out = player.replay.skipped
    assert left_out / RATE == pytest.approx(2 * (3 - 0.3), abs=0.12)
    expected_s = (behind - left_out) / RATE / 0.25
    assert len(heard) / RATE == pytest.approx(expected_s, rel=0.03)
    levels = np.abs(heard[: len(heard) // 160 * 160].reshape(-1, 160)).max(axis=1)
    quiet = np.flatnonzero(np.diff(np.r_[0, levels < 300, 0]))
    assert 0.02 * (quiet[1::2] - quiet[::2]).max() < 0.4


@pytest.mark.parametrize(("speed", "skip"), [(1.0, True), (1.25, False)])
def test_pauses_are_heard_whole_if_it_stays_behind_or_they_are_wanted(speed, skip):
    player = Player(pausing((4, 1), (3, 0), (40, 1)))
    player.seconds(9)
    player.replay.set_pace(speed, skip_silence=skip)
    player.replay.seek(at_s=3.0)
    player.seconds(4)
    assert player.replay.skipped == 0


def test_in_a_pause_that_goes_on_it_is_live():
    player = Player(pausing((4, 1), (40, 0)))
    player.seconds(9)
    player.replay.seek(by_s=-6)
    assert len(player.until_live()) < 1.5 * RATE


def test_becoming_heard_from_before_is_not_faded_over_what_nobody_heard():
    sound = counted()
    player = Player(sound)
    player.seconds(10)
    player.replay.set_pace(1.0, skip_silence=True)
    player.replay.start(3.0)
    first = player.block()
    assert np.array_equal(first, sound[7 * RATE : 7 * RATE + BLOCK])
    player.replay.start(0.0)
    assert np.array_equal(player.block(), sound[player.place - BLOCK : player.place])


def test_what_an_ended_stream_said_can_be_heard_to_its_end():
    sound = counted(10)
    player = Player(sound)
    player.seconds(10)
    for _ in range(50 * 90):  # longer than is kept
        player.replay.keep(SILENCE, over=True)
        assert player.replay.play(SILENCE) is None
    player.replay.set_pace(1.0, skip_silence=True)
    player.replay.seek(by_s=-5)
    heard = []
    while player.replay.behind:
        player.replay.keep(SILENCE, over=True)
        heard.append(player.replay.play(SILENCE))
    heard = np.concatenate(heard)
    spoken = np.flatnonzero(heard[200:] > 5000) + 200
    last = sound[-1]
    assert heard[spoken[-100]] == pytest.approx(last, abs=1)
    assert len(spoken) / RATE == pytest.approx(4.5, abs=0.05)


def test_time_that_passed_between_end_and_retry_is_silence():
    player = Player(counted())
    player.seconds(10)
    for _ in range(50 * 7):
        player.replay.keep(SILENCE, over=True)
    before = player.replay.now
    player.block()
    assert player.replay.now - before == pytest.approx(6.5 * RATE, abs=BLOCK)
    player.replay.set_pace(1.0, skip_silence=True)
    player.replay.seek(by_s=-8)
    assert place_of(player.seconds(0.1)[-1]) == pytest.approx(9.1 * RATE, abs=240)


def test_silence_before_the_first_sound_is_not_kept():
    replay = Replay()
    replay.keep(SILENCE)
    assert replay.now == 0
    replay.keep(SILENCE + 5)
    replay.keep(SILENCE)
    assert replay.now == 2 * BLOCK


def test_a_wiped_stream_has_nothing_to_replay():
    player = Player(counted())
    player.seconds(10)
    player.replay.seek(by_s=-5)
    player.block()
    player.replay.wipe()
    assert (player.replay.kept, player.replay.nbytes, player.replay.behind) == (0, 0, 0)
    player.replay.seek(by_s=-5)
    assert player.replay.play(SILENCE) is None


ORDERS = st.lists(
    st.tuples(
        st.sampled_from(["back", "forward", "to", "live", "pace", "stop", "start"]),
        st.floats(0, 80),
        st.integers(0, 150),
    ),
    max_size=12,
)


def obey(replay, order, value):
    if order == "back":
        replay.seek(by_s=-value)
    elif order == "forward":
        replay.seek(by_s=value / 4)
    elif order == "to":
        replay.seek(at_s=value)
    elif order == "live":
        replay.go_live()
    elif order == "pace":
        replay.set_pace((1.0, 1.25, 1.5)[int(value) % 3], skip_silence=value > 40)
    elif order == "stop":
        replay.stop()
    else:
        replay.start(value)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 70), ORDERS)
def test_it_says_truly_how_far_behind_it_is_and_always_comes_back(kept_s, orders):
    player = Player(counted(400))
    for _ in range(kept_s):  # kept, a second at once
        at = player.place
        player.replay.keep(player.sound[at : at + RATE])
        player.place += RATE
    for order, value, blocks in orders:
        obey(player.replay, order, value)
        for number in range(blocks):
            sample = player.block()[-1]
            behind = player.replay.behind
            assert 0 <= behind <= 60 * RATE
            assert behind <= player.replay.kept
            if number:  # the first block fades
                told = player.replay.now - behind
                assert place_of(sample) == pytest.approx(told, abs=2 * BLOCK)
    player.replay.set_pace(1.5, skip_silence=True)
    behind_s = player.replay.behind / RATE
    if behind_s:
        assert len(player.until_live()) / RATE <= 2 * behind_s * 1.02 + 0.2
