"""Calls kept ready are counted; sound that is held down is told and stays readable."""

import pytest

from voipmon.core.domain.snapshot import OutputSnapshot
from voipmon.ui.state import Pause
from voipmon.ui.toolbar_words import Limiting, taps_word
from voipmon.ui.wording import MINUS


class Watch:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def limiting(watch):
    return Limiting(watch)


def said(limiting: Limiting, **taken: float) -> str:
    word = limiting.word(OutputSnapshot(**taken))
    return word.text if word else ""


def test_how_many_are_ready_of_how_many(state):
    assert taps_word(state, 0) is None
    assert taps_word(state, 2).text == "0/2 ready"
    state.add_tap(state.rows["call:c2"])
    assert taps_word(state, 2).text == "1/2 ready"
    state.pause = Pause.LOCKED
    assert taps_word(state, 2).text == "0/2 ready"
    state.pause = None
    state.apply_alive(alive=False)
    assert taps_word(state, 2).text == "0/2 ready"


def test_those_left_over_are_counted_when_none_are_wanted_any_more(state):
    state.add_tap(state.rows["call:c2"])
    assert taps_word(state, 0).text == "1/1 ready"


def test_what_is_not_heard_is_not_told(limiting):
    assert said(limiting, limiting_db=0.9) == ""


def test_the_strongest_stays_for_a_moment(limiting, watch):
    assert said(limiting, limiting_db=3.2) == f"Limiting {MINUS}3 dB"
    watch.now_s += 0.1
    assert said(limiting, limiting_db=1.4) == f"Limiting {MINUS}3 dB"
    assert said(limiting, limiting_db=6.0) == f"Limiting {MINUS}6 dB"
    watch.now_s += 1.9
    assert said(limiting) == f"Limiting {MINUS}6 dB"
    watch.now_s += 0.2
    assert said(limiting) == ""


def test_a_piercing_tone_has_its_own_words(limiting):
    words = f"Piercing tone {MINUS}20 dB"
    assert said(limiting, limiting_db=2.0, shock_db=20.0) == words
