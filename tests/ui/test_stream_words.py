"""A stream's state in words."""

import pytest

from tests.ui.scripted import snapshot, stream
from voipmon.core.domain.facts import StreamEnded, StreamSkipped
from voipmon.core.domain.snapshot import (
    EndCause,
    OutputSnapshot,
    OutputState,
    StreamHint,
    StreamState,
)
from voipmon.ui.stream_words import (
    row_stream_word,
    stream_detail,
    stream_note,
    stream_word,
)


@pytest.mark.parametrize(
    ("changes", "word", "detail"),
    [
        ({}, "Listening", "60 ms behind"),
        ({"buffering": True}, "Starting", ""),
        ({"state": StreamState.CONNECTING}, "Connecting", ""),
        (
            {"state": StreamState.CONNECTING, "attempt": 3, "retry_in_s": 1.2},
            "Reconnecting",
            "try 3, in 2 s",
        ),
        (
            {"state": StreamState.STALLED, "stall_ms": 1300.0},
            "Stalled",
            "no sound for 1 s",
        ),
        ({"state": StreamState.OPEN, "hint": StreamHint.NO_SOUND}, "No sound", ""),
        ({"state": StreamState.OPEN, "hint": StreamHint.EMPTY_ROOM}, "Waiting", ""),
    ],
)
def test_an_open_stream(state, changes, word, detail):
    card = state.add(state.rows["call:c1"])
    state.apply_snapshot(snapshot(stream(1, **changes)))
    assert stream_word(card, state).text == word
    assert stream_detail(card, state) == detail


def test_what_no_loudspeaker_plays_is_not_called_listening(state):
    card = state.add(state.rows["call:c1"])
    output = OutputSnapshot(state=OutputState.ABSENT)
    state.apply_snapshot(snapshot(stream(1), output=output))
    assert stream_word(card, state).text == "Not played"
    assert stream_detail(card, state) == ""


def test_no_sound_after_connecting_has_its_sentence(state):
    card = state.add(state.rows["call:c1"])
    silent = stream(1, state=StreamState.OPEN, hint=StreamHint.NO_SOUND)
    state.apply_snapshot(snapshot(silent))
    assert stream_note(card, state)[0] == (
        "Connected, but no sound arrives. "
        "The call may be on hold, or only one side is sending."
    )


def test_what_was_skipped_is_said(state):
    card = state.add(state.rows["call:c1"])
    state.apply_snapshot(snapshot(stream(1)))
    state.apply_fact(StreamSkipped(stream_id=1, skipped_ms=1800))
    assert stream_note(card, state) == (
        "Skipped 1.8 s to get back to live, just now",
        "patchy",
    )


def test_an_ended_call_says_how_long_it_was(state):
    card = state.add(state.rows["call:c1"])
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.ENDED))
    card.closed_at_s = card.row.answered_s + 372
    assert stream_word(card, state).text == "Ended"
    assert stream_detail(card, state) == "call ended after 6:12"


def test_a_cell_has_room_for_a_short_word_only(state):
    card = state.add(state.rows["call:c1"])
    for cause in EndCause:
        card.close(cause, None)
        assert len(row_stream_word(card, state).text) <= len("Reconnecting")


def test_no_stream_is_called_listening_while_the_engine_is_dead(state):
    card = state.add(state.rows["call:c1"])
    state.apply_snapshot(snapshot(stream(1)))
    state.apply_alive(alive=False)
    assert stream_word(card, state).text == "Interrupted"
    assert stream_detail(card, state) == ""
