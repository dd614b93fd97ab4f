"""The frame has the banner's colour on all sides; practice stripes it."""

import pytest
from PySide6.QtWidgets import QLabel

from voipmon.ui.hearing import Hearing
from voipmon.ui.tokens import BANNER_BLUE, BANNER_GREY, PRACTICE
from voipmon.ui.widgets.hearing_frame import WIDTH, HearingFrame


@pytest.fixture
def frame(qtbot):
    made = HearingFrame(QLabel("inside"))
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    return made


def edges(frame: HearingFrame) -> set[str]:
    """Colours along the four sides."""
    picture = frame.grab().toImage()
    last = WIDTH // 2
    wide, high = picture.width() - 1, picture.height() - 1
    spots = [(x, y) for x in range(wide) for y in (last, high - last)]
    spots += [(x, y) for y in range(high) for x in (last, wide - last)]
    return {picture.pixelColor(x, y).name() for x, y in spots}


def test_it_is_what_the_banner_is(frame):
    assert edges(frame) == {BANNER_GREY.lower()}
    blue = Hearing("NOBODY CAN HEAR YOU", "listening", "headphones", "", BANNER_BLUE)
    frame.show_hearing(blue)
    assert edges(frame) == {BANNER_BLUE.lower()}


def test_practice_stripes_it(frame):
    shown = Hearing("NOT SIGNED IN", "", "key", "", BANNER_GREY, practice=True)
    frame.show_hearing(shown)
    assert {BANNER_GREY.lower(), PRACTICE.lower()} <= edges(frame)
