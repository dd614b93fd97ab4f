"""The measures that the stories rely on find what they are for."""

import numpy as np
import pytest

from tests.core.playout.scene import (
    alike,
    letters,
    roughness,
    sharpness,
    speech,
    unbroken,
)

VOICE = unbroken(8)


def test_a_drawing_says_when_frames_arrive():
    np.testing.assert_array_equal(letters("PGxP-GG"), [0, 60, np.nan, 60, 140, 140])


@pytest.mark.parametrize("silence", [0, 4000])
def test_the_share_of_speech_heard_is_what_was_not_cut_out(silence):
    quiet = np.zeros(silence, np.int16)
    everything = np.concatenate((quiet, VOICE, quiet))
    half = np.concatenate((quiet, VOICE[: len(VOICE) // 2], quiet))
    assert alike(VOICE, everything) == 1
    assert alike(VOICE, half) == pytest.approx(0.5, abs=0.05)
    assert alike(VOICE, np.concatenate((quiet, unbroken(3, 5)[::-1], quiet))) < 0.1
    assert alike(VOICE, np.zeros(20_000, np.int16)) == 0


def test_a_word_at_twice_the_speed_is_not_heard():
    assert alike(VOICE, VOICE[::2].copy()) < 0.1


@pytest.mark.parametrize("sound", [VOICE, speech(8)], ids=["unbroken", "speech"])
def test_a_click_stands_out_at_any_level(sound):
    clean = sharpness(sound)
    for share in (1.0, 0.1):
        quieter = (sound * share).astype(np.int16)
        assert sharpness(quieter) <= 1.1 * clean
        quieter[20_000] += int(share * 12_000)
        assert sharpness(quieter) > 1.5 * clean
    clicking = sound.copy()
    clicking[20_000] = -clicking[20_000] + 15_000
    assert roughness(clicking) > 1.5 * roughness(sound)
