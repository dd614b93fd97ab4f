import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.wire.names import Codec
from voipmon.demo import mulaw
from voipmon.demo.speech import voices
from voipmon.demo.talk import Silence, Talk

RATE = 8000
MINUTE = 60 * RATE


def talk(seed: str = "a") -> Talk:
    return Talk(seed, [voices()["june"], voices()["carlo"]])


def test_equal_seeds_say_the_same_and_others_do_not():
    assert np.array_equal(talk().pcm(0, MINUTE), talk().pcm(0, MINUTE))
    assert not np.array_equal(talk().pcm(0, MINUTE), talk("b").pcm(0, MINUTE))


@given(st.integers(0, 300_000), st.integers(1, 20_000))
def test_any_part_is_the_same_however_it_is_asked_for(start, count):
    whole = talk().pcm(0, 320_000)
    assert np.array_equal(talk().pcm(start, count), whole[start : start + count])


def test_both_speak_with_pauses_between():
    pcm = talk().pcm(0, 3 * MINUTE).astype(float)
    power = (pcm.reshape(-1, 800) ** 2).mean(axis=1)
    silent = (power == 0).mean()
    assert 0.05 < silent < 0.4
    alone = [Talk("a", [voices()[name]]).pcm(0, MINUTE) for name in ("june", "carlo")]
    assert all(np.any(part) for part in alone)


def test_frames_are_the_same_sound_in_either_codec():
    speech = talk()
    for number in (0, 49, 50, 777):
        pcm = speech.pcm(number * 160, 160)
        assert speech.frame(number, Codec.L16) == pcm.astype("<i2").tobytes()
        assert speech.frame(number, Codec.ULAW) == mulaw.compress(pcm)


def test_an_old_frame_can_be_had_again_after_a_long_stall():
    speech = talk()
    early = [speech.frame(number, Codec.ULAW) for number in range(500)]
    speech.frame(6000, Codec.ULAW)  # two minutes on
    assert [speech.frame(number, Codec.ULAW) for number in range(500)] == early


def test_only_those_present_speak():
    here = [0]
    speech = Talk("c", [voices()["june"], voices()["carlo"]], lambda: here)
    first = speech.pcm(0, 30 * RATE)
    here.clear()
    speech.pcm(30 * RATE, 15 * RATE)  # what was begun ends
    assert np.any(first)
    assert not np.any(speech.pcm(45 * RATE, 15 * RATE))


def test_before_the_beginning_there_is_silence():
    assert not np.any(talk().pcm(-1600, 1600))


def test_silence_is_silent_in_either_codec():
    silence = Silence()
    assert silence.frame(9, Codec.ULAW) == b"\xff" * 160
    assert silence.frame(9, Codec.L16) == bytes(320)
    assert not np.any(silence.pcm(5, 160))
