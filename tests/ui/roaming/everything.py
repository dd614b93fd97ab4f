"""Opens all that is built when it is first shown, so that only leaks count later."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QDialog, QListWidget, QToolButton

from voipmon.ui.main_window import MainWindow

_PLOTS_MS = 3000  # pyqtgraph is imported


def show_all(window: MainWindow, live: Callable[[int], None]) -> None:
    """Every page, tab and dialog once; `live` lets the window go on for some ms."""
    window.setup.show()
    settings = window.findChild(QDialog, "settings_dialog")
    assert settings is not None
    pages = settings.findChild(QListWidget, "settings_pages")
    assert pages is not None
    for place in range(pages.count()):
        pages.setCurrentRow(place)
        live(50)
        for box in settings.findChildren(QComboBox):
            if box.isVisible():
                box.showPopup()
                live(30)
                box.hidePopup()
    settings.reject()
    for name in ("activity_tab", "marks_tab", "quality_tab"):
        tab = window.findChild(QToolButton, name)
        assert tab is not None
        tab.click()
        live(50)
    live(_PLOTS_MS)
    window.account.ask()
    live(50)
    asked = window.findChild(QDialog, "sign_in_dialog")
    assert asked is not None
    asked.reject()
    live(50)
