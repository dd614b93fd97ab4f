"""The focus never gets lost with what had it."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QPushButton, QSlider, QToolButton

from tests.ui.finding import heard
from voipmon.core.domain.facts import StreamEnded
from voipmon.core.domain.snapshot import EndCause, StreamState
from voipmon.ui.keys.sheet import KeySheet


@pytest.fixture
def two(window, qtbot):
    for number in (1, 2):
        window.listening.listen(f"call:c{number}", add=True)
    qtbot.waitUntil(lambda: heard(window, "Marcus Oyelaran + 1 more"))
    return window


def focus():
    return QApplication.focusWidget()


def test_a_card_that_is_left_hands_it_to_the_selected_one(two, qtbot):
    card = two.cards.widgets[1]
    leave = card.findChild(QToolButton, "leave_button")
    leave.setFocus()
    leave.click()
    qtbot.waitUntil(lambda: focus() is two.cards.widgets[0])


def test_the_last_card_hands_it_to_the_list(two, qtbot):
    for _ in range(2):
        card = two.cards.widgets[-1]
        card.setFocus()
        two.listening.leave(card.card)
    qtbot.waitUntil(lambda: focus() is two.calls.view)


def test_a_slider_of_a_call_that_ended_hands_it_to_its_card(two, engine, qtbot):
    card = two.cards.widgets[0]
    card.findChild(QSlider, "volume_slider").setFocus()
    engine.over[1] = {"state": StreamState.CLOSED, "cause": EndCause.ENDED}
    engine.facts.append(StreamEnded(stream_id=1, cause=EndCause.ENDED))
    qtbot.waitUntil(lambda: focus() is card)


def test_a_card_that_goes_right_after_its_slider_hands_it_to_the_list(two, qtbot):
    two.listening.leave(two.cards.widgets[1].card)
    card = two.cards.widgets[0]
    slider = card.findChild(QSlider, "volume_slider")
    slider.setFocus()
    with qtbot.captureExceptions() as raised:
        slider.setEnabled(False)
        two.listening.leave(card.card)
        QApplication.sendPostedEvents(card, QEvent.Type.DeferredDelete)
        qtbot.waitUntil(lambda: focus() is two.calls.view)
    assert not raised


def test_a_message_that_goes_hands_it_on(window, qtbot):
    window.notices.say("Marked.")
    button = window.messages.findChild(QToolButton, "message_close")
    button.setFocus()
    button.click()
    qtbot.waitUntil(lambda: focus() is window.calls.view)


def test_a_dialog_hands_it_back(window, qtbot):
    window.toolbar.mute_all.setFocus()
    window.show_help()
    sheet = window.findChild(KeySheet)
    qtbot.waitUntil(sheet.isActiveWindow)
    sheet.findChild(QPushButton, "help_close").click()
    window.activateWindow()  # as a window manager does
    qtbot.waitUntil(lambda: focus() is window.toolbar.mute_all)


def test_who_tabs_away_goes_where_tab_goes(two, qtbot):
    card = two.cards.widgets[0]
    card.setFocus()
    two.toolbar.mute_all.setFocus()
    QApplication.processEvents()
    QApplication.processEvents()
    assert focus() is two.toolbar.mute_all
