"""Streams opened cold, kept ready, heard from the past, kept ready again."""

import pytest

from voipmon.core.domain.commands import (
    Leave,
    Listen,
    SetAudible,
    SetPlace,
    SetSpeed,
    SetVolume,
)
from voipmon.core.wire.names import Encapsulation
from voipmon.ui.arrangement import Arrangement
from voipmon.ui.opening import Opening, Pace


@pytest.fixture
def opening(engine, state):
    return Opening(engine, state, Arrangement(engine, state))


@pytest.fixture
def row(state):
    return lambda number: state.rows[f"call:c{number}"]


def test_the_first_is_heard_in_the_middle(opening, engine, row):
    opening.open(row(1), None)
    (asked,) = engine.sent
    assert asked.audible
    assert (asked.azimuth_deg, asked.under_db) == (0, 0)


def test_a_second_begins_in_its_place_and_the_first_makes_room(opening, engine, row):
    opening.open(row(1), None)
    opening.open(row(2), None)
    asked = engine.told(Listen)[-1]
    assert (asked.azimuth_deg, asked.under_db) == (0, 0)
    assert engine.told(SetPlace) == [
        SetPlace(stream_id=1, azimuth_deg=-30, under_db=12)
    ]


def test_what_is_set_holds_from_the_first_block(opening, engine, row):
    opening.pace = Pace(1.5, skip_silence=False)
    opening.volume_db = -6.0
    opening.encapsulation = Encapsulation.RTP
    opening.open(row(1), None)
    (asked,) = engine.sent
    assert (asked.speed, asked.skip_silence) == (1.5, False)
    assert asked.volume_db == -6.0
    assert asked.encapsulation is Encapsulation.RTP


def test_kept_ready_is_not_heard_and_no_card(opening, engine, state, row):
    opening.keep_ready(row(2))
    (asked,) = engine.sent
    assert not asked.audible
    assert not state.cards
    assert state.tap_of("call:c2").stream_id == asked.stream_id
    opening.let_go(state.taps[0])
    assert engine.sent[-1] == Leave(stream_id=asked.stream_id)
    assert not state.taps


def test_a_tap_becomes_the_card_loud_and_placed_before_it_is_heard(
    opening, engine, state, row
):
    opening.open(row(1), None)
    opening.keep_ready(row(2))
    state.cards[0].volume_db = -9.0
    tap, left = state.taps[0], state.cards[0]
    engine.sent.clear()
    opening.open(row(2), left, back_s=3.0)
    assert state.cards == [tap]
    assert state.selected is tap
    assert not tap.ready
    kinds = [type(command) for command in engine.sent]
    assert kinds == [SetVolume, SetPlace, SetSpeed, SetAudible, Leave]
    assert engine.sent[0] == SetVolume(stream_id=2, volume_db=-9.0)
    assert engine.sent[3] == SetAudible(stream_id=2, audible=True, back_s=3.0)
    assert engine.sent[4] == Leave(stream_id=1)


def test_what_is_left_can_stay_ready(opening, engine, state, row):
    opening.open(row(1), None)
    left = state.cards[0]
    opening.open(row(2), left, keep=True)
    assert state.taps == [left]
    assert left.ready
    assert set(engine.streams) == {1, 2}
    assert engine.sent[-1] == SetAudible(stream_id=1, audible=False)


def test_replacing_a_card_does_not_close_the_taps(opening, engine, state, row):
    opening.open(row(1), None)
    opening.keep_ready(row(3))
    opening.open(row(2), state.cards[0])
    assert not engine.told(Listen)[-1].replace
    assert set(engine.streams) == {2, 3}


def test_the_same_call_opened_again_keeps_its_ten_minutes(opening, state, row):
    opening.open(row(1), None)
    before = state.cards[0]
    opening.open(row(1), before)
    assert state.cards[0] is not before
    assert state.cards[0].strip is before.strip
