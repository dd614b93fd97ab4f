"""Where the focus goes in the window: F6 from part to part, Tab as the eye goes."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def cycle(parts: Sequence[tuple[QWidget, QWidget]], step: int) -> None:
    """Move the focus to the next part, or the one before for `step` -1.

    Args:
        parts: Each an area and the widget in it that takes the focus.
        step: 1 or -1.
    """
    focus = QApplication.focusWidget()
    here = -1 if step > 0 else 0
    for number, (area, _stop) in enumerate(parts):
        if focus is not None and (area is focus or area.isAncestorOf(focus)):
            here = number
    stop = parts[(here + step) % len(parts)][1]
    stop.setFocus(Qt.FocusReason.ShortcutFocusReason)


def chain(parts: Iterable[QWidget]) -> None:
    """Let Tab go through these, each with what is inside, in this order.

    Qt's own order is that of creation: what is made late would come last.
    """
    stops = [
        widget
        for part in parts
        for widget in (part, *part.findChildren(QWidget))
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)
