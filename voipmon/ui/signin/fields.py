"""Fields with labels, as every part of the sign-in dialog has them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from voipmon.ui.tokens import GAP


def edit(name: str, label: str, hint: str, *, secret: bool = False) -> QLineEdit:
    """One line to type in; `label` is what a screen reader calls it."""
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(label)
    made.setToolTip(label)
    made.setPlaceholderText(hint)
    if secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


def rows(parent: QWidget, *parts: tuple[str, QLineEdit]) -> QGridLayout:
    """Labels and fields on common lines, both in the middle of theirs."""
    grid = QGridLayout(parent)
    grid.setContentsMargins(2 * GAP, GAP + 4, 2 * GAP, GAP + 4)
    grid.setHorizontalSpacing(GAP + 4)
    grid.setVerticalSpacing(GAP)
    for number, (text, field) in enumerate(parts):
        label = QLabel(text)
        label.setBuddy(field)
        grid.addWidget(label, number, 0)
        grid.addWidget(field, number, 1)
    grid.setColumnStretch(1, 1)
    return grid


def scrolled(name: str, body: QWidget) -> QScrollArea:
    """`body`, scrolled downwards where the screen has no room for all of it."""
    made = QScrollArea()
    made.setObjectName(name)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidgetResizable(True)
    made.setWidget(body)
    return made
