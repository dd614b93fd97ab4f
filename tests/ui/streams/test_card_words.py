"""The words of a card: the judgement first, then the numbers, each with its meaning."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from tests.ui.scripted import snapshot, stream
from voipmon.core.analysis.quality import Quality
from voipmon.core.domain.facts import StreamSkipped
from voipmon.core.domain.settings import ThemeChoice
from voipmon.core.domain.snapshot import (
    HistoryPoint,
    OutputSnapshot,
    OutputState,
    PlayoutFigures,
)
from voipmon.ui.state import WindowState
from voipmon.ui.streams.card_words import CardWords

FIGURES = PlayoutFigures(
    delay_ms=44.0, target_ms=40.0, recent_concealed_ms=630.0, recent_s=30
)
CALM = HistoryPoint(60.0, 40.0, 40.0, 0.0, 50, 0)


@pytest.fixture
def words(qtbot, state, theme):
    made = CardWords(state.add(state.rows["call:c1"]), state, theme)
    qtbot.addWidget(made)
    made.show()
    return made


def show(words: CardWords, window_state: WindowState, /, **changes: object) -> None:
    heard = {"playout": FIGURES, "history": (CALM,), **changes}
    window_state.apply_snapshot(snapshot(stream(1, **heard)))
    words.refresh(1.0)


def label(words: CardWords, name: str) -> QLabel:
    return words.findChild(QWidget, name)


def test_word_then_numbers_then_what_they_mean(words, state):
    show(words, state, quality=Quality.PATCHY)
    quality, figures = label(words, "quality_label"), label(words, "figures_label")
    assert quality.text == "Patchy"
    assert "2.1 % filled in, last 30 s (over 1 %)" in quality.toolTip()
    assert figures.text() == "Delay 44 ms, target 40 · 2.1 % filled in · no stalls"
    assert figures.toolTip().startswith("Delay: what playout waits")


def test_nothing_is_claimed_of_what_is_not_played(words, state):
    show(words, state, quality=Quality.GOOD)
    silent = OutputSnapshot(state=OutputState.ABSENT)
    state.apply_snapshot(snapshot(state.cards[0].snap, output=silent))
    words.refresh(1.0)
    assert label(words, "quality_label").isHidden()
    assert label(words, "quality_label").toolTip() == ""
    assert label(words, "figures_label").isHidden()


def test_a_skip_stands_on_the_card_with_its_age_for_a_minute(words, state, theme):
    show(words, state)
    note = label(words, "note_label")
    assert note.isHidden()
    state.apply_fact(StreamSkipped(stream_id=1, skipped_ms=1800))
    state.pass_time(12.4)
    show(words, state)
    assert note.text() == "Skipped 1.8 s to get back to live, 12 s ago"
    light = note.palette().windowText().color()
    theme.choose(ThemeChoice.DARK)
    assert note.palette().windowText().color() != light
    theme.choose(ThemeChoice.SYSTEM)
    state.pass_time(48.0)
    show(words, state)
    assert note.isHidden()


def test_where_there_is_little_room_a_note_takes_the_place_of_the_numbers(words, state):
    words.set_compact(True)
    show(words, state)
    figures = label(words, "figures_label")
    assert not figures.isHidden()
    state.apply_fact(StreamSkipped(stream_id=1, skipped_ms=1800))
    show(words, state)
    assert figures.isHidden()
