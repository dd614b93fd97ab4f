"""How large the window may become, by the room of its screen."""

import pytest
from PySide6.QtWidgets import QWidget

from voipmon.ui.setup.scale import LEAST, largest_percent, percent_for


@pytest.mark.parametrize(
    ("room", "own", "most"),
    [
        (LEAST, 1.0, 100),
        ((800, 600), 1.0, 100),  # never below the usual size
        ((1366, 768), 1.0, 135),
        ((2560, 1440), 1.0, 200),
        ((911, 512), 1.5, 135),  # the same screen, seen at 150 %
    ],
)
def test_the_window_keeps_its_room(room, own, most):
    assert percent_for(*room, own) == most


def test_the_present_screen_is_asked(qtbot, monkeypatch):
    monkeypatch.setenv("QT_SCALE_FACTOR", "nonsense")
    widget = QWidget()
    qtbot.addWidget(widget)
    room = widget.screen().availableSize()
    assert largest_percent(widget) == percent_for(room.width(), room.height(), 1.0)
