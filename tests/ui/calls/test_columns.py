"""Columns and headings belong together."""

from voipmon.ui.calls.columns import HEADERS, Column


def test_each_column_has_a_heading():
    assert len(HEADERS) == len(Column)
    assert HEADERS[Column.TIME] == "Time"
