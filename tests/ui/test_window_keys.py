"""Everything that the table of actions names can be done in the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from voipmon.core.domain.commands import Leave, Listen
from voipmon.core.domain.snapshot import StreamState
from voipmon.ui.keys.actions import ACTIONS
from voipmon.ui.keys.keymap import Keymap
from voipmon.ui.keys.sheet import KeySheet

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


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


def test_all_of_the_table_can_be_done(window):
    assert window.binding.bound == list(ACTIONS)


def test_silencing_everything_acts_beside_the_settings_too(window, engine, qtbot):
    window.listening.listen("call:c1", add=False)
    window.setup.show()
    dialog = window.findChild(QWidget, "settings_dialog")
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CTRL | SHIFT)
    assert [told.stream_id for told in engine.told(Leave)] == [1]
    assert not window.state.cards


def test_the_output_can_be_chosen_by_key(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_D, CTRL)
    menu = window.findChild(QMenu, "output_menu")
    qtbot.waitUntil(menu.isVisible)
    menu.close()


@pytest.mark.parametrize("page", ["settings", "help"])
def test_quitting_acts_beside_a_dialog_too(window, qtbot, page):
    window.setup.show() if page == "settings" else window.show_help()
    qtbot.waitUntil(lambda: QApplication.activeWindow() not in {None, window})
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Q, CTRL)
    assert window.quitting
    assert not window.isVisible()


def test_the_sheet_of_keys_is_there_once(window):
    for _ in range(3):
        window.show_help()
    assert len(window.findChildren(KeySheet)) == 1
