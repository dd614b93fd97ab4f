"""Everything that the table of actions names can be done in the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from voipmon.core.domain.commands import Leave, Listen
from voipmon.core.domain.snapshot import StreamState
from voipmon.ui.keys.actions import BY_ID, Scope
from voipmon.ui.keys.keymap import Keymap

CTRL = Qt.KeyboardModifier.ControlModifier


def test_enter_listens_with_ctrl_it_adds(window, engine, qtbot):
    view = window.calls.view
    view.setCurrentIndex(window.calls.model.index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Enter)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return, CTRL)
    assert len(engine.told(Listen)) == len(window.state.cards) == 2


def test_enter_elsewhere_listens_to_nothing(window, engine, qtbot):
    window.calls.focus_search()
    qtbot.keyClick(window.calls.search, Qt.Key.Key_Return)
    window.toolbar.mute_all.setFocus()
    qtbot.keyClick(window.toolbar.mute_all, Qt.Key.Key_Return)
    assert not engine.told(Listen)


def test_cards_are_selected_by_number(window, qtbot):
    for number in (1, 2):
        window.listening.listen(f"call:c{number}", add=True)
    qtbot.keyClick(window, Qt.Key.Key_1, CTRL)
    assert window.state.selected is window.state.cards[0]
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    assert window.state.selected is window.state.cards[1]


def test_no_control_of_a_card_swallows_a_letter(window, qtbot):
    window.listening.listen("call:c1", add=False)
    qtbot.waitUntil(lambda: window.state.cards[0].heard)
    card = window.cards.widgets[0]
    stops = [card, *card.findChildren(type(card).__mro__[1])]
    stops = [w for w in stops if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) > 3
    for done, stop in enumerate(s for s in stops if s.isVisible() and s.isEnabled()):
        stop.setFocus()
        qtbot.keyClick(stop, Qt.Key.Key_V)
        assert window.state.cards[0].volume_db == -3.0 * (done + 1), stop.objectName()


def test_a_changed_key_acts_and_the_old_one_does_not(window, engine, qtbot):
    engine.over[1] = {"state": StreamState.CONNECTING}
    window.binding.use(Keymap({"search": "Ctrl+K", "stop": "F9"}))
    window.calls.view.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F, CTRL)
    assert QApplication.focusWidget() is window.calls.view
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    assert QApplication.focusWidget() is window.calls.search
    for key in (Qt.Key.Key_F9, Qt.Key.Key_Escape):
        engine.sent.clear()
        window.listening.listen("call:c1", add=False)
        qtbot.keyClick(window, key)
        assert engine.told(Leave)
        engine.over = {n: {"state": StreamState.CONNECTING} for n in range(9)}


@pytest.mark.parametrize("scope", Scope)
def test_each_scope_is_used(window, scope):
    assert any(BY_ID[action.id].scope is scope for action in window.binding.bound)
