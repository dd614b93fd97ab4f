"""The whole window on a real display: real clicks, real keys."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from tests.ui.finding import cell, heard, part
from voipmon.core.domain.commands import (
    Leave,
    Listen,
    SetVolume,
    SignIn,
    SignOut,
)


@pytest.mark.window
def test_clicks_listen_add_and_leave(window, engine, hand, qtbot):
    table = window.calls.view.viewport()
    hand.click(table, cell(window, "call:c1"))
    qtbot.waitUntil(lambda: heard(window, "Dana Lee · 60 ms behind"))
    hand.click(table, cell(window, "call:c1"))
    assert len(engine.told(Listen)) == 1
    hand.click(table, cell(window, "call:c2"), ctrl=True)
    qtbot.waitUntil(lambda: heard(window, "Marcus Oyelaran + 1 more"))
    assert [card.key for card in window.state.cards] == ["call:c1", "call:c2"]
    hand.click(table, cell(window, "call:c3"))
    qtbot.waitUntil(lambda: heard(window, "Priya Nair + 1 more"))
    leave = part(window, QWidget, "card_2").findChild(QToolButton, "leave_button")
    hand.click(leave)
    qtbot.waitUntil(lambda: heard(window, "Dana Lee"))
    assert engine.told(Leave)[-1].stream_id == 3


@pytest.mark.window
def test_a_double_click_listens_once(window, engine, hand, qtbot):
    hand.click(window.calls.view.viewport(), cell(window, "call:c3"), double=True)
    qtbot.waitUntil(lambda: heard(window, "Priya Nair"))
    assert len(engine.told(Listen)) == 1


@pytest.mark.window
def test_everything_by_keys(window, engine, hand, qtbot):
    window.calls.view.setFocus()
    qtbot.waitUntil(window.calls.view.hasFocus)
    hand.key("Home", "Down")
    qtbot.waitUntil(lambda: window.calls.view.current_key() == "call:c2")
    assert not engine.told(Listen)
    hand.key("Return")
    qtbot.waitUntil(lambda: heard(window, "Marcus Oyelaran"))
    hand.key("Down", "ctrl+Return")
    qtbot.waitUntil(lambda: heard(window, "Priya Nair + 1 more"))
    hand.key("ctrl+1")
    qtbot.waitUntil(lambda: heard(window, "Marcus Oyelaran + 1 more"))
    hand.key("v", "v", "V")
    qtbot.waitUntil(lambda: len(engine.told(SetVolume)) == 3)
    assert [c.volume_db for c in engine.told(SetVolume)] == [-3, -6, -3]
    hand.key("ctrl+shift+m")
    qtbot.waitUntil(lambda: engine.told(SetVolume)[-1].muted)
    assert engine.told(SetVolume)[-1].stream_id == 0
    hand.key("Escape")
    assert not engine.told(Leave)
    hand.key("Escape")
    qtbot.waitUntil(lambda: engine.told(Leave) == [Leave(stream_id=1)])


@pytest.mark.window
def test_typing_filters_and_letters_stay_in_the_field(window, engine, hand, qtbot):
    hand.key("ctrl+f")
    search = part(window, QLineEdit, "search_edit")
    qtbot.waitUntil(search.hasFocus)
    hand.type("Vivian")
    qtbot.waitUntil(lambda: window.calls.model.rowCount() == 0)
    assert search.text() == "Vivian"
    assert not engine.told(SetVolume)
    words = window.calls.empty
    assert words.label.text() == '6 live calls and 1 conference, none match "Vivian".'
    hand.click(words.button)
    qtbot.waitUntil(lambda: window.calls.model.rowCount() == 7)


@pytest.mark.window
def test_signing_in_by_hand(window, engine, hand, qtbot):
    hand.click(part(window, QToolButton, "account_button"))
    qtbot.waitUntil(lambda: not window.calls.model.rowCount())
    assert engine.told(SignOut)
    hand.click(window.calls.empty.button)
    dialog = part(window, QWidget, "sign_in_dialog")
    qtbot.waitUntil(dialog.isVisible)
    qtbot.waitUntil(dialog.isActiveWindow)
    hand.click(dialog.findChild(QLineEdit, "server_edit"))
    hand.key("ctrl+a")  # the last session's server and user stand there
    hand.type("pbx.example.org")
    hand.key("Tab", "Tab")
    hand.click(dialog.findChild(QLineEdit, "user_edit"))
    hand.key("ctrl+a")
    hand.type("sam")
    hand.key("Tab")
    hand.type("s3cret")
    hand.key("Return")
    qtbot.waitUntil(lambda: window.calls.model.rowCount() == 7)
    wanted = engine.told(SignIn)[-1]
    given = (wanted.server, wanted.username, wanted.password)
    assert given == ("pbx.example.org", "sam", "s3cret")
    assert not dialog.isVisible()


@pytest.mark.window
def test_a_screenshot_shows_the_window(window, hand, tmp_path, qtbot):
    hand.click(window.calls.view.viewport(), cell(window, "call:c1"))
    qtbot.waitUntil(lambda: heard(window, "Dana Lee"))
    picture: Path = tmp_path / "window.png"
    hand.shoot(picture)
    assert picture.stat().st_size > 10_000
