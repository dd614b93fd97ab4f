"""Words where there is nothing else."""

from PySide6.QtWidgets import QWidget

from voipmon.ui.widgets.empty_words import EmptyWords


def test_it_covers_its_parent_while_it_has_words(qtbot, theme):
    parent = QWidget()
    qtbot.addWidget(parent)
    words = EmptyWords(theme, parent)
    parent.resize(300, 200)
    parent.show()
    words.say("search", "Nothing here.", "Clear filters")
    assert words.isVisible()
    assert words.size() == parent.size()
    with qtbot.waitSignal(words.acted):
        words.button.click()
    words.say("", "")
    assert words.isHidden()
