"""The tab: notes typed, played from, deleted, copied."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton

from tests.ui.finding import part
from tests.ui.scripted import snapshot, stream
from tests.ui.test_strip_data import columns
from voipmon.core.domain.commands import Seek
from voipmon.ui.listening import Listening
from voipmon.ui.marks.tab import MarksTab

LIVE = {"now_s": 100.0, "heard_s": 99.0, "kept_s": 60.0}


@pytest.fixture
def listening(engine, state):
    return Listening(engine, state, say=lambda _: None, changed=lambda: None)


@pytest.fixture
def tab(qtbot, state, listening, theme):
    made = MarksTab(state, theme, play=listening.play_from)
    listening.marked = lambda mark, note: made.take(mark, note=note)
    qtbot.addWidget(made)
    made.resize(900, 240)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def card(state):
    made = state.add(state.rows["call:c1"])
    state.apply_snapshot(snapshot(stream(1, envelope=columns(100), **LIVE)))
    return made


def button(tab, name):
    return part(tab, QPushButton, f"marks_{name}")


def test_empty_it_says_what_marks_are_and_that_they_go(tab):
    words = tab.findChild(object, "empty_text").text()
    assert "M marks what you hear" in words
    assert "forgotten when you sign out" in words
    for name in ("play", "edit", "delete", "copy"):
        assert not button(tab, name).isEnabled()
    assert button(tab, "play").toolTip() == "Cannot be played: no mark is selected"


def test_a_note_that_is_being_typed_is_not_opened_again(tab, listening, card, qtlog):
    listening.note(card)
    tab.edit()
    assert len(tab.view.findChildren(QLineEdit)) == 1
    assert not [one for one in qtlog.records if "editing failed" in one.message]


def test_a_note_is_typed_at_once(tab, listening, card, qtbot):
    listening.note(card)
    editor = tab.view.findChild(QLineEdit)
    qtbot.keyClicks(editor, "refund")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.selected.text == "refund")


def test_then_the_keys_act_where_they_did_before(tab, listening, card, qtbot):
    before = button(tab, "copy")
    listening.mark(card)
    before.setFocus()
    listening.note(card)
    assert not before.hasFocus()
    qtbot.keyClick(tab.view.findChild(QLineEdit), Qt.Key.Key_Return)
    qtbot.waitUntil(before.hasFocus)


def test_escape_leaves_the_mark_without_a_note(tab, listening, card, qtbot):
    listening.note(card)
    editor = tab.view.findChild(QLineEdit)
    qtbot.keyClicks(editor, "never mind")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert [mark.text for mark in tab.model.marks] == [""]


def test_a_mark_without_a_note_opens_no_editor(tab, listening, card):
    listening.mark(card)
    assert tab.view.findChild(QLineEdit) is None
    assert len(tab.model.marks) == 1


def test_it_is_played_from_there(tab, listening, card, engine, qtbot):
    listening.mark(card)
    qtbot.mouseClick(button(tab, "play"), Qt.MouseButton.LeftButton)
    assert engine.told(Seek) == [Seek(stream_id=1, at_s=99.0)]
    tab.view.setFocus()
    qtbot.keyClick(tab.view, Qt.Key.Key_Return)
    assert len(engine.told(Seek)) == 2


def test_what_is_too_old_says_why(tab, listening, card, state, engine):
    listening.mark(card)
    state.apply_snapshot(snapshot(stream(1, **{**LIVE, "now_s": 200.0})))
    tab.refresh(1.0)
    assert not button(tab, "play").isEnabled()
    assert button(tab, "play").toolTip() == "Cannot be played: older than 60 s"
    tab.play()
    assert not engine.told(Seek)


def test_deleted_by_key(tab, listening, card, qtbot):
    listening.mark(card)
    listening.mark(card)
    qtbot.keyClick(tab.view, Qt.Key.Key_Delete)
    assert len(tab.model.marks) == 1


def test_copied_as_text(tab, listening, card, qtbot):
    listening.mark(card)
    tab.selected.text = "refund"
    qtbot.keyClick(tab.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().endswith("0142)  refund")


def test_forgotten(tab, listening, card):
    listening.mark(card)
    tab.clear()
    assert not tab.model.marks
    assert not button(tab, "copy").isEnabled()
