"""The tab draws the log and copies it."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from tests.ui.finding import part
from voipmon.ui.activity.log import Log
from voipmon.ui.activity.tab import ActivityTab


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def tab(qtbot, log, theme):
    made = ActivityTab(log, theme)
    qtbot.addWidget(made)
    made.show()
    made.refresh(0.1)
    return made


def test_empty_it_says_so(tab):
    words = tab.findChild(object, "empty_text")
    assert words.isVisible()
    assert "forgotten when you sign out" in words.text()
    assert not part(tab, QPushButton, "activity_copy").isEnabled()


def test_all_is_copied_or_what_is_selected(tab, log):
    for text in ("one", "two", "three"):
        log.write(text)
    tab.refresh(0.1)
    part(tab, QPushButton, "activity_copy").click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert [line.split()[-1] for line in copied] == ["one", "two", "three"]
    tab.view.selectRow(0)
    tab.copy()
    assert QGuiApplication.clipboard().text().endswith("  three")
