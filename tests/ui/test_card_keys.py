"""Keys that act on the selected card."""

import pytest

from tests.ui.scripted import snapshot, stream
from voipmon.core.domain.commands import (
    GoLive,
    Leave,
    Retry,
    Seek,
    SetPlace,
    SetSpeed,
    SetVolume,
)
from voipmon.core.domain.facts import StreamEnded
from voipmon.core.domain.snapshot import EndCause, StreamState
from voipmon.ui.card_keys import CardKeys
from voipmon.ui.listening import Listening
from voipmon.ui.streams.panel import CardsPanel


@pytest.fixture
def keys(qtbot, engine, state, theme):
    act = Listening(engine, state, say=lambda _: None, changed=lambda: None)
    cards = CardsPanel(state, act, theme)
    qtbot.addWidget(cards)
    said: list[str] = []
    made = CardKeys(
        state, act, cards, say=said.append, refresh=lambda: said.append("refreshed")
    )
    made.said = said
    return made


def test_without_a_card_nothing_happens(keys, engine):
    keys.escape()
    keys.louder(3)
    keys.select(2)
    assert not engine.sent
    keys.f5()
    assert keys.said == ["refreshed"]


def test_escape_asks_first_and_forgets_that_it_asked(keys, engine, state):
    state.add(state.rows["call:c1"])
    state.apply_snapshot(snapshot(stream(1)))
    keys.escape()
    assert keys.said == ["Press Esc again within 2 s to leave Dana Lee's call."]
    keys.pass_time(3.0)
    keys.escape()
    assert not engine.told(Leave)
    keys.escape()
    assert engine.told(Leave) == [Leave(stream_id=1)]


def test_what_only_connects_is_cancelled_at_once(keys, engine, state):
    state.add(state.rows["call:c1"])
    state.apply_snapshot(snapshot(stream(1, state=StreamState.OPEN)))
    keys.escape()
    assert engine.told(Leave) == [Leave(stream_id=1)]


def test_volume_in_steps_and_not_of_what_is_over(keys, engine, state):
    state.add(state.rows["call:c1"])
    keys.louder(-3)
    assert engine.told(SetVolume) == [SetVolume(stream_id=1, volume_db=-3.0)]
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.LOST))
    keys.louder(-3)
    assert len(engine.told(SetVolume)) == 1
    keys.f5()
    assert engine.told(Retry) == [Retry(stream_id=1)]


def test_replay_keys(keys, engine, state):
    state.add(state.rows["call:c1"])
    state.apply_snapshot(snapshot(stream(1, kept_s=20.0)))
    keys.back(5.0)
    keys.faster()
    keys.slower()
    keys.live()
    assert engine.sent == [
        Seek(stream_id=1, by_s=-5.0),
        SetSpeed(stream_id=1, speed=1.5),
        SetSpeed(stream_id=1, speed=1.25),
        GoLive(stream_id=1),
    ]


def test_place_keys_and_none_selected(keys, engine, state):
    state.add(state.rows["call:c1"])
    keys.move(-1)
    assert engine.told(SetPlace)[-1].azimuth_deg == -10
    keys.select_none()
    assert state.selected is None


def test_marks_and_notes(keys, state):
    state.add(state.rows["call:c1"])
    kept = []
    keys.listening.marked = lambda mark, note: kept.append((mark.who, note))
    keys.mark()
    keys.note()
    assert kept == [("Dana Lee", False), ("Dana Lee", True)]


def test_what_needs_a_card_says_so(keys, engine):
    for press in (keys.live, keys.slower, keys.faster, keys.mark, keys.note):
        press()
    keys.back(5.0)
    keys.move(1)
    assert not engine.sent
    assert len(keys.said) == 7
    assert set(keys.said) == {
        "No call is selected. Click a card, or listen to a call first."
    }


def test_volume_of_the_last_of_a_call_that_ended(keys, engine, state):
    card = state.add(state.rows["call:c1"])
    over = stream(1, state=StreamState.CLOSED, cause=EndCause.ENDED, kept_s=30.0)
    state.apply_snapshot(snapshot(over))
    keys.louder(3)
    assert card.volume_db == 3
    assert engine.told(SetVolume)


def test_the_second_escape_leaves_only_the_call_that_was_named(keys, engine, state):
    first, second = (state.add(state.rows[f"call:c{n}"]) for n in (1, 2))
    state.apply_snapshot(snapshot(stream(1), stream(2, "call:c2")))
    keys.escape()
    keys.listening.select(first)
    keys.escape()
    assert keys.said[-1] == "Press Esc again within 2 s to leave Dana Lee's call."
    assert not engine.told(Leave)
    keys.escape()
    assert engine.told(Leave) == [Leave(stream_id=first.stream_id)]
    assert state.cards == [second]


def test_what_broke_off_is_not_cancelled_by_one_escape(keys, engine, state):
    card = state.add(state.rows["call:c1"])
    state.apply_snapshot(snapshot(stream(1)))
    again = stream(1, state=StreamState.CONNECTING, attempt=1)
    state.apply_snapshot(snapshot(again))
    keys.escape()
    assert state.cards == [card]
    assert "again" in keys.said[0]
