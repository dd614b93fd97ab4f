"""The three buttons and the answer."""

import pytest

from voipmon.core.domain.commands import Ear, PlayTestSound
from voipmon.core.domain.facts import Chimed, ChimePhase
from voipmon.ui.devices import words
from voipmon.ui.devices.try_out import TryOut


@pytest.fixture
def row(qtbot, check, state, theme):
    made = TryOut(check, state, theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_each_button_asks_for_its_side(row, sent):
    for button in row.buttons.values():
        button.click()
    assert [one.ear for one in sent] == [Ear.LEFT, Ear.RIGHT, Ear.BOTH]
    names = {button.accessibleName() for button in row.buttons.values()}
    assert names == {f"Play the test sound {side}" for side in words.SIDES.values()}


def test_the_answer_is_the_engines(row, check, sent):
    assert row.answer == ""
    row.buttons[Ear.LEFT].click()
    assert sent == [PlayTestSound(number=1, ear=Ear.LEFT)]
    for phase in (ChimePhase.PLAYING, ChimePhase.PLAYED):
        check.on_fact(Chimed(number=1, phase=phase))
    row.follow()
    assert row.answer == "Played on the left of Headset."


def test_muted_it_says_so_and_offers_to_unmute(row, check, state, sent):
    assert not row.unmute.isVisible()
    state.master_muted = True
    row.buttons[Ear.BOTH].click()
    assert row.answer == words.MUTED.text
    assert row.unmute.isVisible()
    row.unmute.click()
    assert not state.master_muted
    assert not row.unmute.isVisible()
    assert row.answer == ""
    row.buttons[Ear.BOTH].click()
    assert len(sent) == 1
