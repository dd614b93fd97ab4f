"""The log as a table that only grows at the top."""

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from voipmon.ui.activity.log import KEPT, Log
from voipmon.ui.activity.model import Column, LogModel


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def model(log, theme):
    made = LogModel(log, theme)
    tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    yield made
    tester.deleteLater()


def texts(model):
    rows = range(model.rowCount())
    return [model.index(row, Column.TEXT).data() for row in rows]


def test_the_newest_is_on_top_and_only_new_ones_are_announced(model, log, qtbot):
    log.write("one", who="Dana Lee")
    log.write("two")
    model.sync()
    assert texts(model) == ["two", "one"]
    assert model.index(1, Column.WHO).data() == "Dana Lee"
    log.write("three")
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        model.sync()
    assert inserted.args[1:] == [0, 0]
    with qtbot.assertNotEmitted(model.rowsInserted):
        model.sync()


def test_the_oldest_go(model, log):
    for number in range(KEPT):
        log.write(str(number))
    model.sync()
    for number in range(3):
        log.write(f"new {number}")
    model.sync()
    assert model.rowCount() == KEPT
    assert texts(model)[0] == "new 2"
    assert texts(model)[-1] == "3"


def test_more_than_all_at_once(model, log):
    log.write("first")
    model.sync()
    for number in range(2 * KEPT):
        log.write(str(number))
    model.sync()
    assert model.rowCount() == KEPT
    assert texts(model)[0] == str(2 * KEPT - 1)


def test_cleared(model, log):
    log.write("one")
    model.sync()
    log.clear()
    log.write("two")
    model.sync()
    assert texts(model) == ["two"]


def test_lines_of_rows_the_oldest_first(model, log):
    for text in ("one", "two", "three"):
        log.write(text)
    model.sync()
    assert [line.text for line in model.lines({0, 2})] == ["one", "three"]
    assert [line.text for line in model.lines(set())] == ["one", "two", "three"]
