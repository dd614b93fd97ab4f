"""How large everything may become on the present screen."""

import os

from PySide6.QtWidgets import QWidget

LEAST = (1024, 640)  # [px] at 100 %: what the window needs to show all of itself
_STEP = 5  # percent


def largest_percent(window: QWidget) -> int:
    """The largest scale at which the whole window has room on its screen, at least 100.

    The screen's size is told in pixels of the present scale, so that one is undone.
    """
    screen = window.screen()
    room = screen.availableSize()
    own = _own_factor()
    shares = (room.width() * own / LEAST[0], room.height() * own / LEAST[1])
    most = int(100 * min(shares)) // _STEP * _STEP
    return max(100, min(200, most))


def _own_factor() -> float:
    """Our part of the scale: all of it, without what the platform has by itself."""
    try:
        return float(os.environ.get("QT_SCALE_FACTOR", "1"))
    except ValueError:
        return 1.0
