"""An icon and a sentence."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from voipmon.core.domain.settings import ThemeChoice
from voipmon.ui.devices.line import Line
from voipmon.ui.wording import Word


def test_says_the_word_in_its_tone_in_either_theme(qtbot, theme):
    line = Line(theme, "some_line")
    qtbot.addWidget(line)
    word = Word("No sound device found.", "warning", "broken")
    assert line.show_word(word)
    assert not line.show_word(word)
    assert line.text == line.accessibleName() == word.text
    label = next(x for x in line.findChildren(QLabel) if x.text())
    for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT):
        theme.choose(choice)
        colour = label.palette().color(QPalette.ColorRole.WindowText)
        assert colour == theme.tokens.colour("broken")
    assert line.show_word(None)
    assert line.text == ""


def test_a_long_sentence_takes_more_lines(qtbot, theme):
    line = Line(theme, "some_line")
    qtbot.addWidget(line)
    line.show_word(Word("Short.", "info"))
    low = line.heightForWidth(200)
    line.show_word(Word("A much longer sentence " * 6, "info"))
    assert line.heightForWidth(200) > 2 * low
