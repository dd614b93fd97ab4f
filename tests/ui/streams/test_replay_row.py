"""Back, live, pace: possible when something is kept, and told why not otherwise."""

import pytest
from PySide6.QtWidgets import QToolButton

from tests.ui.scripted import stream
from voipmon.ui.streams.replay_row import ReplayRow


@pytest.fixture
def row(qtbot, theme):
    made = ReplayRow(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def button(row: ReplayRow, name: str) -> QToolButton:
    return row.findChild(QToolButton, f"{name}_button")


@pytest.mark.parametrize("snap", [None, stream(1, kept_s=0.2)])
def test_nothing_kept_is_said_on_what_cannot_be_pressed(row, snap):
    row.show_stream(snap, live=False)
    for name in ("back5", "back15"):
        assert not button(row, name).isEnabled()
        assert button(row, name).toolTip().startswith("Nothing of this call is kept")
    assert not button(row, "speed").isEnabled()


@pytest.mark.parametrize(("name", "seconds"), [("back5", 5.0), ("back15", 15.0)])
def test_back(row, qtbot, name, seconds):
    row.show_stream(stream(1, kept_s=30.0), live=True)
    with qtbot.waitSignal(row.back_wanted) as wanted:
        button(row, name).click()
    assert wanted.args == [seconds]


def test_live_is_lit_while_live_and_only_then(row, qtbot):
    live = button(row, "live")
    assert not live.isChecked()
    row.show_stream(stream(1), live=True)
    assert live.isChecked(), "also before anything is kept"
    row.show_stream(stream(1, kept_s=30.0), live=True)
    assert live.isChecked()
    row.show_stream(stream(1, kept_s=30.0), live=False)
    assert not live.isChecked(), "nothing of it is heard"
    row.show_stream(stream(1, kept_s=30.0, behind_s=12.0), live=False)
    assert not live.isChecked()
    assert live.accessibleName() == "Go live"
    with qtbot.waitSignal(row.live_wanted):
        live.click()
    row.show_stream(stream(1, kept_s=30.0, behind_s=12.0), live=False)
    assert not live.isChecked(), "only the engine says that it is live"


def test_the_pace_is_shown_and_chosen(row, qtbot):
    row.show_stream(stream(1, kept_s=30.0, speed=1.5), live=True)
    speed = button(row, "speed")
    assert speed.text() == "1.5x"
    actions = {action.objectName(): action for action in speed.menu().actions()}
    assert actions["speed_1.5"].isChecked()
    with qtbot.waitSignal(row.speed_wanted) as wanted:
        actions["speed_1.0"].trigger()
    assert wanted.args == [1.0]


def test_marks_can_be_made_after_the_end(row, qtbot):
    row.show_stream(None, live=False)
    with qtbot.waitSignal(row.mark_wanted):
        button(row, "mark").click()
    with qtbot.waitSignal(row.note_wanted):
        button(row, "note").click()
