"""Closing the window: asked once, and never where nobody could find us again."""

from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from voipmon.core.domain.settings import OnClose
from voipmon.ui.desktop.closing import CloseQuestion, Wish, wish


@pytest.mark.parametrize("on_close", list(OnClose))
def test_without_a_tray_closing_is_quitting(on_close):
    for listening in (True, False):
        assert wish(on_close, tray=False, listening=listening) is Wish.QUIT


def test_with_a_tray_it_is_as_set():
    for listening, (on_close, wanted) in product(
        (True, False), ((OnClose.QUIT, Wish.QUIT), (OnClose.TRAY, Wish.HIDE))
    ):
        assert wish(on_close, tray=True, listening=listening) is wanted
    assert wish(OnClose.ASK, tray=True, listening=True) is Wish.ASK
    assert wish(OnClose.ASK, tray=True, listening=False) is Wish.QUIT


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("close_to_tray_button", [OnClose.TRAY]),
        ("close_quit_button", [OnClose.QUIT]),
        ("close_cancel_button", []),
    ],
)
def test_each_button_answers(qtbot, name, answers):
    window = QWidget()
    qtbot.addWidget(window)
    question = CloseQuestion(window)
    given = []
    question.answered.connect(given.append)
    question.open()
    button = question.findChild(QPushButton, name)
    assert button.toolTip()
    with qtbot.waitSignal(question.finished):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert given == answers


def test_escape_keeps_the_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    question = CloseQuestion(window)
    given = []
    question.answered.connect(given.append)
    question.open()
    with qtbot.waitSignal(question.finished):
        qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert given == []
