"""Our own icons: all can be drawn, in any colour."""

import pytest
from PySide6.QtGui import QColor

from voipmon.ui import icons

NAMES = sorted(path.stem for path in icons.folder().glob("*.svg"))


@pytest.mark.parametrize("name", NAMES)
def test_each_icon_draws_something(qapp, name):
    picture = icons.pixmap(name, QColor("#FF0000"), 24).toImage()
    filled = [
        picture.pixelColor(x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() > 200
    ]
    assert filled
    if name != "voipmon":
        assert all(c.red() > 200 and c.green() < 60 for c in filled)


def test_icons_may_be_given_away():
    assert "CC0" in (icons.folder() / "LICENSE").read_text()


def test_the_program_has_one(qapp):
    assert not icons.application_icon().isNull()
