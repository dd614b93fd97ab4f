"""The strip as it is seen, hovered, clicked and read out."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from tests.ui.scripted import stream
from tests.ui.test_strip_data import feed
from voipmon.ui.strip_data import SECONDS, StripData, StripMark
from voipmon.ui.widgets.strip import Strip

WIDTH, HEIGHT = 300, 40
KEPT = {"now_s": 500.0, "heard_s": 500.0, "kept_s": 60.0}


@pytest.fixture
def strip(qtbot, theme):
    made = Strip(theme)
    qtbot.addWidget(made)
    made.resize(WIDTH, HEIGHT)
    made.show()
    return made


@pytest.fixture
def data():
    return StripData()


def picture(strip: QWidget) -> QImage:
    return strip.grab().toImage()


def loud(image: QImage, x: int, theme) -> bool:
    """Whether a column has sound high above its middle."""
    wave = theme.tokens.colour("wave")
    return QColor(image.pixel(x, HEIGHT // 2 - 6)) == wave


def test_newest_is_at_the_right_edge_and_a_second_is_a_pixel(strip, data, theme):
    at = feed(data, 10, low=0, high=0)
    at = feed(data, 5, first=at, low=-100, high=100)
    feed(data, 10, first=at, low=0, high=0)
    strip.show_strip(data, None, 0.03)
    image = picture(strip)
    columns = [x for x in range(1, WIDTH - 1) if loud(image, x, theme)]
    assert columns == list(range(WIDTH - 15, WIDTH - 10))


def test_it_moves_on_around_the_ring(strip, data, theme):
    at = feed(data, SECONDS - 3, low=0, high=0)
    strip.show_strip(data, None, 0.03)
    at = feed(data, 6, first=at, low=-100, high=100)
    strip.show_strip(data, None, 0.03)
    feed(data, 2, first=at, low=0, high=0)
    strip.show_strip(data, None, 0.03)
    image = picture(strip)
    columns = [x for x in range(1, WIDTH - 1) if loud(image, x, theme)]
    assert columns == list(range(WIDTH - 8, WIDTH - 2))


def test_the_second_under_way_grows(strip, data, theme):
    at = feed(data, 20, low=0, high=0)
    data.fold(at, bytes([0, 0] * 10), received=True, at_s=data.edge_at_s)
    strip.show_strip(data, None, 0.03)
    assert not loud(picture(strip), WIDTH - 1, theme)
    data.fold(at + 10, bytes([130, 120] * 40), received=True, at_s=data.edge_at_s)
    feed(data, 3, first=at + 50, low=0, high=0)
    strip.show_strip(data, None, 0.03)
    assert loud(picture(strip), WIDTH - 4, theme)


def test_a_gap_does_not_look_like_silence(strip, data, theme):
    at = feed(data, 20, low=0, high=0)
    feed(data, 20, first=at, received=False)
    strip.show_strip(data, None, 0.03)
    image = picture(strip)
    edge = theme.tokens.colour("edge")

    def hatched(x):
        return any(QColor(image.pixel(x, y)) == edge for y in range(8, HEIGHT - 3))

    assert all(hatched(x) for x in range(WIDTH - 19, WIDTH - 1))
    assert not any(hatched(x) for x in range(WIDTH - 39, WIDTH - 21))


def test_a_click_within_what_is_kept_jumps(strip, data, qtbot):
    feed(data, 200)
    strip.show_strip(data, stream(1, **KEPT), 0.03)
    with qtbot.waitSignal(strip.seek_wanted) as asked:
        qtbot.mouseClick(
            strip, Qt.MouseButton.LeftButton, pos=QPoint(WIDTH - 1 - 25, 9)
        )
    assert asked.args == [475.0]


@pytest.mark.parametrize("snap", [stream(1, **KEPT), None, stream(1)])
def test_an_older_second_does_not(strip, data, qtbot, snap):
    feed(data, 200)
    strip.show_strip(data, snap, 0.03)
    with qtbot.assertNotEmitted(strip.seek_wanted):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(WIDTH - 80, 9))


def test_keys_point_and_enter_jumps(strip, data, qtbot):
    feed(data, 200)
    strip.show_strip(data, stream(1, **KEPT), 0.03)
    key = Qt.Key
    for code in (key.Key_PageUp, key.Key_Left, key.Key_Left, key.Key_Right):
        qtbot.keyClick(strip, code)
    with qtbot.waitSignal(strip.seek_wanted) as asked:
        qtbot.keyClick(strip, key.Key_Return)
    assert asked.args == [489.0]
    assert strip.accessibleDescription().endswith(" · sound")


def test_where_it_is_heard_is_a_line_while_behind(strip, data, theme):
    feed(data, 200, low=0, high=0)
    behind = {**KEPT, "heard_s": 470.0, "behind_s": 30.0}
    text = theme.tokens.colour("text")

    def line():
        image = picture(strip)
        return [x for x in range(WIDTH) if QColor(image.pixel(x, 10)) == text]

    strip.show_strip(data, stream(1, **KEPT), 0.03)
    assert line() == []
    strip.show_strip(data, stream(1, **behind), 0.03)
    assert line() == [WIDTH - 31]


def test_a_mark_is_seen_and_goes(strip, data):
    feed(data, 100)
    strip.show_strip(data, None, 0.03)
    before = picture(strip)
    data.mark(StripMark.NOTE, 50)
    strip.show_strip(data, None, 0.03)
    marked = picture(strip)
    assert marked != before
    data.unmark(StripMark.NOTE, 50)
    strip.show_strip(data, None, 0.03)
    assert picture(strip) == before


def test_readers_are_told_the_last_minute(strip, data):
    feed(data, 5)
    strip.show_strip(data, None, 6.0)
    assert strip.accessibleDescription().startswith("Of the last 5 seconds: sound in 5")


def test_another_stream_starts_afresh(strip, data, theme):
    feed(data, 50, low=-100, high=100)
    strip.show_strip(data, None, 0.03)
    assert loud(picture(strip), WIDTH - 10, theme)
    strip.show_strip(StripData(), None, 0.03)
    assert not loud(picture(strip), WIDTH - 10, theme)
