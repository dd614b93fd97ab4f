"""Sorting the list by keyboard: a header can only be clicked."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QTableView

from voipmon.ui.calls.columns import HEADERS, Column


def sort_menu(view: QTableView) -> QMenu:
    """The columns that are shown; the one that sorts is ticked and turns round."""
    header = view.horizontalHeader()
    menu = QMenu(view)
    menu.setObjectName("sort_menu")
    menu.setAccessibleName("Sort by")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    group = QActionGroup(menu)
    now, order = header.sortIndicatorSection(), header.sortIndicatorOrder()
    down = order is Qt.SortOrder.DescendingOrder
    for column in Column:
        if header.isSectionHidden(column):
            continue
        sorts = column == now
        turned = " (turn round)" if sorts else ""
        action = menu.addAction(f"{HEADERS[column]}{turned}")
        action.setCheckable(True)
        action.setChecked(sorts)
        action.setData(int(column))
        group.addAction(action)
        falling = not down if sorts else column is Column.TIME  # longest call first
        way = Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder
        action.triggered.connect(
            lambda _on=False, c=column, w=way: view.sortByColumn(c, w)
        )
        if sorts:
            menu.setActiveAction(action)
    return menu


def show_sort_menu(view: QTableView) -> None:
    """Open it below the header."""
    header = view.horizontalHeader()
    sort_menu(view).popup(header.mapToGlobal(QPoint(0, header.height())))
