"""Hops, taps and marks with the demo platform, a real engine and the real window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTableView, QToolButton

from tests.support.demo import Demo, demo_server
from tests.support.sound import sound_server
from tests.ui.finding import cell, part
from voipmon.app import build
from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.snapshot import StreamState
from voipmon.engine.client import EngineClient
from voipmon.ui.hopping import answered
from voipmon.ui.main_window import MainWindow
from voipmon.ui.marks.model import Column

__all__ = ["sound_server"]

WITHIN_MS = 25_000


@pytest.fixture
def demo() -> Iterator[Demo]:
    with demo_server("--seed", "5") as server:
        yield server


@pytest.fixture
def live(qtbot, there, demo, sound_server) -> Iterator[MainWindow]:
    """The window with its own engine, signed in to the demo platform."""
    engine = EngineClient()
    engine.start()
    request = SignIn(server=demo.url, username=demo.username, password=demo.password)
    made = build(engine, sign_in=request)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.clock.stop()
    engine.stop()


@pytest.mark.window
def test_n_hops_to_a_call_that_was_kept_ready_and_m_marks_what_is_heard(
    live, demo, hand, qtbot
):
    state = live.state

    def wait(condition):
        qtbot.waitUntil(condition, timeout=WITHIN_MS)

    def ready():
        taps = [tap for tap in state.taps if tap.snap is not None]
        streams = [tap.snap.state is StreamState.STREAMING for tap in taps]
        return len(streams) == 2 and all(streams)

    wait(lambda: sum(map(answered, state.rows.values())) >= 4)
    order = live.calls.model.keys()
    keys = [key for key in order if answered(state.rows[key])]
    hand.click(live.calls.view.viewport(), cell(live, keys[0]))
    wait(ready)
    assert [tap.key for tap in state.taps] == keys[1:3]
    assert all(tap.snap.lag_ms is None for tap in state.taps)  # nobody hears them
    first, tap = state.cards[0], state.taps[0]
    wait(lambda: tap.snap.kept_s > 3)
    live.calls.view.setFocus()
    hand.key("n")
    wait(lambda: state.cards == [tap])
    wait(lambda: tap.snap.lag_ms is not None and tap.heard)
    assert state.stream(first.stream_id) is None
    assert tap.snap.behind_s > 0.5  # it began with what was said before
    wait(ready)
    assert [t.key for t in state.taps] == keys[2:4]

    hand.key("N")
    wait(lambda: state.selected.key == keys[0])
    assert state.tap_of(keys[1]) is tap  # next to it, so kept ready
    wait(lambda: tap.snap.lag_ms is None)
    hand.key("n")
    wait(lambda: state.cards == [tap])
    wait(lambda: tap.snap.lag_ms is not None and tap.heard)

    hand.key("m")
    table = part(live, QTableView, "marks_table")
    wait(lambda: table.state() is QTableView.State.EditingState)
    hand.type("ask about refund")
    hand.key("Return")
    (mark,) = live.companions.marks.model.marks
    wait(lambda: mark.text == "ask about refund")
    wait(lambda: tap.snap.now_s > mark.heard_s + 2)
    play = part(live, QPushButton, "marks_play")
    assert play.isEnabled()
    hand.click(play)
    wait(lambda: 1.0 < tap.snap.now_s - tap.snap.heard_s < 8.0)
    wait(lambda: tap.snap.behind_s > 0.5)

    hand.key("ctrl+shift+s")
    wait(lambda: not state.streams())
    assert any("Everything was closed" in text for text in live.messages.texts)
    live.companions.marks.refresh(1.0)
    shown = table.model().index(0, Column.REPLAY).data(Qt.ItemDataRole.DisplayRole)
    assert shown == "call left"
    assert not play.isEnabled()
    part(live, QToolButton, "activity_tab").click()
    wait(lambda: live.companions.activity.model.rowCount() > 5)
    told = [line.text for line in live.companions.log.lines]
    assert told.count("Kept ready, not heard") >= 2
    assert any(text.startswith("Hopped to ") for text in told)
