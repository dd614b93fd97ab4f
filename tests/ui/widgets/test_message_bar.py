"""Message bars: the same key replaces, three at most, one action."""

import pytest
from PySide6.QtWidgets import QPushButton, QToolButton

from tests.ui.access.reader import Reader
from voipmon.ui.widgets.message_bar import MessageStack, Notice


@pytest.fixture
def stack(qtbot, theme):
    made = MessageStack(theme)
    qtbot.addWidget(made)
    return made


def test_the_same_again_replaces(stack):
    stack.say(Notice(key="list", text="last update 11 s ago"))
    stack.say(Notice(key="list", text="last update 12 s ago"))
    assert stack.texts == ["last update 12 s ago"]


def test_three_at_most_the_newest(stack):
    for number in range(5):
        stack.say(Notice(key=str(number), text=f"message {number}"))
    assert stack.texts == ["message 2", "message 3", "message 4"]


def test_the_action_and_the_way_out(stack, qtbot):
    done: list[int] = []
    stack.say(
        Notice(key="a", text="x", action="Do it", on_action=lambda: done.append(1))
    )
    stack.findChild(QPushButton, "message_action").click()
    assert done == [1]
    stack.findChild(QToolButton, "message_close").click()
    assert not stack.texts
    assert stack.isHidden()


def test_a_lasting_one_cannot_be_dismissed(stack):
    stack.say(Notice(key="a", text="x", lasting=True))
    assert stack.findChild(QToolButton, "message_close").isHidden()
    stack.clear("a")
    assert not stack.texts
    stack.clear("a")


def test_a_lasting_one_is_not_pushed_out(stack):
    stack.say(Notice(key="output", text="x", lasting=True))
    for number in range(4):
        stack.say(Notice(key=str(number), text=f"message {number}"))
    assert stack.texts == ["x", "message 2", "message 3"]


def test_a_new_one_is_announced_politely_its_counting_is_not(stack, monkeypatch):
    reader = Reader(monkeypatch)
    stack.say(Notice(key="list", text="last update 11 s ago"))
    stack.say(Notice(key="list", text="last update 12 s ago"))
    assert reader.said(urgent=False) == ["last update 11 s ago"]
    stack.say(Notice(key="list", text="the list is gone"))
    assert reader.said(urgent=False)[1:] == ["the list is gone"]
