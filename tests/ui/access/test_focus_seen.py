"""Where the focus is can be seen: what it changes is 3:1 to what was there before."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.access.contrast import contrast
from tests.ui.access.test_reach import listen, tabbed
from voipmon.core.domain.settings import ThemeChoice

LEAST = 3.0  # WCAG 2.2, 1.4.11 and 2.4.13
LEAST_PIXELS = 40  # the knob of a slider is the smallest mark there is


def picture(widget: QWidget) -> QImage:
    """The widget as it is, without what moves in it."""
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def changed(before: QImage, after: QImage) -> int:
    """Pixels that differ by at least 3:1."""
    pairs: dict[tuple[int, int], int] = {}
    for y in range(min(before.height(), after.height())):
        for x in range(min(before.width(), after.width())):
            one, other = before.pixel(x, y), after.pixel(x, y)
            if one != other:
                pairs[one, other] = pairs.get((one, other), 0) + 1
    return sum(
        count
        for (one, other), count in pairs.items()
        if contrast(QColor(one), QColor(other)) >= LEAST
    )


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_the_focus_is_seen_on_every_stop(window, qtbot, choice):
    window.theme.choose(choice)
    listen(window, qtbot, 2)
    window.bottom.first.setChecked(True)
    window.notices.say("A sentence.")
    QApplication.processEvents()
    stops = tabbed(window, qtbot)
    window.clock.stop()  # nothing but the focus changes now
    unseen = []
    for stop in stops:
        others = [w for w in stops if w is not stop and not w.isAncestorOf(stop)]
        others[0].setFocus(Qt.FocusReason.TabFocusReason)
        before = picture(stop)
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        found = changed(before, picture(stop))
        if found < LEAST_PIXELS:
            unseen.append(f"{stop.objectName()}: {found}")
    assert not unseen
