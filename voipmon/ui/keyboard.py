"""Keys of the window. Single letters act on list and cards alone."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from voipmon.ui.state import MAX_CARDS


def bind(window: QWidget, keys: str, act: Callable[[], object]) -> None:
    """One key for the whole window; holding it down acts once."""
    shortcut = QShortcut(QKeySequence(keys), window)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(act)


def bind_letter(
    parts: tuple[QWidget, ...], keys: str, act: Callable[[], object]
) -> None:
    """A single letter for list and cards, so that text fields can have it."""
    for part in parts:
        shortcut = QShortcut(QKeySequence(keys), part)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)


def bind_cards(window: QWidget, select: Callable[[int], None]) -> None:
    """Ctrl+1 to Ctrl+4."""
    for place in range(MAX_CARDS):
        bind(window, f"Ctrl+{place + 1}", partial(select, place))


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
