"""The table's model: always the sorted, filtered list, without ever a reset."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt

from tests.ui.scripted import call, rows, snapshot, stream
from voipmon.core.domain.facts import RosterChanged, SignedOut
from voipmon.ui.calls.columns import Column
from voipmon.ui.calls.model import CallsModel, runs
from voipmon.ui.state import WindowState


@pytest.fixture
def model(state):
    made = CallsModel(state)
    made.sync()
    return made


def keys(model: CallsModel) -> list[str]:
    return [model.row_at(n).key for n in range(model.rowCount())]


def text(model: CallsModel, key: str, column: Column) -> str:
    return model.data(model.index(model.place_of(key), column))


def test_qt_finds_nothing_wrong(model, state, qtmodeltester):
    qtmodeltester.check(model)


def test_longest_first_rooms_last(model):
    order = [*(f"call:c{n}" for n in range(1, 7)), "conference:k1"]
    assert keys(model) == order


def test_cells_in_words(model):
    assert text(model, "call:c1", Column.STATE) == "Talking"
    assert text(model, "call:c1", Column.WHO) == "Dana Lee"
    assert text(model, "call:c1", Column.OTHER) == "+1 415 555 0142"
    assert text(model, "call:c2", Column.DIRECTION) == "Outgoing"
    assert text(model, "call:c1", Column.TIME).startswith("10:0")
    assert text(model, "conference:k1", Column.OTHER) == "3 people"


def test_a_listened_row_says_so(model, state):
    state.add(state.rows["call:c2"])
    state.apply_snapshot(snapshot(stream(1, "call:c2")))
    state.pass_time(0.033)
    model.tick(0, 6, second=True)
    assert text(model, "call:c2", Column.LISTENING) == "Listening"
    assert text(model, "call:c1", Column.LISTENING) == ""


def test_only_the_moving_cells_are_announced(model, state, qtbot):
    state.add(state.rows["call:c2"])
    state.apply_snapshot(snapshot(stream(1, "call:c2")))
    model.tick(0, 6, second=False)
    seen = []
    model.dataChanged.connect(lambda top, *_: seen.append((top.row(), top.column())))
    model.tick(0, 6, second=False)
    assert seen == [(1, Column.TIME)]


def test_the_end_of_a_level_is_announced_so_that_it_does_not_stay_lit(model, state):
    card = state.add(state.rows["call:c2"])
    state.apply_snapshot(snapshot(stream(1, "call:c2")))
    model.tick(0, 6, second=False)
    seen = []
    model.dataChanged.connect(
        lambda top, end, _: seen.append((top.row(), end.column()))
    )
    state.drop(card)
    model.tick(0, 6, second=False)
    assert seen == [(1, Column.LEVEL)]
    assert text(model, "call:c2", Column.LEVEL) == ""


def test_a_stream_without_a_card_that_goes_takes_its_level_along(model, state):
    state.apply_snapshot(snapshot(stream(9, "call:c3")))
    model.tick(0, 6, second=False)
    seen = []
    model.dataChanged.connect(lambda top, *_: seen.append(top.row()))
    state.apply_snapshot(snapshot())
    model.tick(0, 6, second=False)
    model.tick(0, 6, second=False)
    assert seen == [2]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("dana", ["call:c1"]),
        ("OUTGOING marcus", ["call:c2"]),
        ("ringing", ["call:c6"]),
        ("0142", ["call:c1"]),
        ("conference", ["conference:k1"]),
        ("nobody at all", []),
    ],
)
def test_searching(model, words, found):
    model.filter(words)
    assert keys(model) == found


def test_sorting_keeps_selection_by_row(model):
    kept = QPersistentModelIndex(model.index(model.place_of("call:c3"), 0))
    model.sort(Column.WHO, Qt.SortOrder.DescendingOrder)
    assert model.row_at(kept.row()).key == "call:c3"
    names = [text(model, key, Column.WHO) for key in keys(model)]
    assert names == sorted(names, key=str.casefold, reverse=True)


def test_while_the_pointer_moves_rows_stay_where_they_are(model, state):
    model.resting = True
    before = keys(model)
    old = call(9, "New", age_s=5000)
    state.apply_fact(RosterChanged(rows=(old,), removed=("call:c2",)))
    model.sync()
    assert keys(model) == [*before, "call:c9"]
    assert text(model, "call:c2", Column.STATE) == "Ended"
    assert model.owed > 0
    model.resting = False
    model.sync()
    assert keys(model)[0] == "call:c9"
    assert "call:c2" not in keys(model)
    assert model.owed == 0


def test_signed_out_no_call_is_told_to_have_ended(state, model):
    model.resting = True
    state.apply_fact(SignedOut())
    model.sync()
    assert keys(model) == []
    assert model.owed == 0


numbers = st.integers(0, 6)
changes = st.builds(
    RosterChanged,
    rows=st.lists(
        st.tuples(numbers, numbers).map(
            lambda pair: call(pair[0], f"Agent {pair[1]}", age_s=60 * pair[1])
        ),
        max_size=4,
    ).map(tuple),
    removed=st.lists(numbers.map(lambda n: f"call:c{n}"), max_size=3).map(tuple),
    whole=st.booleans(),
)


@given(history=st.lists(st.tuples(changes, st.booleans()), max_size=8))
def test_whatever_comes_the_model_equals_the_sorted_list(history):
    state = WindowState()
    model = CallsModel(state)
    model.sort(Column.WHO)
    count = 0
    resets = []
    model.modelReset.connect(lambda: resets.append(1))

    def grew(_parent: object, first: int, last: int) -> None:
        nonlocal count
        count += last - first + 1

    def shrank(_parent: object, first: int, last: int) -> None:
        nonlocal count
        count -= last - first + 1

    model.rowsInserted.connect(grew)
    model.rowsRemoved.connect(shrank)
    for change, resting in history:
        state.apply_fact(change)
        model.resting = resting
        model.sync()
        assert count == model.rowCount()
        assert set(keys(model)) >= set(state.rows)
    model.resting = False
    model.sync()
    names = [row.agent for row in state.rows.values()]
    shown = [model.row_at(n).roster.agent for n in range(model.rowCount())]
    assert shown == sorted(names, key=str.casefold)
    assert not resets


@given(st.sets(st.integers(0, 30)))
def test_runs_cover_exactly_their_numbers(numbers):
    found = list(runs(sorted(numbers)))
    assert {n for a, b in found for n in range(a, b + 1)} == numbers
    assert all(one[1] + 1 < other[0] for one, other in pairwise(found))


def test_the_fixture_has_seven_rows():
    assert len(rows()) == 7
