"""The platform's words in the supervisor's."""

import pytest

from tests.ui.scripted import call, room
from voipmon.core.domain.snapshot import (
    EndCause,
    OutputSnapshot,
    OutputState,
    ResourceKind,
)
from voipmon.ui import icons, wording


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("dialing", "Dialing"),
        ("ringing", "Ringing"),
        ("progressing", "Talking"),
        ("terminating", "Ending"),
        ("canceling", "Ending"),
        ("hangup", "Ended"),
        ("something", "Something"),
    ],
)
def test_states_of_a_call(status, word):
    assert wording.row_word(call(1, status=status)).text == word


def test_a_call_that_is_no_longer_live_has_ended_whatever_its_status():
    assert wording.row_word(call(1, live=False)).text == "Ended"


@pytest.mark.parametrize(("people", "word"), [(0, "Empty"), (1, "Open"), (5, "Open")])
def test_states_of_a_room(people, word):
    assert wording.row_word(room(1, "War room", people)).text == word


def test_who_and_the_other_side():
    assert wording.who(call(1, "Dana Lee")) == "Dana Lee"
    assert wording.other(call(1, "Dana Lee", party="+1")) == "+1"
    assert wording.who(call(1, party="+1")) == "+1"
    assert wording.other(call(1, party="+1")) == ""
    named = call(1, party="Mrs Whitfield (+15558920179)")
    assert wording.who(named) == "Mrs Whitfield"
    assert wording.other(named) == "+15558920179"
    assert wording.who(call(1, party="")) == "Unknown caller"
    assert wording.other(room(1, "War room", 1)) == "1 person"
    assert wording.other(room(1, "War room", 0)) == "nobody inside"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (9.9, "0:09"), (372, "6:12"), (3672, "1:01:12"), (-3, "0:00")],
)
def test_spans(seconds, text):
    assert wording.span(seconds) == text


@pytest.mark.parametrize(
    ("volume_db", "text"),
    [(0, "0 dB"), (3, "+3 dB"), (-6, f"{wording.MINUS}6 dB")],
)
def test_gains(volume_db, text):
    assert wording.gain(volume_db) == text


def test_every_word_has_its_icon():
    words = [*wording.CLOSED.values(), *wording.QUALITY.values()]
    words += [wording.row_word(call(1, status=s)) for s in ("ringing", "dialing", "x")]
    words += [wording.output_word(OutputSnapshot(state=s)) for s in OutputState]
    words += [wording.direction(call(1, direction=d)) for d in ("incoming", "outgoing")]
    for word in words:
        assert (icons.folder() / f"{word.icon}.svg").is_file(), word


def test_every_end_has_a_word():
    assert set(wording.CLOSED) == set(EndCause)


def test_a_headset_that_went_away():
    gone = OutputSnapshot(
        state=OutputState.PAUSED, device="Headset", offer="Laptop speakers"
    )
    assert wording.output_problem(gone) == (
        "Headset disconnected. Listening paused, nothing is played on speakers. "
        'Use "Laptop speakers"?'
    )
    assert wording.output_problem(OutputSnapshot(state=OutputState.RUNNING)) == ""


def test_the_talk_itself():
    assert wording.talk_of(call(1, "Dana Lee"), ResourceKind.CALL) == "Dana Lee's call"
    assert wording.talk_of(None, ResourceKind.CALL) == "the call"
    sales = room(1, "Sales", 2)
    assert wording.talk_of(sales, ResourceKind.CONFERENCE) == "conference Sales"


def test_a_level_to_be_read_out():
    assert wording.level(-23.4) == f"{wording.MINUS}23 dB"
    assert wording.level(-104.0) == "silent"


@pytest.mark.parametrize(
    ("ms", "told"),
    [(62.4, "62 ms"), (999, "999 ms"), (1000, "1 s"), (3240, "3.2 s")],
)
def test_a_delay_is_as_exact_as_it_matters(ms, told):
    assert wording.delay(ms) == told
