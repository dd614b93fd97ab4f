"""The words of a card: the judgement first, then the numbers, each with its meaning."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from tests.ui.scripted import snapshot, stream
from voipmon.core.analysis.quality import Quality
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
    assert label(words, "figures_label").text() == ""


def test_low_the_numbers_give_way(words, state):
    show(words, state)
    assert label(words, "figures_label").isVisible()
    words.set_compact(True)
    assert not label(words, "figures_label").isVisible()
