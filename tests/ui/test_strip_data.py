"""Seconds from numbered columns: repeats, holes, new counts, ten minutes at most."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from voipmon.ui.strip_data import SECONDS, Kind, StripData, StripMark

NOW = 1_700_000_000.0


def columns(count, low=-40, high=50):
    return struct.pack("bb", low, high) * count


def feed(data, seconds, *, first=0, received=True, **outline):
    data.fold(first, columns(50 * seconds, **outline), received=received, at_s=NOW)
    return first + 50 * seconds


def kinds(data):
    return [data.at(second).kind for second in range(data.oldest, data.newest + 1)]


def test_empty():
    data = StripData()
    assert data.newest == -1
    assert data.at(0).kind is Kind.NOTHING


def test_a_second_has_the_extremes_of_its_columns():
    data = StripData()
    data.fold(0, columns(20, -3, 9), received=True, at_s=NOW)
    data.fold(20, columns(30, -70, 5), received=True, at_s=NOW)
    data.fold(50, columns(1, -1, 1), received=True, at_s=NOW)
    assert (data.at(0).low, data.at(0).high) == (-70, 9)
    assert (data.at(1).low, data.at(1).high) == (-1, 1)
    assert data.edge_at_s == NOW


@given(st.lists(st.integers(1, 400), min_size=1, max_size=12))
def test_the_cut_into_snapshots_does_not_matter(cuts):
    whole, parts = StripData(), StripData()
    values = [(-(n % 100), n * 7 % 120) for n in range(sum(cuts))]
    pack = b"".join(struct.pack("bb", *pair) for pair in values)
    whole.fold(0, pack, received=True, at_s=NOW)
    at = 0
    for cut in cuts:
        parts.fold(at, pack[2 * at : 2 * (at + cut)], received=True, at_s=NOW)
        parts.fold(at, pack[2 * at : 2 * (at + cut)], received=True, at_s=NOW)  # again
        at += cut
    assert parts.newest == whole.newest
    for second in range(whole.newest + 1):
        assert parts.at(second) == whole.at(second)


def test_silence_is_not_a_gap():
    data = StripData()
    at = feed(data, 2, low=0, high=1)
    feed(data, 2, first=at, received=False, low=0, high=0)
    assert kinds(data) == [Kind.SOUND, Kind.SOUND, Kind.GAP, Kind.GAP]
    assert [data.at(s).silent for s in range(4)] == [True, True, False, False]


def test_columns_that_are_missing_are_a_gap():
    data = StripData()
    feed(data, 1)
    feed(data, 1, first=150)
    assert kinds(data) == [Kind.SOUND, Kind.GAP, Kind.GAP, Kind.SOUND]


def test_after_a_new_count_it_goes_on_where_it_was():
    data = StripData()
    feed(data, 3)
    data.count_anew(2.0)
    feed(data, 1)
    assert kinds(data) == [Kind.SOUND] * 3 + [Kind.GAP] * 2 + [Kind.SOUND]


def test_a_new_count_before_the_first_column_is_nothing():
    data = StripData()
    data.count_anew(1e9)
    assert data.newest == -1


def test_ten_minutes_are_kept_and_their_marks():
    data = StripData()
    at = feed(data, 10)
    data.mark(StripMark.NOTE, 3)
    feed(data, SECONDS, first=at, low=-9, high=9)
    assert (data.oldest, data.newest) == (10, SECONDS + 9)
    assert data.at(9).kind is Kind.NOTHING
    assert not data.marks
    assert {data.at(s).high for s in range(10, SECONDS + 10)} == {9}


def test_a_long_time_without_an_engine_leaves_only_gaps():
    data = StripData()
    feed(data, 10)
    data.count_anew(100_000.0)
    feed(data, 1)
    assert data.newest - data.oldest == SECONDS - 1
    assert kinds(data)[:-1] == [Kind.GAP] * (SECONDS - 1)
    assert kinds(data)[-1] is Kind.SOUND


def test_marks_add_up_and_go_one_by_one():
    data = StripData()
    feed(data, 5)
    data.mark(StripMark.NOTE, 2)
    data.mark(StripMark.SKIP, 2)
    data.mark(StripMark.STALL)
    assert data.at(2).marks == StripMark.NOTE | StripMark.SKIP
    assert data.at(4).marks == StripMark.STALL
    data.unmark(StripMark.NOTE, 2)
    assert data.at(2).marks == StripMark.SKIP
    data.mark(StripMark.NOTE, 99)
    assert 99 not in data.marks


def test_seconds_ago():
    data = StripData()
    feed(data, 5)
    assert data.second_ago(0.5) == 4
    assert data.second_ago(4.5) == 0
    assert data.ago_s(4) == 1.0
