"""The keyboard map of the window. Single letters act on list and cards alone."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

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
