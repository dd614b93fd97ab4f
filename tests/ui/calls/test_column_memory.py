"""Order, widths, hidden columns and sorting: kept and put back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from voipmon.core.domain.settings import Settings
from voipmon.core.domain.settings_rules import replace
from voipmon.ui.calls.column_memory import ColumnMemory, columns_of, show_column
from voipmon.ui.calls.columns import Column
from voipmon.ui.calls.model import CallsModel
from voipmon.ui.calls.view import CallsView
from voipmon.ui.preferences import Preferences


@pytest.fixture
def view(qtbot, state, theme):
    model = CallsModel(state)
    model.sync()
    made = CallsView(model, theme)
    made.resize(1000, 400)
    qtbot.addWidget(made)
    made.show()
    return made


def of(**layout):
    return Preferences(replace(Settings(), "layout", layout))


def order(view):
    return sorted(Column, key=view.horizontalHeader().visualIndex)


def test_names_of_other_versions_mean_nothing():
    assert columns_of(("time", "mood", "who", "time")) == [Column.TIME, Column.WHO]


def test_the_layout_is_put_back(view):
    preferences = of(
        columns=("time", "who", "mood"),
        hidden=("direction", "who", "mood"),
        widths={"time": 140, "mood": 90},
        sort_by="who",
        sort_down=False,
    )
    ColumnMemory(view, preferences)
    header = view.horizontalHeader()
    assert order(view)[:3] == [Column.TIME, Column.WHO, Column.STATE]
    assert header.isSectionHidden(Column.DIRECTION)
    assert not header.isSectionHidden(Column.WHO)  # a list without it names nobody
    assert view.columnWidth(Column.TIME) == 140
    assert header.sortIndicatorSection() == Column.WHO
    assert header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
    view.resize(900, 400)
    assert view.columnWidth(Column.TIME) == 140


def test_moving_and_sorting_are_kept(view):
    preferences = of()
    ColumnMemory(view, preferences)
    view.horizontalHeader().moveSection(Column.LEVEL, 0)
    assert preferences.now.layout.columns[0] == "level"
    view.sortByColumn(Column.OTHER, Qt.SortOrder.AscendingOrder)
    kept = preferences.now.layout
    assert (kept.sort_by, kept.sort_down) == ("other", False)


def test_a_resized_window_is_not_a_dragged_column(view):
    preferences = of()
    ColumnMemory(view, preferences)
    for width in (700, 1300):
        view.resize(width, 400)
    assert preferences.now == Settings()


def test_widths_for_another_screen_do_not_hide_the_numbers(view):
    ColumnMemory(view, of(widths={"time": 900, "state": 600}))
    assert view.columnWidth(Column.OTHER) > 100
    assert sum(view.columnWidth(c) for c in Column) <= view.viewport().width()


def test_hidden_and_usual_again(view):
    preferences = of()
    ColumnMemory(view, preferences)
    show_column(preferences, Column.LEVEL, on=False)
    header = view.horizontalHeader()
    assert header.isSectionHidden(Column.LEVEL)
    show_column(preferences, Column.LEVEL, on=True)
    assert not header.isSectionHidden(Column.LEVEL)
    assert preferences.now == Settings()


def test_the_menu_of_the_header_shows_and_hides(view):
    preferences = of(columns=("level",))
    ColumnMemory(view, preferences)
    view.horizontalHeader().customContextMenuRequested.emit(QPoint(5, 5))
    menu = view.findChild(QMenu, "columns_menu")
    actions = {action.text(): action for action in menu.actions()}
    assert "Agent or room" not in actions
    actions["Direction"].trigger()
    assert view.isColumnHidden(Column.DIRECTION)
    actions["&Usual columns"].trigger()
    assert preferences.now == Settings()
    assert order(view) == list(Column)
    menu.close()
