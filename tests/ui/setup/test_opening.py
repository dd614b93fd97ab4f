"""One dialog, made when first asked for."""

from PySide6.QtWidgets import QWidget

from voipmon.ui.setup.opening import Setup


def test_it_is_made_once_and_brought_to_the_page(desk):
    window = desk.context.window
    setup = Setup(window, lambda: desk.context)
    assert window.findChild(QWidget, "settings_dialog") is None
    setup.show("privacy")
    first = window.findChild(QWidget, "settings_dialog")
    assert first.findChild(QWidget, "settings_privacy").isVisible()
    first.close()
    setup.show()
    assert first.isVisible()
    assert first.findChild(QWidget, "settings_privacy").isVisible()
    assert len(window.findChildren(QWidget, "settings_dialog")) == 1
