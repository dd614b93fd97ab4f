"""Keys that act on the selected card."""

import pytest

from tests.ui.scripted import snapshot, stream
from voipmon.core.domain.commands import Leave, Retry, SetVolume
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
    assert keys.said == ["Press Esc again to leave Dana Lee's call."]
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
