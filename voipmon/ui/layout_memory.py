"""Splitters and the open tab as the supervisor left them."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSplitter, QWidget

from voipmon.ui.bottom import BottomBar
from voipmon.ui.preferences import Preferences


class LayoutMemory(QObject):
    """Puts them back once, then keeps every change.

    Args:
        left: Stands in the splitter between list and cards.
        bottom: Its pages stand in the splitter below.
    """

    def __init__(
        self, left: QWidget, bottom: BottomBar, preferences: Preferences
    ) -> None:
        super().__init__(bottom)
        self._bottom = bottom
        self._preferences = preferences
        now = preferences.now.layout
        for name, splitter, sizes in (
            ("across", left.parentWidget(), now.across),
            ("down", bottom.pages.parentWidget(), now.down),
        ):
            if not isinstance(splitter, QSplitter):
                raise TypeError(f"{name} is no splitter")
            if len(sizes) == splitter.count() and all(sizes):
                splitter.setSizes(list(sizes))
            splitter.splitterMoved.connect(
                lambda _at, _of, n=name, s=splitter: self._keep(n, s)
            )
        if now.tab:
            bottom.open_tab(now.tab)
        bottom.opened.connect(self._keep_tab)

    def _keep(self, name: str, splitter: QSplitter) -> None:
        self._preferences.change("layout", **{name: tuple(splitter.sizes())})

    def _keep_tab(self) -> None:
        self._preferences.change("layout", tab=self._bottom.open_name)
