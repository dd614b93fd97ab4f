"""The sheet names every key."""

from PySide6.QtWidgets import QLabel, QWidget

from voipmon.ui.help_sheet import KEYS, HelpSheet


def test_every_key_is_on_it(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    sheet = HelpSheet(parent)
    shown = " ".join(label.text() for label in sheet.findChildren(QLabel))
    for keys, meaning in KEYS:
        assert keys in shown
        assert meaning in shown
