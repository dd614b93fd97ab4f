"""Roles of our own widgets for assistive programs, by class."""

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_ROLES = {
    "Banner": QAccessible.Role.AlertMessage,
    "MessageBar": QAccessible.Role.AlertMessage,
    "CardWidget": QAccessible.Role.Grouping,
    "CardsPanel": QAccessible.Role.Grouping,
    "CallsPanel": QAccessible.Role.Grouping,
    "Toolbar": QAccessible.Role.ToolBar,
    "Waveform": QAccessible.Role.Graphic,
    "Strip": QAccessible.Role.Graphic,
}


def interface(class_name: str, of: QObject) -> QAccessibleInterface | None:
    """Qt asks for an object's class, then for its bases; None leaves it to Qt.

    Qt owns what is returned and deletes it with the widget.
    """
    role = _ROLES.get(class_name)
    if role is None or not isinstance(of, QWidget):
        return None
    return QAccessibleWidget(of, role)


@cache
def install() -> None:
    """Once for the process."""
    QAccessible.installFactory(interface)
