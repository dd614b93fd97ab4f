"""Where the focus goes in the window: F6 from part to part, Tab as the eye goes."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from voipmon.ui.bottom import BottomBar
from voipmon.ui.calls.panel import CallsPanel
from voipmon.ui.state import WindowState
from voipmon.ui.streams.panel import CardsPanel
from voipmon.ui.toolbar import Toolbar
from voipmon.ui.widgets.message_bar import MessageStack


class FocusOrder:
    """The window's parts in the order in which they are seen."""

    def __init__(
        self,
        state: WindowState,
        *,
        toolbar: Toolbar,
        messages: MessageStack,
        calls: CallsPanel,
        cards: CardsPanel,
        bottom: BottomBar,
    ) -> None:
        self._state = state
        self._toolbar = toolbar
        self._messages = messages
        self._calls = calls
        self._cards = cards
        self._bottom = bottom
        cards.rebuilt.connect(self.order)
        messages.added.connect(self.order)
        self.order()

    def home(self) -> QWidget:
        """Where the focus belongs when its place is gone: the selected call, or all."""
        card = self._state.selected
        return (card and self._cards.widget_of(card)) or self._calls.view

    def parts(self) -> list[tuple[QWidget, QWidget]]:
        """Where F6 goes: areas, and the widget in each that takes the focus."""
        parts: list[tuple[QWidget, QWidget]] = [(self._calls, self._calls.view)]
        card = self._state.selected or next(iter(self._state.cards), None)
        if card is not None and (widget := self._cards.widget_of(card)):
            parts.append((self._cards, widget))
        if (page := self._bottom.current) and (stop := next(stops((page,)), None)):
            parts.append((page, stop))
        parts.append((self._bottom, self._bottom.first))
        parts.append((self._toolbar, self._toolbar.mute_all))
        if stop := next(stops((self._messages,)), None):
            parts.append((self._messages, stop))
        return parts

    def cycle(self, step: int) -> None:
        """F6: to the next part, or the one before for `step` -1."""
        cycle(self.parts(), step)

    def order(self) -> None:
        """Tab goes as the eye does: from the top, the list before the cards."""
        above = (self._toolbar, self._messages, self._calls)
        below = (self._bottom.pages, self._bottom)
        chain((*above, *self._cards.widgets, *below))


def stops(parts: Iterable[QWidget]) -> Iterator[QWidget]:
    """What can be reached by Tab now in these parts."""
    for part in parts:
        for widget in (part, *part.findChildren(QWidget)):
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes and widget.isVisible() and widget.isEnabled():
                yield widget


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

    Qt's own order is that of creation: what is made late would come last. Inside a
    part, widgets come as they were made.
    """
    found = [
        widget
        for part in parts
        for widget in (part, *part.findChildren(QWidget))
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    for before, after in pairwise(found):
        QWidget.setTabOrder(before, after)
