"""What card and tab say of a stream: only what is established."""

import pytest
from msgspec import structs

from tests.ui.scripted import snapshot, stream
from voipmon.core.analysis.quality import Quality
from voipmon.core.domain.snapshot import (
    HistoryPoint,
    OutputSnapshot,
    OutputState,
    PlayoutFigures,
    StreamState,
)
from voipmon.ui.card import Card
from voipmon.ui.link_words import card_figures, quality_of, quality_tip, skip_note
from voipmon.ui.state import WindowState


@pytest.fixture
def card(state: WindowState) -> Card:
    made = state.add(state.rows["call:c1"])
    calm = HistoryPoint(60.0, 40.0, 40.0, 0.0, 50, 0)
    stall = HistoryPoint(60.0, 40.0, 40.0, 0.0, 50, 1)
    figures = PlayoutFigures(
        delay_ms=44.4, target_ms=40.2, recent_concealed_ms=630.0, recent_s=30
    )
    history = (calm, stall, calm)
    heard = stream(
        1, quality=Quality.PATCHY, playout=figures, history=history, lag_ms=60.0
    )
    state.apply_snapshot(snapshot(heard))
    return made


def test_numbers_of_a_heard_call(card, state):
    assert card_figures(card, state) == (
        "Delay 44 ms, target 40 · 2.1 % filled in · 1 stall"
    )
    assert quality_tip(card, Quality.PATCHY) == (
        "Patchy: 2.1 % filled in, last 30 s (over 1 %).\n"
        "Short gaps were filled in; a syllable may be missing or smeared."
    )


def test_no_delay_is_told_while_nothing_plays(card, state):
    stalled = structs.replace(card.snap, state=StreamState.STALLED, lag_ms=None)
    state.apply_snapshot(snapshot(stalled))
    assert card_figures(card, state) == "2.1 % filled in · 1 stall"


def test_nothing_is_claimed_of_what_no_device_plays(card, state):
    silent = OutputSnapshot(state=OutputState.PAUSED)
    state.apply_snapshot(snapshot(card.snap, output=silent))
    assert quality_of(card, state) is None
    assert card_figures(card, state) == ""


@pytest.mark.parametrize("now", [StreamState.CONNECTING, StreamState.OPEN])
def test_nothing_is_claimed_where_no_sound_is_due(card, state, now):
    state.apply_snapshot(snapshot(stream(1, state=now, quality=Quality.GOOD)))
    assert quality_of(card, state) is None
    assert card_figures(card, state) == ""


def test_nothing_is_claimed_before_there_is_evidence(card, state):
    state.apply_snapshot(snapshot(stream(1, playout=PlayoutFigures())))
    assert quality_of(card, state) is None
    assert card_figures(card, state) == ""


def test_nothing_is_claimed_while_the_engine_is_dead(card, state):
    state.apply_alive(alive=False)
    assert quality_of(card, state) is None
    assert card_figures(card, state) == ""


def test_a_skip_grows_old_and_is_gone_after_a_minute(card):
    card.skip(1800.0)
    assert skip_note(card) == "Skipped 1.8 s to get back to live, just now"
    card.pass_time(12.4)
    assert skip_note(card) == "Skipped 1.8 s to get back to live, 12 s ago"
    card.skip(2100.0)
    card.pass_time(3.0)
    assert skip_note(card) == "Skipped 3.9 s in 2 jumps, the last 3 s ago"
    card.pass_time(50.0)
    assert skip_note(card) == "Skipped 2.1 s to get back to live, 53 s ago"
    card.pass_time(50.0)
    assert skip_note(card) == ""
