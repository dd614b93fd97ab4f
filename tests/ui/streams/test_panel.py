"""Up to four cards, in order, each the same widget as long as it lives."""

import pytest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from voipmon.core.domain.commands import Leave
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
    tall = [panel.widget_of(card).minimumSizeHint().height() for card in state.cards]
    panel.resize(400, 500)
    low = [panel.widget_of(card).minimumSizeHint().height() for card in state.cards]
    assert max(low) < min(tall)
