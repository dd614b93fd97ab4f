"""What is told outside the window, and that no number or unwanted name is in it."""

import pytest

from tests.ui.scripted import PLAYING, call, snapshot, stream
from voipmon.core.domain.facts import RosterChanged, SignedOut, StreamEnded
from voipmon.core.domain.snapshot import (
    EndCause,
    OutputSnapshot,
    OutputState,
    Problem,
)
from voipmon.ui import wording
from voipmon.ui.desktop.happenings import OUTPUT, SIGN_IN, Happenings

LOST = {
    EndCause.LOST,
    EndCause.REFUSED,
    EndCause.SILENT_OPEN,
    EndCause.DENIED,
    EndCause.PROTOCOL,
}


def end(state, key, cause):
    card = state.add(state.rows[key])
    state.apply_snapshot(snapshot(stream(card.stream_id, key)))
    fact = StreamEnded(stream_id=card.stream_id, cause=cause)
    state.apply_fact(fact)
    return fact


@pytest.mark.parametrize("cause", list(EndCause))
def test_only_what_is_lost_is_told(state, cause):
    told = Happenings(state).of(end(state, "call:c1", cause), discreet=False)
    assert (told is not None) == (cause in LOST)
    if told is not None:
        assert told.about == "call:c1"
        assert told.text == "Dana Lee's call: no sound comes from it."
        assert told.title == wording.CLOSED[cause].text  # not all of them were lost
        assert told.action == "Listen"


def test_an_end_is_told_if_wanted(state):
    happenings = Happenings(state)
    happenings.tell_ends = True
    told = happenings.of(end(state, "call:c1", EndCause.ENDED), discreet=False)
    assert told is not None
    assert told.text == "Dana Lee's call ended."


@pytest.mark.parametrize("discreet", [True, False])
def test_no_number_ever_and_no_name_on_a_locked_screen(state, discreet):
    row = call(9, "", party="+49 30 5550 0199")
    state.apply_fact(RosterChanged(rows=(row,)))
    happenings = Happenings(state)
    for key in ("call:c9", "call:c1", "conference:k1"):
        told = happenings.of(end(state, key, EndCause.LOST), discreet=discreet)
        words = f"{told.title} {told.text}"
        assert not any(letter.isdigit() for letter in words)
        assert ("Dana" in words) == (key == "call:c1" and not discreet)
        assert "War" not in words


def test_a_sign_in_that_ended_is_told_one_that_was_ended_is_not(state):
    happenings = Happenings(state)
    assert happenings.of(SignedOut(), discreet=False) is None
    told = happenings.of(SignedOut(problem=Problem(kind="net.auth")), discreet=True)
    assert told is not None
    assert told.about == SIGN_IN


def test_a_device_that_goes_is_told_once(state):
    happenings = Happenings(state)

    def see(**output):
        state.apply_snapshot(snapshot(output=OutputSnapshot(**output)))
        return happenings.of_output(discreet=False)

    state.apply_snapshot(snapshot(output=PLAYING))
    assert happenings.of_output(discreet=False) is None
    told = see(state=OutputState.PAUSED, label="Headset")
    assert (told.about, told.title, told.urgent) == (
        OUTPUT,
        "Headset disconnected",
        True,
    )
    assert see(state=OutputState.PAUSED, label="Headset") is None
    assert see(state=OutputState.ABSENT) is None
    assert see(state=OutputState.RUNNING) is None
    assert see(state=OutputState.ABSENT) is not None


def test_a_computer_without_a_device_is_no_news(state):
    state.apply_snapshot(snapshot(output=OutputSnapshot()))
    happenings = Happenings(state)
    gone = OutputSnapshot(state=OutputState.ABSENT)
    state.apply_snapshot(snapshot(output=gone))
    assert happenings.of_output(discreet=False) is None
