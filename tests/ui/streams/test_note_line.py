"""What a card has to say, and the one thing to do about it."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton

from tests.ui.scripted import snapshot, stream
from voipmon.core.domain.facts import StreamEnded, StreamSkipped
from voipmon.core.domain.settings import ThemeChoice
from voipmon.core.domain.snapshot import EndCause, StreamHint, StreamState
from voipmon.ui.streams.note_line import NoteLine


@pytest.fixture
def line(qtbot, state, theme):
    made = NoteLine(state.add(state.rows["call:c1"]), state, theme)
    qtbot.addWidget(made)
    made.resize(300, 60)
    made.show()
    return made


def button(line: NoteLine, name: str) -> QPushButton:
    return line.findChild(QPushButton, f"{name}_button")


def test_nothing_to_say(line, state):
    state.apply_snapshot(snapshot(stream(1)))
    line.refresh()
    assert line.isHidden()


def test_no_sound_comes_with_its_details(line, state, qtbot):
    silent = {"state": StreamState.OPEN, "hint": StreamHint.NO_SOUND}
    state.apply_snapshot(snapshot(stream(1, **silent)))
    line.refresh()
    assert line.text == (
        "Connected, but no sound arrives. "
        "The call may be on hold, or only one side is sending."
    )
    assert not button(line, "retry").isVisible()
    with qtbot.waitSignal(line.details_wanted):
        button(line, "details").click()


def test_a_lost_call_can_be_tried_again(line, state, qtbot):
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.LOST))
    line.refresh()
    assert line.text.startswith("The connection did not come back.")
    with qtbot.waitSignal(line.retry_wanted):
        button(line, "retry").click()
    assert not button(line, "details").isVisible()


def test_what_may_not_be_heard_is_not_tried_again(line, state):
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.DENIED))
    line.refresh()
    assert line.text == "You may not listen to this call (ask an administrator)."
    assert not button(line, "retry").isVisible()


def test_a_skip_stands_there_with_its_age_for_a_minute(line, state):
    state.apply_snapshot(snapshot(stream(1)))
    state.apply_fact(StreamSkipped(stream_id=1, skipped_ms=1800))
    state.pass_time(12.4)
    line.refresh()
    assert line.text == "Skipped 1.8 s to get back to live, 12 s ago"
    state.pass_time(48.0)
    line.refresh()
    assert line.isHidden()


def test_its_tone_follows_the_theme(line, state, theme):
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.LOST))
    line.refresh()

    def colour() -> QColor:
        note = line.findChild(QLabel, "note_label")
        return note.palette().windowText().color()

    theme.choose(ThemeChoice.LIGHT)
    light = colour()
    assert light == theme.tokens.colour("broken")
    theme.choose(ThemeChoice.DARK)
    assert colour() == theme.tokens.colour("broken") != light
    theme.choose(ThemeChoice.SYSTEM)


def test_all_of_it_is_shown_where_there_is_room(line, state):
    silent = {"state": StreamState.OPEN, "hint": StreamHint.NO_SOUND}
    state.apply_snapshot(snapshot(stream(1, **silent)))
    line.refresh()
    line.set_compact(True)
    low = line.findChild(QLabel, "note_label").minimumSizeHint().height()
    line.set_compact(False)
    assert line.findChild(QLabel, "note_label").minimumSizeHint().height() > low
