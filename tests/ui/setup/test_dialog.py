"""The dialog: pages, restoring, keys and real clicks."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QScrollArea, QWidget

from voipmon.core.domain.commands import SetHearing
from voipmon.core.domain.settings import Settings, ThemeChoice
from voipmon.ui.setup.pages import PAGES


def page_of(dialog, page_id):
    dialog.show_page(page_id)
    return dialog.findChild(QScrollArea, f"settings_{page_id}")


def test_every_page_can_be_reached_and_every_control_is_named(dialog):
    for page in PAGES:
        area = page_of(dialog, page.id)
        assert area.isVisible()
        assert dialog.list.currentItem().text() == page.title
        for control in area.widget().findChildren(QWidget):
            stop = control.focusPolicy() & Qt.FocusPolicy.TabFocus
            inner = control.objectName().startswith("qt_")  # of a spin box
            if stop and control.isVisible() and not inner:
                assert control.objectName(), control
                assert control.accessibleName() or control.text(), control


def test_the_arrows_turn_the_pages(dialog):
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.findChild(QScrollArea, "settings_listening").isVisible()


def test_restoring_sets_this_page_alone(dialog, desk):
    desk.preferences.change("listening", taps=7, mono=True)
    desk.preferences.change("appearance", theme=ThemeChoice.DARK, row_height=28)
    page_of(dialog, "appearance")
    dialog.restore.click()
    assert desk.preferences.now.appearance == Settings().appearance
    assert desk.preferences.now.listening.taps == 7


def test_pages_without_settings_have_nothing_to_restore(dialog):
    page_of(dialog, "about")
    assert not dialog.restore.isVisible()


def test_an_unknown_page_changes_nothing(dialog):
    dialog.show_page("nonsense")
    assert dialog.list.currentRow() == 0


@pytest.mark.long
@pytest.mark.window
def test_opened_by_its_key_changed_by_clicks_closed_by_esc(window, engine, hand, qtbot):
    hand.key("ctrl+comma")
    dialog = window.findChild(QWidget, "settings_dialog")
    qtbot.waitUntil(dialog.isActiveWindow)
    pages = dialog.list
    hand.click(pages.viewport(), pages.visualItemRect(pages.item(1)))
    mono = dialog.findChild(QCheckBox, "listening_mono")
    hand.click(mono, QPoint(9, mono.height() // 2))
    qtbot.waitUntil(lambda: engine.told(SetHearing)[-1].mono)
    dialog.show_page("appearance")
    colours = dialog.findChild(QComboBox, "appearance_theme")
    colours.setFocus()
    qtbot.waitUntil(colours.hasFocus)
    hand.key("d")
    qtbot.waitUntil(lambda: window.theme.tokens.dark)
    hand.key("Escape")
    qtbot.waitUntil(lambda: not dialog.isVisible())
    hand.click(window.findChild(QWidget, "settings_button"))
    qtbot.waitUntil(dialog.isActiveWindow)
    assert colours.currentText() == "Dark"
    hand.click(dialog.restore)
    qtbot.waitUntil(lambda: not window.theme.tokens.dark)
