"""What is announced, and how urgently; told by the events that Qt would pass on."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from tests.ui.access.reader import Reader
from voipmon.ui.access.announce import announce


@pytest.mark.parametrize(
    ("urgent", "politeness"),
    [
        (True, QAccessible.AnnouncementPoliteness.Assertive),
        (False, QAccessible.AnnouncementPoliteness.Polite),
    ],
)
def test_a_sentence_reaches_the_reader(qtbot, monkeypatch, urgent, politeness):
    reader = Reader(monkeypatch)
    widget = QWidget()
    qtbot.addWidget(widget)
    announce(widget, "Headset gone", urgent=urgent)
    assert reader.told == [("Headset gone", politeness)]
