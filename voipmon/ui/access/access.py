"""All that the window does for assistive programs and for the keyboard's focus."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from voipmon.ui.access import tree
from voipmon.ui.access.closings import Closings
from voipmon.ui.access.focus import FocusKeeper
from voipmon.ui.state import WindowState


class Access:
    """One for the window.

    Args:
        cards: What announcements of calls are about.
        home: Where the focus goes when its place is gone.
    """

    def __init__(
        self,
        window: QWidget,
        state: WindowState,
        cards: QWidget,
        home: Callable[[], QWidget],
    ) -> None:
        tree.install()
        self._closings = Closings(state, cards)
        self._focus = FocusKeeper(window, home)

    def tick(self) -> None:
        """Tell what changed."""
        self._closings.follow()
