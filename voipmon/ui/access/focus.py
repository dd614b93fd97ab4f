"""Keeps the focus in the window when the place where it was is gone."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusKeeper(QObject):
    """Puts the focus right when Qt hands it from what vanished to whatever came next.

    It belongs to what the vanished part was in (the card of a slider), else home.

    Args:
        home: The widget for everything else, asked when it is needed.
    """

    def __init__(self, window: QWidget, home: Callable[[], QWidget]) -> None:
        super().__init__(window)
        self._window = window
        self._home = home
        self._around: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._put)  # after all of it has vanished
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_change)

    def _on_change(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is None or old.window() is not self._window or _alive(old):
            return
        if self._window.isVisible() and not self._timer.isActive():
            self._around = _surrounding(old)
            self._timer.start(0)

    def _put(self) -> None:
        around, self._around = self._around, None
        if not self._window.isActiveWindow():
            return
        target = around if around is not None and _alive(around) else self._home()
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _alive(widget: QWidget) -> bool:
    return isValid(widget) and widget.isVisible() and widget.isEnabled()


def _surrounding(widget: QWidget) -> QWidget | None:
    """The nearest widget around it that is still there and takes the focus."""
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if _alive(parent) and parent.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return parent
        parent = parent.parentWidget()
    return None
