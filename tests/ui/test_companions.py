"""Hopping, marks and log in the window: tabs, settings, and what a sign-out forgets."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSlider, QTableView, QToolButton, QWidget

from tests.ui.finding import part
from tests.ui.scripted import SERVER
from voipmon.core.domain.commands import Seek, SetAudible, SetPlace, SetSpeed
from voipmon.core.domain.facts import Session, SignedIn, SignedOut
from voipmon.core.domain.snapshot import Problem
from voipmon.ui.marks.tab import MarksTab


def ready(window):
    return [tap.key for tap in window.state.taps]


@pytest.fixture
def listening(window, qtbot):
    """One call is heard, as if clicked."""
    key = window.calls.model.keys()[1]
    window.listening.listen(key, add=False)
    qtbot.waitUntil(lambda: window.state.cards[0].snap is not None)
    return window.state.cards[0]


def test_settings_count_at_once(window, engine, listening, qtbot):
    below = window.calls.model.keys()[2:4]
    window.preferences.change("listening", taps=2, hop_back_s=5.0, back_speed=1.5)
    qtbot.waitUntil(lambda: ready(window) == below)
    window.companions.hopping.hop(1)
    assert window.calls.view.current_key() == below[0]
    assert engine.told(SetAudible)[-1].back_s == 5.0
    assert engine.told(SetSpeed)[-1].speed == 1.5
    window.preferences.change("listening", taps=0)
    qtbot.waitUntil(lambda: not ready(window))


def test_calls_kept_ready_are_told_in_the_list(window, listening, qtbot):
    window.preferences.change("listening", taps=1)
    model = window.calls.model
    place = model.place_of(model.keys()[2])
    qtbot.waitUntil(
        lambda: any(
            model.index(place, column).data() == "Ready"
            for column in range(model.columnCount())
        )
    )


def test_keys_place_replay_and_mark(window, engine, listening, qtbot):
    engine.over[listening.stream_id] = {"kept_s": 30.0, "now_s": 40.0, "heard_s": 40.0}
    qtbot.waitUntil(lambda: listening.snap.kept_s > 0)
    view = window.calls.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_R)
    qtbot.keyClick(view, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert [seek.by_s for seek in engine.told(Seek)] == [-5.0, -15.0]
    qtbot.keyClick(view, Qt.Key.Key_BracketRight)
    assert engine.told(SetPlace)[-1].azimuth_deg == 10.0
    qtbot.keyClick(view, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    marks = window.companions.marks
    assert [mark.heard_s for mark in marks.model.marks] == [40.0]
    assert not marks.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_M)
    assert marks.isVisible()
    assert part(window, QTableView, "marks_table").state() is (
        QTableView.State.EditingState
    )


def test_signing_out_forgets_marks_and_log(window, listening, qtbot):
    window.listening.mark(listening)
    log = window.companions.log
    assert any(line.who for line in log.lines)
    qtbot.mouseClick(
        part(window, QToolButton, "account_button"), Qt.MouseButton.LeftButton
    )
    qtbot.waitUntil(lambda: not window.companions.marks.model.marks)
    assert window.findChild(MarksTab).model.rowCount() == 0
    qtbot.waitUntil(lambda: [line.text for line in log.lines] == ["Signed out"])


def test_another_user_finds_nothing_of_the_first(window, engine, listening, qtbot):
    window.listening.mark(listening)
    again = Session(server=SERVER, token="t", user="sam")
    window.companions.on_fact(SignedIn(session=again))
    assert window.companions.marks.model.marks
    other = Session(server=SERVER, token="t", user="alex")
    window.companions.on_fact(SignedIn(session=other))
    assert not window.companions.marks.model.marks
    assert [line.text for line in window.companions.log.lines] == ["Signed in as alex"]


def test_the_tabs_show_what_there_is(window, listening, qtbot):
    part(window, QToolButton, "activity_tab").click()
    model = part(window, QTableView, "activity_table").model()
    qtbot.waitUntil(lambda: model.rowCount() >= 2)
    part(window, QToolButton, "marks_tab").click()
    assert part(window, QTableView, "marks_table").isVisible()


def test_another_user_hears_no_call_of_the_first(window, engine, listening):
    window.preferences.change("listening", taps=1)
    again = Session(server=SERVER, token="u", user="sam")
    window.companions.on_fact(SignedIn(session=again))
    assert window.state.cards == [listening]
    there = Session(server="https://other.example.net", token="t", user="sam")
    window.companions.on_fact(SignedIn(session=there))
    assert not window.state.streams()
    assert not engine.streams


def test_who_is_not_known_by_name_is_another_user(window, listening):
    nameless = SignedIn(session=Session(server=SERVER, token="t"))
    for _ in range(2):  # the second is an engine that took over
        window.companions.on_fact(nameless)
        window.listening.listen(listening.key, add=False)
        assert window.state.cards
    window.companions.on_fact(SignedOut(problem=Problem(kind="net.auth")))
    window.companions.on_fact(nameless)
    assert not window.state.cards


def test_a_closed_tab_draws_no_line_of_the_user_before(window, listening, qtbot):
    tab = part(window, QToolButton, "activity_tab")
    tab.click()
    model = part(window, QTableView, "activity_table").model()
    qtbot.waitUntil(lambda: model.rowCount() >= 2)
    tab.click()
    window.companions.on_fact(SignedOut())
    assert model.rowCount() == 0


@pytest.fixture
def keys(window):
    """The process has one keymap."""
    yield partial(window.preferences.change, "keys")
    window.preferences.restore("keys")


def test_keys_are_named_as_they_are_mapped(window, listening, keys, qtbot):
    labels = window.companions.marks.findChildren(QLabel, "empty_text")
    part(window, QToolButton, "marks_tab").click()
    assert any("M marks what you hear" in label.text() for label in labels)
    keys(**{"mark.note": "F8", "mark.now": "", "panic": "F9"})
    keys(**{"volume.up": "F10", "list.listen": "F11"})
    qtbot.waitUntil(
        lambda: any("F8 marks what you hear" in label.text() for label in labels)
    )
    assert not any("Ctrl+M" in label.text() for label in labels)
    taps = window.findChild(QWidget, "taps_label")  # hidden: none is wanted
    assert taps.toolTip().endswith("(F9)")
    assert part(window, QSlider, "volume_slider").toolTip().endswith("(V F10)")
    assert window.calls.view.accessibleDescription().startswith("F11 listens")
