"""Tables of words: headings, and one column that takes the room left."""

from PySide6.QtCore import Qt

from voipmon.ui.widgets.plain_table import ROOT, PlainModel, PlainTable


class Words(PlainModel):
    HEADERS = ("Time", "What")

    def rowCount(self, parent=ROOT):  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else 1

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return "12:04:31" if role == Qt.ItemDataRole.DisplayRole else None


def test_fixed_columns_hold_their_sample_and_one_stretches(qtbot, theme):
    table = PlainTable(Words(), theme, samples={0: "00:00:00"}, stretched=1)
    qtbot.addWidget(table)
    table.resize(600, 200)
    table.show()
    assert table.columnWidth(0) > table.fontMetrics().horizontalAdvance("00:00:00")
    assert sum(map(table.columnWidth, (0, 1))) == table.viewport().width()


def test_headings_are_told_across_and_not_down(theme):
    model = Words()
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert [model.headerData(n, across) for n in (0, 1)] == ["Time", "What"]
    assert model.headerData(0, down) is None
    assert model.columnCount(model.index(0, 0)) == 0
