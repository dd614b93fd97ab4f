"""A call that nobody answered yet is waited for only on a second word."""

import msgspec
import pytest
from PySide6.QtWidgets import QPushButton

from tests.ui.scripted import rows
from voipmon.core.domain.commands import Listen
from voipmon.core.domain.facts import RosterChanged
from voipmon.ui.listening import Listening
from voipmon.ui.ringing import Ringing
from voipmon.ui.widgets.message_bar import MessageStack

OFFER = "Not answered yet. Listen as soon as it is answered?"
RINGS = "call:c6"


@pytest.fixture
def stack(qtbot, theme):
    made = MessageStack(theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def ringing(stack, state, engine):
    act = Listening(engine, state, say=lambda _: None, changed=lambda: None)
    return Ringing(state, act, stack)


def test_a_call_that_talks_is_listened_to_at_once(ringing, engine, stack):
    ringing.listen("call:c1", False)
    assert [told.resource_id for told in engine.told(Listen)] == ["c1"]
    assert not stack.texts


def test_one_that_rings_is_asked_about_and_nothing_else_is_silenced(
    ringing, engine, stack, state
):
    ringing.listen("call:c1", False)
    ringing.listen(RINGS, False)
    assert stack.texts == [OFFER]
    assert [card.key for card in state.cards] == ["call:c1"]


def test_the_offer_is_taken_by_its_button(ringing, engine, stack, state):
    ringing.listen(RINGS, False)
    button = stack.findChild(QPushButton, "message_action")
    assert button.text() == "Listen when answered"
    button.click()
    assert [card.key for card in state.cards] == [RINGS]
    assert not stack.texts


def test_the_same_wish_again_is_a_yes(ringing, state, stack):
    ringing.listen(RINGS, False)
    ringing.listen(RINGS, False)
    assert [card.key for card in state.cards] == [RINGS]
    assert not stack.texts


def test_the_question_goes_when_the_call_is_answered(ringing, state, stack):
    ringing.listen(RINGS, False)
    ringing.tick()
    assert stack.texts == [OFFER]
    answered = msgspec.structs.replace(rows()[5], status="progressing")
    state.apply_fact(RosterChanged(rows=(answered,)))
    ringing.tick()
    assert not stack.texts
