"""The gain of levelling is told beside the meter, which shows the source."""

import pytest
from PySide6.QtWidgets import QLabel

from voipmon.core.analysis.ballistics import Needle
from voipmon.ui.streams.levelled_meter import LevelledMeter
from voipmon.ui.wording import MINUS


@pytest.fixture
def meter(qtbot, theme):
    made = LevelledMeter(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def label(meter: LevelledMeter) -> QLabel:
    return meter.findChild(QLabel, "levelling_label")


def test_without_levelling_nothing_is_told(meter):
    meter.show_levelling(None)
    assert label(meter).isHidden()


def test_the_gain_is_told_with_its_sign_and_calmly(meter):
    meter.show_levelling(4.2)
    assert label(meter).text() == "+4 dB levelling"
    meter.show_levelling(-3.0)
    assert label(meter).text() == "+4 dB levelling"
    meter.show_needle(Needle(), 0.6, clipped=False)
    meter.show_levelling(-3.0)
    assert label(meter).text() == f"{MINUS}3 dB levelling"


def test_low_the_number_alone(meter):
    meter.set_scale_shown(False)
    meter.show_levelling(4.2)
    assert label(meter).text() == "+4 dB"


def test_the_meter_itself_is_not_moved_by_it(meter):
    meter.show_needle(Needle(rms=-23.0), 1.0, clipped=False)
    meter.show_levelling(12.0)
    assert meter.meter.value() == -23
