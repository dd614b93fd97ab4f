"""Labels that give way, and a word with its icon."""

from PySide6.QtCore import Qt

from voipmon.core.domain.settings import ThemeChoice
from voipmon.ui.widgets.labels import CutLabel, NameLabel, WordLabel, cut_mode
from voipmon.ui.wording import Word


def test_a_cut_label_gives_way_and_tells_all_in_its_tip(qtbot):
    label = CutLabel()
    qtbot.addWidget(label)
    label.setText("a very long line " * 10)
    assert label.minimumSizeHint().width() < 50
    assert label.toolTip() == label.text() == label.accessibleName()


def test_a_number_keeps_its_last_digits():
    assert cut_mode("+1 415 555 0142") is Qt.TextElideMode.ElideMiddle
    assert cut_mode("Hotel Bellevue") is Qt.TextElideMode.ElideRight


def test_names_are_read_as_one(qtbot, theme):
    label = NameLabel(theme)
    qtbot.addWidget(label)
    label.show_names("Dana Lee", "+1 415 555 0142")
    assert label.accessibleName() == "Dana Lee +1 415 555 0142"
    label.resize(60, 24)
    assert not label.grab().isNull()


def test_a_word_in_its_tone(qtbot, theme):
    label = WordLabel(theme)
    qtbot.addWidget(label)
    label.show_word(Word("Good", "good", "good"))
    assert label.text == "Good"
    theme.choose(ThemeChoice.DARK)
    assert label.accessibleName() == "Good"
    label.show_word(None)
    assert label.isHidden()
