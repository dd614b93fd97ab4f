"""The list is sorted by keyboard as by clicks on its header."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from voipmon.ui.calls.columns import Column
from voipmon.ui.calls.model import CallsModel
from voipmon.ui.calls.sort_menu import show_sort_menu, sort_menu
from voipmon.ui.calls.view import CallsView


@pytest.fixture
def view(qtbot, state, theme):
    model = CallsModel(state)
    made = CallsView(model, theme)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    model.sync()
    return made


def first(view: CallsView) -> str:
    return view.model().row_at(0).key


def choose(view: CallsView, column: Column) -> None:
    menu = sort_menu(view)
    next(a for a in menu.actions() if a.data() == column).trigger()
    menu.deleteLater()


def test_another_column_and_round(view):
    choose(view, Column.WHO)
    assert first(view) == "call:c6"
    choose(view, Column.WHO)
    assert first(view) == "conference:k1"
    choose(view, Column.TIME)
    longest = view.horizontalHeader()
    assert longest.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder


def test_the_present_column_is_ticked_hidden_ones_are_missing(view):
    view.horizontalHeader().hideSection(Column.DIRECTION)
    menu = sort_menu(view)
    ticked = [action.data() for action in menu.actions() if action.isChecked()]
    assert ticked == [Column.TIME]
    assert Column.DIRECTION not in [action.data() for action in menu.actions()]
    menu.deleteLater()


def test_it_opens_and_is_worked_by_keys(view, qtbot):
    show_sort_menu(view)
    menu = view.findChild(QMenu, "sort_menu")
    qtbot.waitUntil(menu.isVisible)
    assert menu.activeAction().data() == Column.TIME
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert first(view) != "call:c1"
    QApplication.processEvents()
