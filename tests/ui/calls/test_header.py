"""The header: a click sorts, a second one turns the order."""

from PySide6.QtCore import QPoint, Qt

from voipmon.ui.calls.columns import Column
from voipmon.ui.calls.model import CallsModel
from voipmon.ui.calls.view import CallsView


def test_clicks_sort_both_ways(qtbot, state, theme):
    model = CallsModel(state)
    view = CallsView(model, theme)
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show()
    model.sync()
    header = view.horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(Column.WHO) + 20, 10)
    orders = []
    for _ in range(2):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        orders.append([model.row_at(n).key for n in range(model.rowCount())])
    assert header.sortIndicatorSection() == Column.WHO
    assert orders[0] == orders[1][::-1]
    assert not header.grab().isNull()
