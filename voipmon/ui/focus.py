"""F6: from one part of the window to the next."""

from collections.abc import Sequence

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
