"""Ten minutes in three plots: what was not played is a gap, marks stand in place."""

import numpy as np

from voipmon.core.domain.settings import ThemeChoice
from voipmon.core.domain.snapshot import HistoryPoint
from voipmon.ui.quality.curves import Curves, series

CALM = HistoryPoint(60.0, 40.0, 40.0, 0.0, 50, 0, 30.0, 0.0)
STALL = HistoryPoint(-1.0, 0.0, 40.0, 900.0, 0, 1, 0.0, 0.0)
SKIP = HistoryPoint(70.0, 0.0, 40.0, 0.0, 150, 0, 40.0, 1800.0)
HISTORY = [*[CALM] * 57, STALL, SKIP, CALM]


def drawn(qtbot, theme) -> Curves:
    curves = Curves(theme)
    qtbot.addWidget(curves)
    while curves.step():
        pass
    curves.resize(900, 160)
    curves.show()
    return curves


def test_each_second_is_a_point_and_what_did_not_play_is_a_gap(qtbot, theme):
    curves = drawn(qtbot, theme)
    curves.show_history([])
    curves.show_history(HISTORY)
    minutes, lag = curves.curves["Behind live"].getData()
    assert minutes[-1] == 0.0
    assert round(minutes[0], 2) == -0.98
    assert np.isnan(lag[57])
    assert set(lag[:57]) == {60.0}
    assert curves.curves["Filled in"].getData()[1][57] == 900.0
    assert curves.curves["Frames"].getData()[1][58] == 150


def test_the_target_stands_on_the_scale_of_what_is_heard(qtbot, theme):
    told = series(HISTORY)
    assert told.lines["target"][0] == 40.0 + 30.0  # the device's part is added
    assert np.isnan(told.lines["target"][57])


def test_stalls_and_skips_are_marked_where_they_happened(qtbot, theme):
    curves = drawn(qtbot, theme)
    curves.show_history(HISTORY)
    at, high = curves.curves["skip"].getData()
    assert set(np.round(60 * at)) == {-1}
    assert high[0] == 0.0
    at, low = curves.curves["stall"].getData()
    assert set(np.round(60 * at)) == {-2}
    assert 0 < low[1] < high[1]
    curves.show_history([CALM] * 60)
    assert len(curves.curves["skip"].getData()[0]) == 0


def test_another_theme_is_taken_one_plot_a_frame(qtbot, theme):
    curves = drawn(qtbot, theme)
    curves.show_history(HISTORY)
    light = curves.grab().toImage().pixelColor(4, 100).lightness()
    theme.choose(ThemeChoice.DARK)
    frames = 0
    while curves.step():
        frames += 1
    assert frames == 3
    dark = curves.grab().toImage().pixelColor(4, 100).lightness()
    assert light > 200
    assert dark < 80
    theme.choose(ThemeChoice.SYSTEM)
