"""The level meter: zones, value for readers, painted only when it moved."""

import pytest

from voipmon.core.analysis.ballistics import Needle
from voipmon.ui.theme import Theme
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


def meter_line(theme: Theme) -> str:
    return theme.tokens.line.lower()


def bar(row: list[str], theme: Theme) -> int:
    """Where the bar ends: before the gap and the lamp."""
    return row.index(theme.tokens.edge.lower()) - 3


def test_the_bar_reaches_as_far_as_the_peak(meter, theme):
    meter.show_needle(Needle(peak=-30, rms=-40, hold=-10), 0.033, clipped=False)
    row = colours(meter)
    low, middle = theme.tokens.meter_low.lower(), theme.tokens.meter_mid.lower()
    reach = row.index(meter_line(theme))  # the bar ends where its ground begins
    assert row[0] == row[reach - 1] == low
    assert reach == pytest.approx(bar(row, theme) / 2, abs=2)
    assert low not in row[reach:]
    assert middle in row[round(bar(row, theme) * 5 / 6) - 3 :]


def test_clipping_lights_the_end(meter, theme):
    meter.show_needle(Needle(), 0.033, clipped=True)
    assert colours(meter)[-2] == theme.tokens.meter_high.lower()
    meter.show_needle(Needle(), 0.033, clipped=False)
    assert colours(meter)[-2] != theme.tokens.meter_high.lower()


def test_a_loud_bar_is_not_taken_for_clipping(meter, theme):
    meter.show_needle(Needle(peak=0.0), 0.033, clipped=False)
    assert colours(meter)[-2] != theme.tokens.meter_high.lower()


def test_where_normal_speech_lies_is_marked(meter, theme):
    meter.show_needle(Needle(), 0.033, clipped=False)
    below = colours(meter, 10)
    zone = [
        x for x, colour in enumerate(below) if colour == theme.tokens.accent.lower()
    ]
    wide = bar(colours(meter), theme)
    assert zone[0] == pytest.approx(wide * 30 / 60, abs=2)
    assert zone[-1] == pytest.approx(wide * 45 / 60, abs=2)


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
