"""Seven slots: shown as told, asked for by steps, by mouse and by keys."""

import pytest
from PySide6.QtCore import QPoint, Qt

from voipmon.core.domain.places import SLOTS_DEG
from voipmon.ui.streams.place_slider import PlaceSlider


@pytest.fixture
def slider(qtbot, theme):
    made = PlaceSlider(theme)
    qtbot.addWidget(made)
    made.resize(140, 26)
    made.show()
    return made


@pytest.mark.parametrize(
    ("azimuth_deg", "words"),
    [
        (-90.0, "far left"),
        (-30.0, "left"),
        (-10.0, "slightly left"),
        (0.0, "in the middle"),
        (30.0, "right"),
        (90.0, "far right"),
    ],
)
def test_it_shows_the_slot_without_asking(slider, qtbot, azimuth_deg, words):
    with qtbot.assertNotEmitted(slider.step_wanted):
        slider.show_azimuth(azimuth_deg)
    assert slider.text == words
    assert slider.value() == SLOTS_DEG.index(azimuth_deg)


def test_keys_ask_for_one_step_and_it_stays_until_told(slider, qtbot):
    slider.show_azimuth(-10.0)
    with qtbot.waitSignal(slider.step_wanted) as wanted:
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert wanted.args == [1]
    assert slider.text == "slightly left"


@pytest.mark.parametrize(("x", "step"), [(5, -3), (135, 3)])
def test_a_click_asks_for_the_slot_under_it(slider, qtbot, x, step):
    with qtbot.waitSignal(slider.step_wanted) as wanted:
        qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(x, 13))
    assert wanted.args == [step]


def test_a_click_where_it_is_asks_for_nothing(slider, qtbot):
    with qtbot.assertNotEmitted(slider.step_wanted):
        qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(70, 13))
