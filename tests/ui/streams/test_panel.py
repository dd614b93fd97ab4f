"""Up to four cards, in order, each the same widget as long as it lives."""

import pytest
from PySide6.QtWidgets import QLabel, QSlider, QToolButton, QWidget

from tests.ui.scripted import snapshot, stream
from voipmon.core.domain.commands import GoLive, Leave, Seek, SetPlace, SetSpeed
from voipmon.ui.listening import Listening
from voipmon.ui.streams.panel import CardsPanel


@pytest.fixture
def panel(qtbot, engine, state, theme):
    act = Listening(engine, state, say=lambda _: None, changed=lambda: None)
    made = CardsPanel(state, act, theme)
    qtbot.addWidget(made)
    made.resize(400, 800)
    made.show()
    return made


def test_without_cards_it_says_what_to_do(panel):
    panel.refresh(0.0)
    hint = panel.findChild(QWidget, "session_hint")
    assert hint.isVisible()
    assert "Click a call" in hint.findChild(QLabel, "empty_text").text()


def test_cards_keep_their_widgets_and_take_their_numbers(panel, state):
    first = state.add(state.rows["call:c1"])
    second = state.add(state.rows["call:c2"])
    panel.refresh(0.0)
    widget = panel.widget_of(second)
    assert widget.objectName() == "card_2"
    state.drop(first)
    panel.refresh(0.0)
    assert panel.widget_of(second) is widget
    assert widget.objectName() == "card_1"
    assert panel.widget_of(first) is None


def test_leaving_by_the_button(panel, state, engine):
    state.add(state.rows["call:c1"])
    panel.refresh(0.0)
    panel.findChild(QToolButton, "leave_button").click()
    panel.refresh(0.0)
    assert engine.told(Leave) == [Leave(stream_id=1)]
    assert panel.findChild(QWidget, "session_hint").isVisible()


def test_four_cards_are_made_low_when_there_is_no_room(panel, state):
    for number in range(1, 5):
        state.add(state.rows[f"call:c{number}"])
    panel.refresh(0.0)

    def heights() -> list[int]:
        widgets = [panel.widget_of(card) for card in state.cards]
        return [widget.minimumSizeHint().height() for widget in widgets]

    tall = heights()
    panel.resize(400, 500)
    low = heights()
    assert low[-1] == tall[-1] == max(tall), "the selected one has everything"
    assert max(low[:-1]) < min(tall)


def test_the_one_that_is_selected_has_everything(panel, state):
    for number in range(1, 5):
        state.add(state.rows[f"call:c{number}"])
    panel.refresh(0.0)
    first, last = state.cards[0], state.cards[-1]
    replay = [panel.widget_of(card).replay for card in (first, last)]
    assert [row.isVisible() for row in replay] == [False, True]
    state.selected = first
    panel.refresh(0.0)
    assert [row.isVisible() for row in replay] == [True, False]


def test_replay_marks_and_places_reach_the_engine(panel, state, engine):
    card = state.add(state.rows["call:c1"])
    state.apply_snapshot(snapshot(stream(1, kept_s=30.0, speed=1.25)))
    panel.refresh(0.0)
    widget = panel.widget_of(card)
    widget.back_wanted.emit(15.0)
    widget.seek_wanted.emit(7.0)
    widget.live_wanted.emit()
    widget.speed_wanted.emit(1.0)
    widget.step_wanted.emit(-1)
    assert engine.told(Seek) == [
        Seek(stream_id=1, by_s=-15.0),
        Seek(stream_id=1, at_s=7.0),
    ]
    assert engine.told(GoLive) == [GoLive(stream_id=1)]
    assert [told.speed for told in engine.told(SetSpeed)] == [1.0]
    assert [told.azimuth_deg < 0 for told in engine.told(SetPlace)] == [True]
    assert "left" in widget.findChild(QSlider, "place_slider").accessibleName()


def test_details_select_the_call_they_are_about(panel, state, qtbot):
    first = state.add(state.rows["call:c1"])
    state.add(state.rows["call:c2"])
    panel.refresh(0.0)
    with qtbot.waitSignal(panel.details_wanted):
        panel.widget_of(first).details_wanted.emit()
    assert state.selected is first
