"""Search, count and the words of an empty table."""

import pytest

from tests.ui.scripted import snapshot, stream
from voipmon.core.domain.facts import RosterChanged
from voipmon.core.domain.snapshot import LinkSnapshot, LinkState, StreamState
from voipmon.ui.calls.panel import CallsPanel


@pytest.fixture
def panel(qtbot, state, theme):
    made = CallsPanel(state, theme)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    made.sync()
    return made


def test_with_rows_there_are_no_words(panel):
    assert panel.empty.isHidden()
    assert panel.count.text() == "6 calls and 1 conference"


def test_no_live_calls(panel, state):
    state.apply_fact(RosterChanged(whole=True))
    panel.sync()
    words = "No live calls right now. New calls appear here by themselves."
    assert panel.empty.label.text() == words
    state.practice = True
    panel.sync()
    assert panel.empty.label.text() == f"{words} (Practice mode)"


def test_a_filter_that_hides_all_can_be_cleared(panel):
    panel.search.setText("Billing")
    assert (
        panel.empty.label.text()
        == '6 live calls and 1 conference, none match "Billing".'
    )
    assert panel.empty.button.text() == "Clear filters"
    panel.empty.button.click()
    assert panel.search.text() == ""
    assert panel.empty.isHidden()


def test_signed_out(panel, state, qtbot):
    state.apply_fact(RosterChanged(whole=True))
    state.apply_snapshot(snapshot(link=LinkSnapshot()))
    panel.sync()
    assert panel.empty.label.text().startswith("Not signed in.")
    with qtbot.waitSignal(panel.sign_in_wanted):
        panel.empty.button.click()
    signing = LinkSnapshot(state=LinkState.SIGNING_IN)
    state.apply_snapshot(snapshot(link=signing))
    panel.sync()
    assert panel.empty.label.text() == "Signing in…"


def test_a_paused_order_is_told(panel, state):
    panel.view.rested.emit(True)
    state.apply_fact(RosterChanged(removed=("call:c1",)))
    panel.sync()
    assert "order paused" in panel.count.text()
    assert "press F5" in panel.count.text()
    panel.sync(force=True)
    assert panel.count.text() == "5 calls and 1 conference"


def test_a_new_word_does_not_wait_for_the_next_tenth_of_a_second(panel, state):
    state.add(state.rows["call:c2"])
    state.apply_snapshot(snapshot(stream(1, "call:c2")))
    panel.tick(1.0)
    seen = []
    panel.model.dataChanged.connect(lambda top, *_: seen.append(top.row()))
    panel.tick(0.03)
    assert not seen
    stalled = {"state": StreamState.STALLED, "stall_ms": 300.0}
    state.apply_snapshot(snapshot(stream(1, "call:c2", **stalled)))
    panel.tick(0.03)
    assert 1 in seen
