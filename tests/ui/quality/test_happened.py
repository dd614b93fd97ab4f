"""The list of what happened follows one stream's diary."""

from PySide6.QtWidgets import QListWidget

from voipmon.ui.diary import KEPT, Diary
from voipmon.ui.quality.happened import Happened


def lines(happened: Happened) -> list[str]:
    shown = happened.findChild(QListWidget, "quality_diary")
    return [shown.item(row).text() for row in range(shown.count())]


def test_the_newest_stands_on_top_and_each_once(qtbot, theme):
    happened, diary = Happened(theme), Diary()
    qtbot.addWidget(happened)
    diary.write("first")
    happened.show_diary(diary)
    diary.write("second")
    happened.show_diary(diary)
    happened.show_diary(diary)
    assert [line.split("  ")[1] for line in lines(happened)] == ["second", "first"]
    happened.show_diary(Diary())
    assert lines(happened) == []
    happened.show_diary(None)
    assert lines(happened) == []


def test_it_forgets_with_the_diary(qtbot, theme):
    happened, diary = Happened(theme), Diary()
    qtbot.addWidget(happened)
    happened.show_diary(diary)
    for number in range(KEPT + 30):
        diary.write(f"entry {number}")
        if number % 7 == 0:
            happened.show_diary(diary)
    happened.show_diary(diary)
    assert len(lines(happened)) == KEPT
    assert lines(happened)[0].endswith(f"entry {KEPT + 29}")
    assert lines(happened)[-1].endswith("entry 30")
    theme.changed.emit()
    assert len(lines(happened)) == KEPT
