"""An error in a box: the fact first."""

from tests.ui.access.reader import Reader
from voipmon.ui.messages import Message
from voipmon.ui.widgets.error_box import ErrorBox


def test_fact_meaning_and_action(qtbot, theme):
    box = ErrorBox(theme)
    qtbot.addWidget(box)
    assert box.text == ""
    box.show_message(
        Message("It broke.", "Nothing is heard.", "Try again.", "HTTP 500")
    )
    assert box.text == "It broke. Nothing is heard.\nTry again."
    assert box.accessibleName() == "It broke. Nothing is heard. Try again."
    assert box.toolTip() == "HTTP 500"
    assert not box.grab().isNull()


def test_a_reader_is_told_at_once(qtbot, theme, monkeypatch):
    box = ErrorBox(theme)
    qtbot.addWidget(box)
    reader = Reader(monkeypatch)
    box.show_message(Message("It broke.", "Nothing is heard.", "Try again.", ""))
    assert reader.said(urgent=True) == ["It broke. Nothing is heard. Try again."]
