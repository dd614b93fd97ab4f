"""Volume and place of one call, with names that say whose."""

import pytest
from PySide6.QtWidgets import QSlider, QToolButton

from voipmon.ui.streams.sound_row import SoundRow


@pytest.fixture
def row(qtbot, state, theme):
    made = SoundRow(state.add(state.rows["call:c1"]), theme)
    qtbot.addWidget(made)
    made.show()
    return made


def slider(row: SoundRow, name: str) -> QSlider:
    return row.findChild(QSlider, name)


def test_the_place_is_named_with_whose_it_is(row):
    place = slider(row, "place_slider")
    assert place.accessibleName() == "Place of Dana Lee: in the middle"
    row.show_azimuth(-90.0, placed=True)
    assert place.accessibleName() == "Place of Dana Lee: far left"
    assert "far left" in place.toolTip()


def test_muting_is_asked_for_with_the_volume(row, qtbot):
    slider(row, "volume_slider").setValue(-6)
    with qtbot.waitSignal(row.volume_wanted) as wanted:
        row.findChild(QToolButton, "mute_button").click()
    assert wanted.args == [-6.0, True]


def test_low_it_keeps_mute_and_volume(row):
    row.set_compact(True)
    assert slider(row, "volume_slider").isVisible()
    assert not slider(row, "place_slider").isVisible()


def test_in_mono_no_place_is_claimed(row):
    row.show_azimuth(-90.0, placed=False)
    place = slider(row, "place_slider")
    assert not place.isEnabled()
    assert "mono or for one ear" in place.accessibleName()
    row.show_azimuth(-90.0, placed=True)
    assert place.isEnabled()
    assert "far left" in place.accessibleName()
