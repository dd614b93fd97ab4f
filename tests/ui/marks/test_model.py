"""Marks as a table."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.ui.scripted import snapshot, stream
from tests.ui.test_strip_data import columns
from voipmon.ui.marks.mark import mark_now
from voipmon.ui.marks.model import NOTE_LENGTH, Column, MarksModel

LIVE = {"now_s": 100.0, "heard_s": 99.9, "kept_s": 60.0}


@pytest.fixture
def model(state, theme):
    made = MarksModel(state, theme)
    tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    yield made
    tester.deleteLater()


@pytest.fixture
def card(state):
    made = state.add(state.rows["call:c1"])
    state.apply_snapshot(snapshot(stream(1, envelope=columns(100), **LIVE)))
    return made


def shown(model, row):
    return [model.index(row, column).data() for column in Column]


def test_the_newest_is_on_top(model, card, state):
    first, second = mark_now(card, state), mark_now(card, state)
    first.text, second.text = "one", "two"
    model.add(first)
    model.add(second)
    assert [mark.text for mark in model.marks] == ["two", "one"]
    assert shown(model, 0)[1:] == [
        "Dana Lee · +1 415 555 0142", "two", "can be played",
    ]  # fmt: skip


def test_the_note_is_edited_as_one_line(model, card, state):
    model.add(mark_now(card, state))
    at = model.index(0, Column.NOTE)
    assert model.flags(at) & Qt.ItemFlag.ItemIsEditable
    assert not model.flags(model.index(0, Column.CALL)) & Qt.ItemFlag.ItemIsEditable
    assert model.setData(at, "  asks\nfor a refund ")
    assert at.data(Qt.ItemDataRole.EditRole) == "asks for a refund"
    model.setData(at, "x" * 9999)
    assert len(at.data()) == NOTE_LENGTH


def test_it_tells_when_one_can_no_longer_be_played(model, card, state, qtbot):
    model.add(mark_now(card, state))
    with qtbot.assertNotEmitted(model.dataChanged):
        model.refresh()
    state.apply_snapshot(snapshot(stream(1, **{**LIVE, "now_s": 200.0})))
    with qtbot.waitSignal(model.dataChanged):
        model.refresh()
    assert shown(model, 0)[Column.REPLAY] == "older than 60 s"


def test_removed_it_is_off_the_strip_too(model, card, state):
    model.add(mark_now(card, state))
    assert card.strip.marks
    model.remove(0)
    assert not model.marks
    assert not card.strip.marks


def test_cleared(model, card, state):
    model.add(mark_now(card, state))
    model.clear()
    assert model.rowCount() == 0
