"""A mark points at what was heard, and says why it cannot be replayed."""

import time

import pytest

from tests.ui.scripted import snapshot, stream
from tests.ui.test_strip_data import columns
from voipmon.core.domain.facts import EngineRestarted, StreamEnded
from voipmon.core.domain.snapshot import EndCause, Problem, StreamState
from voipmon.ui import wording
from voipmon.ui.marks.mark import as_text, mark_now, out_of_reach, unmark
from voipmon.ui.strip_data import StripMark

LIVE = {"now_s": 100.0, "heard_s": 99.9, "kept_s": 60.0}
BEHIND = {"now_s": 100.0, "heard_s": 80.0, "kept_s": 60.0, "behind_s": 20.0}


@pytest.fixture
def card(state):
    made = state.add(state.rows["call:c1"])
    told(state, envelope=columns(500), envelope_first=0, **LIVE)
    told(state, envelope=columns(500), envelope_first=500, **LIVE)
    told(state, envelope=columns(500), envelope_first=1000, **LIVE)
    return made


def told(state, **changes):
    state.apply_snapshot(snapshot(stream(1, **changes)))


def test_it_knows_whom_it_is_about_and_when(card, state):
    state.clock_offset_s = 7200.0
    mark = mark_now(card, state)
    assert (mark.who, mark.other) == ("Dana Lee", "+1 415 555 0142")
    assert mark.at_s == pytest.approx(time.time() + 7200, abs=5)
    assert mark.heard_s == 99.9
    assert StripMark.NOTE in card.strip.at(29).marks


def test_behind_live_it_points_at_what_was_heard(card, state):
    told(state, **BEHIND)
    mark = mark_now(card, state)
    assert mark.heard_s == 80.0
    assert mark.at_s == pytest.approx(time.time() - 20, abs=5)
    assert StripMark.NOTE in card.strip.at(10).marks


def test_before_anything_was_heard_there_is_nothing_to_replay(state):
    card = state.add(state.rows["call:c1"])
    mark = mark_now(card, state)
    assert mark.heard_s is None
    assert out_of_reach(mark, state) == "not kept"
    told(state)
    assert out_of_reach(mark, state) == "nothing was heard"


def test_within_the_last_minute_it_can_be_replayed(card, state):
    mark = mark_now(card, state)
    assert out_of_reach(mark, state) == ""
    told(state, **{**LIVE, "now_s": 159.0})
    assert out_of_reach(mark, state) == ""
    told(state, **{**LIVE, "now_s": 161.0})
    assert out_of_reach(mark, state) == "older than 60 s"


def test_also_after_the_call_has_ended(card, state):
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.ENDED))
    mark = mark_now(card, state)
    assert out_of_reach(mark, state) == ""


def test_not_after_it_was_left(card, state):
    mark = mark_now(card, state)
    state.drop(card)
    assert out_of_reach(mark, state) == "call left"


def test_another_engine_has_another_time(card, state):
    mark = mark_now(card, state)
    died = Problem(kind="engine.died")
    state.apply_fact(EngineRestarted(restarts=1, problem=died))
    assert out_of_reach(mark, state) == "not kept"
    told(state, **LIVE)
    assert out_of_reach(mark, state) == "not kept"


def test_off_the_strip_with_the_last_mark_of_its_second(card, state):
    one, other = mark_now(card, state), mark_now(card, state)
    unmark(one, state, [other])
    assert StripMark.NOTE in card.strip.at(29).marks
    unmark(other, state, [])
    assert not card.strip.at(29).marks


def test_as_text_the_oldest_first(card, state):
    one, other = mark_now(card, state), mark_now(card, state)
    one.at_s, one.text = other.at_s - 60, "refund"
    when = [wording.clock_time(mark.at_s) for mark in (one, other)]
    assert as_text([other, one]) == (
        f"{when[0]}  Dana Lee (+1 415 555 0142)  refund\n"
        f"{when[1]}  Dana Lee (+1 415 555 0142)"
    )


def test_a_mark_in_the_replay_of_a_call_that_ended_has_the_time_it_was_said(
    card, state
):
    over = stream(1, state=StreamState.CLOSED, cause=EndCause.ENDED, **BEHIND)
    state.apply_snapshot(snapshot(over))
    card.closed_at_s -= 300.0  # five minutes ago
    mark = mark_now(card, state)
    assert mark.at_s == pytest.approx(card.closed_at_s - 20.0)
    assert out_of_reach(mark, state) == ""
