"""PySide6 6.12.0 gives back references it never took: Python 3.11 dies of it.

Nearly every method without a result loses one reference to None (or True, False)
a call; a drawing program aborts with "none_dealloc" within a minute.
"""

import sys
from importlib.metadata import version

from PySide6.QtGui import QImage, QPainter

CALLS = 200


def test_drawing_leaves_the_reference_count_of_none_alone():
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    try:
        before = sys.getrefcount(None)
        for _ in range(CALLS):
            painter.drawLine(0, 0, 1, 1)
        assert abs(sys.getrefcount(None) - before) < CALLS // 4
    finally:
        painter.end()


def test_installed_version_is_below_the_broken_one():
    installed = tuple(map(int, version("PySide6-Essentials").split(".")[:2]))
    assert (6, 8) <= installed < (6, 12)
