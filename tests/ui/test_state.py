"""Facts and snapshots folded into what the window knows."""

import time

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.scripted import LIVE, call, rows, snapshot, stream
from voipmon.core.domain.facts import (
    EngineRestarted,
    RosterChanged,
    SignedOut,
    StreamEnded,
    StreamGone,
    StreamSkipped,
)
from voipmon.core.domain.snapshot import (
    EndCause,
    LinkSnapshot,
    LinkState,
    Problem,
    ResourceKind,
    StreamState,
)
from voipmon.ui.state import WindowState

numbers = st.integers(1, 5)
changes = st.builds(
    RosterChanged,
    rows=st.lists(numbers.map(lambda n: call(n, f"Agent {n}")), max_size=4).map(tuple),
    removed=st.lists(numbers.map(lambda n: f"call:c{n}"), max_size=3).map(tuple),
    whole=st.booleans(),
)


@given(st.lists(changes, max_size=8))
def test_the_list_is_what_the_changes_make_it(history):
    state = WindowState()
    model: dict[str, object] = {}
    for change in history:
        state.apply_fact(change)
        if change.whole:
            model = {}
        for key in change.removed:
            model.pop(key, None)
        model.update({row.key: row for row in change.rows})
    assert state.rows == model


def test_a_card_remembers_its_row_after_the_list_forgot_it(state):
    card = state.add(state.rows["call:c1"])
    state.apply_fact(RosterChanged(removed=("call:c1",)))
    assert card.row is not None
    assert card.row.agent == "Dana Lee"


def test_a_dropped_card_hands_the_selection_to_its_neighbour(state):
    first = state.add(state.rows["call:c1"])
    second = state.add(state.rows["call:c2"])
    state.drop(second)
    assert state.selected is first
    state.drop(first)
    assert state.selected is None


def test_stream_ids_are_never_used_twice(state):
    card = state.add(state.rows["call:c1"])
    state.drop(card)
    assert state.add(state.rows["call:c1"]).stream_id > card.stream_id


def test_an_ended_stream_keeps_its_card_until_it_is_gone(state):
    state.add(state.rows["call:c1"])
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.ENDED))
    assert state.cards[0].closed
    gone = StreamGone(stream_id=1, kind=ResourceKind.CALL, resource_id="c1")
    state.apply_fact(gone)
    assert not state.cards


def test_a_skip_is_told_for_a_while(state):
    state.add(state.rows["call:c1"])
    state.apply_fact(StreamSkipped(stream_id=1, skipped_ms=1800))
    assert [skip.skipped_ms for skip in state.cards[0].skips] == [1800]
    state.pass_time(59)
    assert state.cards[0].skips
    state.pass_time(1)
    assert not state.cards[0].skips
    assert state.cards[0].skip_count == 1


def test_a_stale_list_stops_the_time(state):
    stale = LinkSnapshot(state=LinkState.STALE, age_s=12.0)
    state.apply_snapshot(snapshot(link=stale))
    state.pass_time(0.03)
    assert state.stale
    stood = state.server_now_s()
    state.pass_time(0.03)
    assert state.server_now_s() == stood
    state.apply_snapshot(snapshot(link=LIVE))
    state.pass_time(0.03)
    assert not state.stale
    assert state.server_now_s() >= stood


def test_the_age_of_the_list_grows_while_no_snapshot_comes(state):
    before = state.link_age_s
    state.pass_time(20)
    assert state.link_age_s == before + 20
    assert state.stale


def test_times_come_from_the_server(state):
    state.apply_snapshot(snapshot(clock_offset_s=240.0))
    assert abs(state.server_now_s() - time.time() - 240) < 5
    card = state.add(state.rows["call:c1"])
    assert 835 < state.talk_seconds(card) < 850


def test_the_talk_of_a_closed_card_lasts_no_longer(state):
    card = state.add(state.rows["call:c1"])
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.LOST))
    card.closed_at_s = card.row.answered_s + 372
    assert round(state.talk_seconds(card)) == 372


def test_signing_out_empties_the_list(state):
    state.apply_fact(SignedOut())
    assert not state.rows


def test_a_closed_stream_in_a_snapshot_closes_the_card(state):
    state.add(state.rows["call:c1"])
    lost = stream(1, state=StreamState.CLOSED, cause=EndCause.LOST)
    state.apply_snapshot(snapshot(lost))
    assert state.cards[0].cause is EndCause.LOST


def test_meters_exist_for_every_stream_and_go_with_it(state):
    state.apply_snapshot(snapshot(stream(7, "call:c2")))
    state.pass_time(0.033)
    assert state.meters["call:c2"].needle.peak == -12.0
    state.apply_snapshot(snapshot())
    assert not state.meters


def test_a_stream_that_was_left_has_no_meter_although_the_engine_still_names_it(state):
    card = state.add(state.rows["call:c1"])
    state.drop(card)
    state.apply_snapshot(snapshot(stream(card.stream_id)))
    assert not state.meters


def test_an_engine_that_starts_slowly_is_not_called_dead_at_once():
    state = WindowState()
    for _ in range(15):
        state.pass_time(0.1)
    assert not state.engine_dead
    for _ in range(40):
        state.pass_time(0.1)
    assert state.engine_dead


def test_rows_of_the_fixture_are_distinct():
    assert len({row.key for row in rows()}) == 7


def test_taps_are_followed_but_are_no_cards(state):
    tap = state.add_tap(state.rows["call:c2"])
    state.apply_snapshot(snapshot(stream(tap.stream_id, "call:c2")))
    assert tap.snap is not None
    assert tap.ready
    assert "call:c2" in state.meters
    assert not state.cards
    assert not list(state.listened())
    state.apply_fact(StreamEnded(stream_id=tap.stream_id, cause=EndCause.ENDED))
    assert tap.closed
    state.apply_fact(
        StreamGone(stream_id=tap.stream_id, kind=ResourceKind.CALL, resource_id="c2")
    )
    assert not state.taps


def test_a_tap_becomes_a_card_and_a_tap_again(state):
    first = state.add(state.rows["call:c1"])
    tap = state.add_tap(state.rows["call:c2"])
    state.demote(first)
    assert state.promote(tap, 0) is tap
    assert state.cards == [tap]
    assert state.selected is tap
    assert state.taps == [first]
    assert first.ready
    assert not tap.ready


def test_a_new_engine_makes_what_was_said_of_taps_void_too(state):
    tap = state.add_tap(state.rows["call:c2"])
    state.apply_snapshot(snapshot(stream(tap.stream_id, "call:c2")))
    died = Problem(kind="engine.died")
    state.apply_fact(EngineRestarted(restarts=1, problem=died))
    assert tap.snap is None
    assert state.engines == 1
