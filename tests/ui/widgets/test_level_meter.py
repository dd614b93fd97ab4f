"""The level meter: zones, value for readers, painted only when it moved."""

import pytest

from voipmon.core.analysis.ballistics import Needle
from voipmon.ui.widgets.level_meter import LevelMeter, zone


@pytest.fixture
def meter(qtbot, theme):
    made = LevelMeter(theme)
    qtbot.addWidget(made)
    made.resize(300, made.sizeHint().height())
    made.show()
    return made


@pytest.mark.parametrize(
    ("dbfs", "role"),
    [(-60, "meter_low"), (-20.1, "meter_low"), (-20, "meter_mid"), (-9, "meter_high")],
)
def test_zones(dbfs, role):
    assert zone(dbfs) == role


def colours(meter: LevelMeter, y: int = 2) -> list[str]:
    picture = meter.grab().toImage()
    return [picture.pixelColor(x, y).name() for x in range(picture.width())]


def test_the_bar_reaches_as_far_as_the_peak(meter, theme):
    meter.show_needle(Needle(peak=-30, rms=-40, hold=-10), 0.033, clipped=False)
    row = colours(meter)
    low, middle = theme.tokens.meter_low.lower(), theme.tokens.meter_mid.lower()
    assert row[0] == row[140] == low
    assert low not in row[152:]
    assert middle in row[244:252]


def test_clipping_lights_the_end(meter, theme):
    meter.show_needle(Needle(), 0.033, clipped=True)
    assert colours(meter)[-2] == theme.tokens.meter_high.lower()


def test_readers_hear_the_loudness_once_a_second(meter):
    meter.show_needle(Needle(rms=-23.4), 1.0, clipped=False)
    assert meter.value() == -23
    meter.show_needle(Needle(rms=-31.0), 0.1, clipped=False)
    assert meter.value() == -23
    meter.show_needle(Needle(rms=-31.0), 1.0, clipped=False)
    assert meter.value() == -31


def test_without_its_scale_it_is_lower(meter):
    tall = meter.sizeHint().height()
    meter.set_scale_shown(False)
    assert meter.sizeHint().height() < tall
