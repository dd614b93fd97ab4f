"""The bottom tabs: closed until asked for, one at a time."""

from PySide6.QtWidgets import QToolButton, QWidget

from voipmon.ui.bottom import BottomBar


def test_a_tab_opens_and_closes_and_gives_way(qtbot, theme):
    bar = BottomBar(theme)
    qtbot.addWidget(bar)
    qtbot.addWidget(bar.pages)
    one, two = QWidget(), QWidget()
    bar.add(one, "one_tab", "&One", "chart")
    bar.add(two, "two_tab", "&Two", "info")
    first = bar.findChild(QToolButton, "one_tab")
    second = bar.findChild(QToolButton, "two_tab")
    assert bar.current is None
    first.click()
    assert bar.current is one
    second.click()
    assert bar.current is two
    assert not first.isChecked()
    second.click()
    assert bar.current is None
