"""Clicks and keys become commands; cards follow."""

import pytest

from tests.ui.scripted import ScriptedEngine, call
from voipmon.core.domain.commands import Leave, Listen, Retry, SetCodec, SetVolume
from voipmon.core.domain.facts import RosterChanged, StreamEnded
from voipmon.core.domain.snapshot import EndCause
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.ui.listening import FULL, Listening


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
