"""Splitters and tab: put back if they fit, kept when they move."""

import pytest
from PySide6.QtWidgets import QWidget

from voipmon.core.domain.settings import Settings
from voipmon.core.domain.settings_rules import replace
from voipmon.ui.bottom import BottomBar
from voipmon.ui.layout import lay_out
from voipmon.ui.layout_memory import LayoutMemory
from voipmon.ui.preferences import Preferences


@pytest.fixture
def parts(qtbot, theme):
    bottom, left = BottomBar(theme), QWidget()
    for name in ("first_tab", "second_tab"):
        bottom.add(QWidget(), name, name, "chart")
    middle = lay_out(above=(), left=left, right=QWidget(), bottom=bottom)
    qtbot.addWidget(middle)
    middle.resize(1200, 700)
    middle.show()
    yield left, bottom
    middle.close()


def of(**layout):
    return Preferences(replace(Settings(), "layout", layout))


def test_sizes_and_tab_are_put_back(parts):
    left, bottom = parts
    LayoutMemory(left, bottom, of(across=(700, 499), down=(400, 270), tab="second_tab"))
    assert left.width() == 700
    assert bottom.open_name == "second_tab"
    assert bottom.pages.isVisible()


@pytest.mark.parametrize("across", [(), (700,), (700, 0), (1, 2, 3)])
def test_sizes_that_do_not_fit_mean_nothing(parts, across):
    left, bottom = parts
    before = left.width()
    LayoutMemory(left, bottom, of(across=across, tab="of another version"))
    assert left.width() == before
    assert bottom.open_name == ""


def test_what_moves_is_kept(parts):
    left, bottom = parts
    preferences = of()
    LayoutMemory(left, bottom, preferences)
    splitter = left.parentWidget()
    splitter.moveSplitter(650, 1)
    assert preferences.now.layout.across == tuple(splitter.sizes())
    bottom.open_tab("first_tab")
    assert preferences.now.layout.tab == "first_tab"
    bottom.first.click()
    assert preferences.now.layout.tab == ""


def test_widgets_outside_of_splitters_are_a_mistake(qtbot, parts):
    stray = QWidget()
    qtbot.addWidget(stray)
    with pytest.raises(TypeError):
        LayoutMemory(stray, parts[1], of())
