from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.wire.times import cursor_after, parse_time

MICROSECOND = timedelta(microseconds=1)
BASE = datetime(2026, 8, 22, 10, 15, 30, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("text", "after_s"),
    [
        ("2026-08-22T10:15:30Z", 0),
        ("2026-08-22T10:15:30.5Z", 0.5),
        ("2026-08-22T10:15:30.123456Z", 0.123456),
        ("2026-08-22T10:15:30.123456789Z", 0.123456),
        ("2026-08-22T10:15:30.Z", 0),
        ("2026-08-22 10:15:30", 0),
        ("2026-08-22 10:15:30.25", 0.25),
        ("2026-08-22T10:15:30.000001", 0.000001),
        ("2026-08-22T12:15:30+02:00", 0),
        ("2026-08-22T05:45:30-0430", 0),
        ("2026-08-22 10:15:30 Z", 0),
    ],
)
def test_every_form_of_a_time(text, after_s):
    assert parse_time(text) == pytest.approx(BASE + after_s, abs=5e-7)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "9999-01-01 00:00:00.000000",
        "9999-01-01T00:00:00.000000Z",
        "9000-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-08-22T24:00:00Z",
        "2026-08-22T10:15:30+99:00",
        "2026-08-22",
        "yesterday",
        "2026-08-22T10:15:30.1234567890Z",
        "٢٠٢٦-08-22T10:15:30Z",
        "2026-08-22T10:15:30Z\n",
    ],
)
def test_not_set_and_no_time(text):
    assert parse_time(text) is None


@given(st.text(max_size=30) | st.from_regex(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d.{0,9}"))
def test_any_text_is_a_time_or_none(text):
    seconds = parse_time(text)
    assert seconds is None or seconds > 0


@given(
    st.integers(0, 10**15).map(lambda us: datetime(2000, 1, 1) + us * MICROSECOND),  # noqa: DTZ001
    st.sampled_from(["", "2026-08-22T10:15:30.123456Z", "2026-08-22 10:15:30.123456"]),
)
def test_cursor_lets_the_object_through_and_little_more(moment, like):
    created_s = parse_time(moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    assert created_s is not None
    cursor = cursor_after(created_s, like)
    assert (" " in cursor) == (" " in like)
    assert cursor.endswith("Z") != (" " in like)
    read = datetime.fromisoformat(cursor.removesuffix("Z"))
    assert timedelta(0) < read - moment < timedelta(milliseconds=1)
