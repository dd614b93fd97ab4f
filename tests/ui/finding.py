"""Where the parts of a window are."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from voipmon.ui.calls.columns import Column
from voipmon.ui.main_window import MainWindow

ASKED = "NOBODY CAN HEAR YOU — listening to "


def cell(window: MainWindow, key: str, column: int = Column.WHO) -> QRect:
    """Where a cell of the table is, in its viewport."""
    model = window.calls.model
    return window.calls.view.visualRect(model.index(model.place_of(key), column))


def heard(window: MainWindow, name: str) -> bool:
    return window.banner.text.startswith(ASKED + name)


def part(window: MainWindow, kind: type, name: str) -> QWidget:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found
