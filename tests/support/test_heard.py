"""The ear of the playout tests: it finds what was planted, and nothing else."""

import numpy as np
import pytest

from tests.support.heard import RATE, clicks, track
from voipmon.core.wire.g711 import compress_ulaw, expand_ulaw
from voipmon.demo.speech import voices

CUT = 43  # [samples] no multiple of anybody's pitch period
SENT = voices()["allison"].pcm[: 30 * RATE]


def clean(delay_ms=70):
    """The speech as a telephone line passes it on, later."""
    line = expand_ulaw(compress_ulaw(SENT))
    return np.concatenate((np.zeros(delay_ms * 8, np.int16), line))


def heard_again(heard):
    where = track(SENT, heard)
    return where, clicks(SENT, heard, where)


def loud_places():
    """Places [samples] of the clean line in the middle of speech, 0.5 s apart."""
    power = np.convolve(clean().astype(float) ** 2, np.ones(400) / 400, "same")
    places = [2 * RATE]
    for at in np.flatnonzero(power > 1200**2).tolist():
        if at - places[-1] > RATE // 2:
            places.append(at)
    return places[1:-3]


def found_at(found, places):
    """How many of the places are among the found ones."""
    times = np.array(found)
    return sum(bool(np.any(np.abs(times * RATE - at) < 120)) for at in places)


def without(fade):
    """The line with 5 ms left out at each place, cross-faded over `fade` samples."""
    heard, joints = clean(), []
    slope = (1 - np.cos(np.pi * (np.arange(fade) + 0.5) / max(fade, 1))) / 2
    for place in loud_places():
        at = place - CUT * len(joints)
        left, right = heard[at : at + fade], heard[at + CUT : at + CUT + fade]
        joint = (left * (1 - slope) + right * slope).astype(np.int16)
        heard = np.concatenate((heard[:at], joint, heard[at + CUT + fade :]))
        joints.append(at)
    return heard, joints


def test_a_clean_line_has_one_delay_no_click_and_no_repeat():
    where, found = heard_again(clean())
    assert np.ptp(where.delay_ms) < 0.5
    assert len(where.lost) == 0
    assert found == []
    assert where.repeated_ms() == pytest.approx(0, abs=0.5)


def test_single_wrong_samples_are_clicks():
    heard, places = clean(), loud_places()
    for at in places:
        heard[at] = np.clip(int(heard[at]) + 4000, -32768, 32767)
    _, found = heard_again(heard)
    assert found_at(found, places) >= len(places) / 2  # pulses of the voice hide some
    assert len(found) == found_at(found, places)


@pytest.mark.parametrize("fade", [0, 64])
def test_sound_that_breaks_off_is_a_click_and_sound_that_fades_is_none(fade):
    heard, places = clean(), loud_places()
    slope = np.linspace(1, 0, fade)
    for at in places:
        end = at + 800
        heard[at + fade : end - fade] = 0
        heard[at : at + fade] = heard[at : at + fade] * slope
        heard[end - fade : end] = heard[end - fade : end] * slope[::-1]
    _, found = heard_again(heard)
    if fade:
        assert found == []
    else:
        assert found_at(found, places) >= len(places) / 10


def test_a_cut_is_a_click_and_a_cross_fade_is_none():
    heard, joints = without(fade=0)
    assert found_at(heard_again(heard)[1], joints) >= len(joints) / 15
    heard, _ = without(fade=64)
    assert heard_again(heard)[1] == []


def test_a_skip_shows_as_less_delay_and_a_gap_as_more():
    heard, at = clean(), loud_places()[4]
    less = track(SENT, np.delete(heard, np.s_[at : at + 800])).delay_ms
    assert less[-1] - less[0] == pytest.approx(-100, abs=0.5)
    more = track(SENT, np.insert(heard, at, np.zeros(4000, np.int16))).delay_ms
    assert more[-1] - more[0] == pytest.approx(500, abs=0.5)


def test_what_is_played_twice_is_found():
    heard, at = clean(), loud_places()[4]
    twice = np.concatenate((heard[:at], heard[at - 4000 :]))
    assert track(SENT, twice).repeated_ms() == pytest.approx(500, abs=200)


def test_what_was_never_sent_is_not_found():
    heard, at = clean(), loud_places()[4]
    noise = np.random.default_rng(8).standard_normal(4000)
    heard[at : at + 4000] = 2000 * noise
    where = track(SENT, heard)
    assert len(where.lost) > 10
    assert (where.lost > at - 1600).all()
    assert (where.lost < at + 4000).all()
