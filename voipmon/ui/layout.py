"""How the window's parts stand: banner on top, calls beside cards, tabs below."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from voipmon.ui.bottom import BottomBar

LEAST_CALLS = 560  # [px] narrower, the list shows no names
LEAST_CARDS = 340


_LEAST = (1024, 640)  # [px] of the window
_FIRST = (1280, 800)


def choose_size(window: QWidget) -> None:
    """The first size, and the least; both within the screen."""
    room = window.screen().availableSize() - QSize(8, 40)  # and a frame around it
    least = QSize(*_LEAST)  # where all is drawn larger, the screen may be less
    window.setMinimumSize(
        least if window.devicePixelRatioF() <= 1 else least.boundedTo(room)
    )
    window.resize(QSize(*_FIRST).boundedTo(room))


def lay_out(
    *, above: tuple[QWidget, ...], left: QWidget, right: QWidget, bottom: BottomBar
) -> QWidget:
    """The window's middle; `above` stands on top of it, one below the other."""
    across = _splitter(Qt.Orientation.Horizontal, "across_splitter", left, right)
    across.setStretchFactor(1, 1)
    across.setSizes([800, 480])
    left.setMinimumWidth(LEAST_CALLS)
    right.setMinimumWidth(LEAST_CARDS)
    down = _splitter(Qt.Orientation.Vertical, "down_splitter", across, bottom.pages)
    down.setSizes([500, 230])
    middle = QWidget()
    column = QVBoxLayout(middle)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in above:
        column.addWidget(part)
    column.addWidget(down, 1)
    column.addWidget(bottom)
    return middle


def _splitter(way: Qt.Orientation, name: str, *parts: QWidget) -> QSplitter:
    made = QSplitter(way)
    made.setObjectName(name)
    made.setHandleWidth(1)
    made.setChildrenCollapsible(False)
    for part in parts:
        made.addWidget(part)
    made.setStretchFactor(0, 1)
    return made
