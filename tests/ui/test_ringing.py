"""A call that nobody answered yet is waited for only on a second word."""

import msgspec
import pytest
from PySide6.QtWidgets import QPushButton

from tests.ui.scripted import rows
from voipmon.core.domain.commands import Listen
from voipmon.core.domain.facts import RosterChanged, SignedOut
from voipmon.ui.listening import Listening
from voipmon.ui.ringing import Ringing
from voipmon.ui.state import WindowState
from voipmon.ui.widgets.message_bar import MessageStack

OFFER = "Not answered yet. Listen as soon as it is answered?"
RINGS = "call:c6"
WAITING = (
    "Waiting until the call with +49 30 5550 0199 is answered. You will hear it then."
)


@pytest.fixture
def stack(qtbot, theme):
    made = MessageStack(theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def act(state, engine):
    return Listening(engine, state, say=lambda _: None, changed=lambda: None)


@pytest.fixture
def ringing(stack, state, act):
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


def answer(state: WindowState, **changes: object) -> None:
    row = msgspec.structs.replace(rows()[5], **{"status": "progressing", **changes})
    state.apply_fact(RosterChanged(rows=(row,)))


def press(stack: MessageStack) -> str:
    button = stack.findChild(QPushButton, "message_action")
    label = button.text()
    button.click()
    return label


def heard(state: WindowState) -> list[str]:
    return [card.key for card in state.cards]


def test_a_yes_waits_and_listens_when_it_is_answered(ringing, state, stack):
    ringing.listen("call:c1", False)
    ringing.listen(RINGS, False)
    assert press(stack) == "Listen when answered"
    assert stack.texts == [WAITING]
    ringing.tick()
    assert heard(state) == ["call:c1"]
    answer(state)
    ringing.tick()
    assert heard(state) == [RINGS]
    assert not stack.texts


def test_the_same_wish_again_is_a_yes(ringing, state, stack):
    ringing.listen(RINGS, False)
    ringing.listen(RINGS, False)
    ringing.listen(RINGS, False)
    assert stack.texts == [WAITING]
    answer(state)
    ringing.tick()
    assert heard(state) == [RINGS]


def test_waiting_can_be_cancelled(ringing, state, stack):
    ringing.listen(RINGS, False)
    ringing.listen(RINGS, False)
    assert press(stack) == "Cancel"
    answer(state)
    ringing.tick()
    assert heard(state) == []


def test_a_question_that_was_dismissed_is_asked_again(ringing, state, stack):
    ringing.listen(RINGS, False)
    stack.clear("ringing")
    ringing.listen(RINGS, False)
    assert stack.texts == [OFFER]


def test_without_a_yes_nothing_is_heard_when_it_is_answered(ringing, state, stack):
    ringing.listen(RINGS, False)
    answer(state)
    ringing.tick()
    assert not stack.texts
    assert heard(state) == []


def test_another_call_instead_ends_the_waiting(ringing, state, stack):
    ringing.listen(RINGS, False)
    ringing.listen(RINGS, False)
    ringing.listen("call:c1", False)
    answer(state)
    ringing.tick()
    assert heard(state) == ["call:c1"]


def test_a_list_that_is_gone_ends_the_waiting(ringing, state, stack):
    ringing.listen(RINGS, False)
    ringing.listen(RINGS, False)
    state.apply_fact(SignedOut())
    ringing.tick()
    assert not stack.texts


def test_silence_waits_for_nobody(ringing, act, state, stack):
    ringing.listen(RINGS, False)
    ringing.listen(RINGS, False)
    act.silence()
    assert not stack.texts
    answer(state)
    ringing.tick()
    assert heard(state) == []
