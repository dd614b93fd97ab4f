"""The tab follows the selected card and copies what it shows."""

import sys

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.ui.scripted import snapshot, stream
from voipmon.core.analysis.quality import Quality
from voipmon.ui.quality.tab import QualityTab


def test_shown_it_draws_curves_and_words(qtbot, state, theme):
    tab = QualityTab(state, theme)
    qtbot.addWidget(tab)
    assert tab.findChild(QWidget, "quality_curves") is None
    tab.resize(1000, 260)
    tab.show()

    def curves_drawn() -> bool:
        tab.refresh(0.033)  # the clock's part
        return tab.findChild(QWidget, "quality_curves") is not None

    qtbot.waitUntil(curves_drawn)
    assert "pyqtgraph" in sys.modules
    tab.hide()
    tab.show()
    assert len(tab.findChildren(QWidget, "quality_curves")) == 1
    headline = tab.findChild(QLabel, "quality_headline")
    copy = tab.findChild(QPushButton, "quality_copy")
    assert headline.text().startswith("No call is selected.")
    assert not copy.isEnabled()
    state.add(state.rows["call:c1"])
    state.apply_snapshot(snapshot(stream(1, quality=Quality.PATCHY)))
    tab.refresh(0.033)
    assert headline.text().startswith("Dana Lee: Patchy.")
    copy.click()
    assert "Quality: Patchy" in QGuiApplication.clipboard().text()
