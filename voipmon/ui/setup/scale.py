"""How large everything may become on the present screen."""

import os

from PySide6.QtWidgets import QWidget

LEAST = (1000, 500)  # [px] what the window needs at 100 % to cut nothing off
_STEP = 5  # percent


def largest_percent(window: QWidget) -> int:
    """The largest scale at which the whole window has room on its screen, from 100."""
    room = window.screen().availableSize()
    return percent_for(room.width(), room.height(), _own_factor())


def percent_for(width: int, height: int, own: float) -> int:
    """The largest scale for a screen, 100 to 200.

    Args:
        width: Of its room, in pixels of the present scale.
        height: Likewise.
        own: Our part of that scale, which is undone.
    """
    share = own * min(width / LEAST[0], height / LEAST[1])
    return max(100, min(200, int(100 * share + 1e-6) // _STEP * _STEP))


def _own_factor() -> float:
    """Our part of the scale: all of it, without what the platform has by itself."""
    try:
        return float(os.environ.get("QT_SCALE_FACTOR", "1"))
    except ValueError:
        return 1.0
