"""No call that is kept ready is hidden: its row says so."""

import pytest

from tests.ui.scripted import snapshot, stream
from voipmon.core.domain.facts import StreamEnded
from voipmon.core.domain.snapshot import EndCause, StreamState
from voipmon.ui.state import Pause
from voipmon.ui.tap_words import tap_word


@pytest.fixture
def tap(state):
    return state.add_tap(state.rows["call:c2"])


def told(window, **changes):
    window.apply_snapshot(snapshot(stream(1, "call:c2", **changes)))
    word = tap_word(window, "call:c2")
    return word.text if word else ""


def test_a_row_without_a_tap_says_nothing(state):
    assert tap_word(state, "call:c2") is None


def test_it_is_ready_only_while_sound_arrives(state, tap):
    assert tap_word(state, "call:c2").text == "Preparing"
    assert told(state, state=StreamState.CONNECTING) == "Preparing"
    assert told(state) == "Ready"
    assert told(state, state=StreamState.STALLED) == "Not ready"


def test_one_that_closed_is_not(state, tap):
    told(state)
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.ENDED))
    assert tap_word(state, "call:c2") is None


def test_while_listening_pauses_nothing_is(state, tap):
    told(state)
    state.pause = Pause.LOCKED
    assert tap_word(state, "call:c2") is None


def test_a_dead_engine_keeps_nothing_ready(state, tap):
    told(state)
    state.apply_alive(alive=False)
    assert tap_word(state, "call:c2") is None
