"""Clicks and keys become commands; cards follow."""

import pytest

from tests.ui.scripted import ScriptedEngine, call, snapshot, stream
from voipmon.core.domain.commands import (
    GoLive,
    Leave,
    Listen,
    Retry,
    Seek,
    SetCodec,
    SetPlace,
    SetSpeed,
    SetVolume,
)
from voipmon.core.domain.facts import RosterChanged, StreamEnded
from voipmon.core.domain.snapshot import EndCause
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.ui.listening import FULL, NOTHING_KEPT, SILENCED, Listening


@pytest.fixture
def said():
    return []


@pytest.fixture
def listening(engine: ScriptedEngine, state, said):
    return Listening(engine, state, say=said.append, changed=lambda: None)


def test_the_first_click_opens(listening, engine, state):
    listening.listen("call:c1", add=False)
    (asked,) = engine.sent
    assert (asked.resource_id, asked.stream_id) == ("c1", 1)
    assert state.selected is state.cards[0]


def test_the_next_click_replaces(listening, engine, state):
    listening.listen("call:c1", add=False)
    listening.listen("call:c2", add=False)
    assert [card.key for card in state.cards] == ["call:c2"]
    assert set(engine.streams) == {2}


def test_with_several_cards_only_the_selected_one_is_replaced_in_its_place(
    listening, engine, state
):
    for number in (1, 2, 3):
        listening.listen(f"call:c{number}", add=True)
    listening.select(state.cards[1])
    listening.listen("call:c4", add=False)
    assert [card.key for card in state.cards] == ["call:c1", "call:c4", "call:c3"]
    assert engine.told(Leave) == [Leave(stream_id=2)]
    assert set(engine.streams) == {1, 3, 4}


def test_a_click_on_what_is_heard_does_not_start_it_anew(listening, engine):
    listening.listen("call:c1", add=False)
    listening.listen("call:c1", add=False)
    listening.listen("call:c1", add=True)
    assert len(engine.told(Listen)) == 1


def test_a_fifth_is_refused_in_words(listening, engine, said):
    for number in range(1, 6):
        listening.listen(f"call:c{number}", add=True)
    assert said == [FULL]
    assert len(engine.told(Listen)) == 4


def test_what_has_ended_is_not_opened(listening, engine, state, said):
    state.apply_fact(RosterChanged(rows=(call(1, "Dana Lee", live=False),)))
    listening.listen("call:c1", add=False)
    assert not engine.sent
    assert "has ended" in said[0]


def test_a_row_that_vanished_is_nothing(listening, engine):
    listening.listen("call:gone", add=False)
    assert not engine.sent


def test_a_click_on_a_lost_call_tries_again(listening, engine, state):
    listening.listen("call:c1", add=False)
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.LOST))
    listening.listen("call:c1", add=False)
    assert engine.told(Retry) == [Retry(stream_id=1)]
    assert not state.cards[0].closed


@pytest.mark.parametrize("cause", [EndCause.DENIED, EndCause.GONE, EndCause.SIGNED_OUT])
def test_so_does_a_click_on_a_live_row_whatever_closed_its_stream(
    listening, engine, state, cause
):
    listening.listen("call:c1", add=False)
    state.apply_fact(StreamEnded(stream_id=1, cause=cause))
    listening.listen("call:c1", add=False)
    assert engine.told(Retry) == [Retry(stream_id=1)]


def test_signed_in_again_it_goes_on_where_it_broke_off(listening, engine, state):
    for number, cause in enumerate(
        (EndCause.SIGNED_OUT, EndCause.ENDED, EndCause.LOST), start=1
    ):
        listening.listen(f"call:c{number}", add=True)
        state.apply_fact(StreamEnded(stream_id=number, cause=cause))
    listening.listen("call:c4", add=True)
    listening.resume()
    assert engine.told(Retry) == [Retry(stream_id=1)]


def test_leave(listening, engine, state):
    listening.listen("call:c1", add=False)
    listening.leave(state.cards[0])
    assert not state.cards
    assert not engine.streams


def test_volumes_stay_in_their_range(listening, engine, state):
    listening.listen("call:c1", add=False)
    listening.set_volume(state.cards[0], 40, muted=False)
    listening.set_volume(state.cards[0], -99, muted=True)
    listening.set_master(-3, muted=True)
    assert engine.told(SetVolume) == [
        SetVolume(stream_id=1, volume_db=12, muted=False),
        SetVolume(stream_id=1, volume_db=-60, muted=True),
        SetVolume(stream_id=0, volume_db=-3, muted=True),
    ]


def test_the_next_call_is_as_loud_as_the_one_it_replaces(listening, engine, state):
    listening.listen("call:c1", add=False)
    listening.set_volume(state.cards[0], -9, muted=False)
    listening.listen("call:c2", add=False)
    assert engine.told(Listen)[-1].volume_db == -9


def test_a_codec_can_be_forced_and_found_again(listening, engine, state):
    listening.listen("call:c1", add=False)
    for codec in (Codec.L16, None):
        listening.set_codec(state.cards[0], codec)
    assert engine.told(SetCodec) == [
        SetCodec(stream_id=1, codec=Codec.L16),
        SetCodec(stream_id=1, codec=None),
    ]


def test_another_encapsulation_opens_the_call_again_in_its_place(
    listening, engine, state
):
    for number in (1, 2):
        listening.listen(f"call:c{number}", add=True)
    listening.set_volume(state.cards[0], -6.0, muted=True)
    listening.set_encapsulation(state.cards[0], Encapsulation.RTP)
    assert [card.key for card in state.cards] == ["call:c1", "call:c2"]
    assert set(engine.streams) == {2, 3}
    opened = engine.told(Listen)[-1]
    assert (opened.encapsulation, opened.volume_db) == (Encapsulation.RTP, -6.0)
    assert engine.told(SetVolume)[-1] == SetVolume(
        stream_id=3, volume_db=-6.0, muted=True
    )


def test_it_holds_for_the_calls_after_it(listening, engine, state):
    listening.listen("call:c1", add=False)
    listening.set_encapsulation(state.cards[0], Encapsulation.AUDIOSOCKET)
    listening.listen("call:c2", add=False)
    assert engine.told(Listen)[-1].encapsulation is Encapsulation.AUDIOSOCKET


def test_what_has_ended_is_named_as_it_is_written(listening, state, said):
    state.apply_fact(RosterChanged(rows=(call(1, "Dana Lee", live=False),)))
    listening.listen("call:c1", add=False)
    assert said == ["Dana Lee's call has ended."]


def test_the_selected_call_is_in_the_middle_and_louder(listening, engine, state):
    for number in (1, 2):
        listening.listen(f"call:c{number}", add=True)
    engine.sent.clear()
    listening.select(state.cards[0])
    assert engine.told(SetPlace) == [
        SetPlace(stream_id=1, azimuth_deg=0, under_db=0),
        SetPlace(stream_id=2, azimuth_deg=30, under_db=12),
    ]
    listening.select(None)
    assert {card.place.under_db for card in state.cards} == {0}


def test_who_stays_moves_to_the_middle_when_the_other_leaves(listening, engine, state):
    for number in (1, 2):
        listening.listen(f"call:c{number}", add=True)
    listening.leave(state.cards[1])
    assert engine.told(SetPlace)[-1] == SetPlace(stream_id=1)


def test_a_stream_that_vanished_makes_room_at_the_next_tick(listening, engine, state):
    for number in (1, 2):
        listening.listen(f"call:c{number}", add=True)
    state.drop(state.cards[1])
    listening.follow()
    assert engine.told(SetPlace)[-1] == SetPlace(stream_id=1)


def test_moving_ends_at_the_ends(listening, state, said):
    listening.listen("call:c1", add=False)
    for _ in range(4):
        listening.move(state.cards[0], 1)
    assert state.cards[0].place.azimuth_deg == 90
    assert said == ["No place further to the right."]


def test_replay(listening, engine, state, said):
    listening.listen("call:c1", add=False)
    card = state.cards[0]
    listening.back(card, 5.0)
    assert said == [NOTHING_KEPT]
    state.apply_snapshot(snapshot(stream(1, kept_s=20.0)))
    listening.back(card, 5.0)
    listening.seek(card, 31.0)
    listening.live(card)
    assert engine.sent[1:] == [
        Seek(stream_id=1, by_s=-5.0),
        Seek(stream_id=1, at_s=31.0),
        GoLive(stream_id=1),
    ]


def test_an_ended_call_can_be_heard_again(listening, engine, state):
    listening.listen("call:c1", add=False)
    state.apply_snapshot(snapshot(stream(1, kept_s=20.0)))
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.ENDED))
    listening.back(state.cards[0], 15.0)
    assert engine.told(Seek) == [Seek(stream_id=1, by_s=-15.0)]


def test_speeds_go_in_steps_also_before_the_engine_answers(listening, engine, state):
    listening.listen("call:c1", add=False)
    card = state.cards[0]
    for press in (
        listening.faster, listening.faster,
        listening.slower, listening.slower, listening.slower,
    ):  # fmt: skip
        press(card)
    assert [told.speed for told in engine.told(SetSpeed)] == [1.5, 1.25, 1.0]


def test_everything_is_closed_at_once_and_said(listening, engine, state, said):
    for number in (1, 2):
        listening.listen(f"call:c{number}", add=True)
    listening.opening.keep_ready(state.rows["call:c3"])
    listening.silence()
    assert not engine.streams
    assert not state.streams()
    assert said == [SILENCED]


def test_signing_out_closes_what_was_kept_ready(listening, engine, state):
    listening.opening.keep_ready(state.rows["call:c3"])
    listening.leave_all()
    assert not engine.streams


def test_marks_are_handed_on(listening, state, said):
    kept = []
    listening.marked = lambda mark, note: kept.append((mark.who, note))
    listening.listen("call:c1", add=False)
    listening.mark(state.cards[0])
    listening.note(state.cards[0])
    assert kept == [("Dana Lee", False), ("Dana Lee", True)]
    assert said[0].startswith("Marked Dana Lee at ")


def test_a_click_on_a_call_kept_ready_hears_it_live(listening, engine, state):
    listening.opening.keep_ready(state.rows["call:c3"])
    listening.listen("call:c3", add=False)
    assert len(engine.told(Listen)) == 1
    assert engine.sent[-1].audible
    assert engine.sent[-1].back_s == 0.0
    assert not state.taps
