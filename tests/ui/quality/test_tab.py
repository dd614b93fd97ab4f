"""The tab follows the selected card and copies what it shows."""

import sys

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QWidget

from tests.ui.scripted import snapshot, stream
from voipmon.core.analysis.quality import Quality
from voipmon.core.domain.snapshot import HistoryPoint, PlayoutFigures
from voipmon.ui.quality.tab import QualityTab


def test_shown_it_draws_curves_and_words(qtbot, state, theme):
    turn_s = sys.getswitchinterval()
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
    assert sys.getswitchinterval() == turn_s
    tab.hide()
    tab.show()
    assert len(tab.findChildren(QWidget, "quality_curves")) == 1
    headline = tab.findChild(QLabel, "quality_headline")
    copy = tab.findChild(QPushButton, "quality_copy")
    assert headline.text() == "No call is selected"
    assert not copy.isEnabled()
    state.add(state.rows["call:c1"])
    figures = PlayoutFigures(recent_concealed_ms=630.0, recent_s=30)
    calm = HistoryPoint(60.0, 40.0, 40.0, 0.0, 50, 0)
    patchy = {"quality": Quality.PATCHY, "playout": figures, "history": (calm,)}
    state.apply_snapshot(snapshot(stream(1, **patchy)))
    tab.refresh(0.033)
    assert headline.text().startswith("Dana Lee: Patchy · 2.1 % filled in")
    names = {label.text(): label for label in tab.findChildren(QLabel)}
    assert "gap" in names["Concealed, 30 s"].toolTip()
    copy.click()
    assert "Quality: Patchy" in QGuiApplication.clipboard().text()
    assert copy.text() == "Copied"
    tab.refresh(3.0)
    assert copy.text() == "&Copy as text"


def test_the_selected_call_is_shown_at_once(qtbot, state, theme):
    tab = QualityTab(state, theme)
    qtbot.addWidget(tab)
    tab.show()
    first = state.add(state.rows["call:c1"])
    state.add(state.rows["call:c2"])
    streams = (stream(1, quality=Quality.LATE), stream(2, "call:c2"))
    state.apply_snapshot(snapshot(*streams))
    headline = tab.findChild(QLabel, "quality_headline")
    diary = tab.findChild(QListWidget, "quality_diary")
    tab.refresh(0.033)
    assert headline.text() == "Marcus Oyelaran: Listening"
    first.skip(1800.0)
    state.apply_snapshot(snapshot(*streams))
    state.selected = first
    tab.refresh(0.033)
    assert headline.text().startswith("Dana Lee: Late")
    assert diary.item(0).text().endswith("Skipped 1.8 s to get back to live")
