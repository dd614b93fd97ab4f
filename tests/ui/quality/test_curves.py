"""Ten minutes in four curves."""

import numpy as np

from voipmon.core.domain.snapshot import HistoryPoint
from voipmon.ui.quality.curves import Curves
from voipmon.ui.theme import Choice


def test_each_second_is_a_point_and_what_did_not_play_is_a_gap(qtbot, theme):
    curves = Curves(theme)
    qtbot.addWidget(curves)
    while curves.add_next():
        pass
    assert len(curves.lines) == 4
    curves.resize(900, 160)
    curves.show()
    curves.show_history([])
    points = [HistoryPoint(60.0, 40.0, 40.0, 0.0, 50, 0)] * 59
    curves.show_history([HistoryPoint(-1.0, 0.0, 40.0, 0.0, 0, 1), *points])
    minutes, lag = curves.lines[0].getData()
    assert minutes[-1] == 0.0
    assert round(minutes[0], 2) == -0.98
    assert np.isnan(lag[0])
    assert set(lag[1:]) == {60.0}
    theme.choose(Choice.DARK)
    assert not curves.grab().isNull()
