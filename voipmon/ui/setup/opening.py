"""Opens the settings dialog: made and imported when first asked for, then kept."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from voipmon.ui.setup.context import Context

if TYPE_CHECKING:
    from voipmon.ui.setup.dialog import SetupDialog


class Setup(QObject):
    """One per window; `context` makes what the pages are given."""

    def __init__(self, window: QWidget, context: Callable[[], Context]) -> None:
        super().__init__(window)
        self._context = context
        self._dialog: SetupDialog | None = None

    def show(self, page: str = "") -> None:
        """Open the dialog, or bring it to the front; at a page if one is named."""
        if self._dialog is None:
            from voipmon.ui.setup.dialog import SetupDialog

            self._dialog = SetupDialog(self._context())
        if page:
            self._dialog.show_page(page)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
