"""Light, dark, system; digits of one width."""

from PySide6.QtGui import QFontMetricsF, QPalette

from voipmon.core.domain.settings import ThemeChoice
from voipmon.ui.theme import font
from voipmon.ui.tokens import DARK, LIGHT


def test_choosing_changes_palette_and_says_so(qapp, qtbot, theme):
    with qtbot.waitSignal(theme.changed):
        theme.choose(ThemeChoice.DARK)
    assert theme.tokens is DARK
    window = qapp.palette().color(QPalette.ColorRole.Window)
    assert window == DARK.colour("window")
    theme.choose(ThemeChoice.LIGHT)
    assert theme.tokens is LIGHT


def test_digits_are_equally_wide(qapp):
    metrics = QFontMetricsF(font())
    widths = {round(metrics.horizontalAdvance(digit), 2) for digit in "0123456789"}
    assert len(widths) == 1


def test_fonts_scale(qapp):
    assert font(scale=2.0).pointSizeF() == 2 * font().pointSizeF()
