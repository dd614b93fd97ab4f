"""Sequence numbers: duplicates go, everything else passes and is counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.wire.rtp import RtpPacket
from voipmon.core.wire.sequence import SequenceWatch


def packet(sequence: int, *, ssrc: int = 0, payload: bytes = b"") -> RtpPacket:
    return RtpPacket(
        payload_type=96,
        sequence=sequence % 65536,
        timestamp=160 * sequence % 2**32,
        ssrc=ssrc,
        payload=payload or str(sequence).encode(),
    )


def follow(*sequences: int) -> tuple[SequenceWatch, list[bool]]:
    watch = SequenceWatch()
    return watch, [watch.accept(packet(n)) for n in sequences]


@pytest.mark.parametrize(
    ("story", "numbers", "expected"),
    [
        ("in order", [1, 2, 3], (0, 0, 0, 0)),
        ("the number wraps", [65534, 65535, 65536, 65537], (0, 0, 0, 0)),
        ("one twice", [1, 2, 2, 3], (1, 0, 0, 0)),
        ("an old one twice", [1, 2, 3, 4, 2], (1, 0, 0, 0)),
        ("a gap", [1, 2, 6], (0, 0, 3, 0)),
        ("a gap that closes late", [1, 2, 4, 3, 5], (0, 1, 0, 0)),
        ("before the first", [5, 4, 6], (0, 1, 0, 0)),
        ("a jump ahead", [1, 2, 9000], (0, 0, 0, 1)),
        ("a jump back", [9000, 9001, 1, 2], (0, 0, 0, 1)),
        ("far back, yet seen once", [1, *range(2, 200), 1], (0, 0, 0, 1)),
    ],
)
def test_stories(story, numbers, expected):
    """Expected: duplicates, reordered, missing, restarts."""
    watch, _ = follow(*numbers)
    counts = (watch.duplicates, watch.reordered, watch.missing, watch.restarts)
    assert counts == expected


def test_a_numbering_begun_anew_is_no_duplicate():
    watch, _ = follow(1, 2, 3)
    assert watch.accept(packet(1, payload=b"other sound"))
    assert (watch.duplicates, watch.restarts) == (0, 1)


def test_another_source_and_another_connection_begin_anew():
    watch, _ = follow(1, 2, 3)
    assert watch.accept(packet(1, ssrc=7))
    assert watch.restarts == 1
    watch.restart()
    assert watch.accept(packet(1, ssrc=7))
    assert (watch.restarts, watch.duplicates, watch.missing) == (1, 0, 0)


@given(st.lists(st.integers(0, 6), max_size=40))
def test_each_distinct_packet_passes_exactly_once(numbers):
    watch, passed = follow(*numbers)
    kept = [n for n, ok in zip(numbers, passed, strict=True) if ok]
    assert sorted(kept) == sorted(set(numbers))
    assert watch.duplicates == len(numbers) - len(kept)


@given(st.lists(st.integers(0, 65535), max_size=60))
def test_any_numbers_keep_the_counts_sane(numbers):
    watch, passed = follow(*numbers)
    assert watch.missing >= 0
    assert watch.duplicates + sum(passed) == len(numbers)


@given(st.permutations(list(range(8))))
def test_disorder_ends_with_nothing_missing(order):
    watch, passed = follow(*(n + 100 for n in order))
    assert all(passed)
    late = [n for i, n in enumerate(order) if n < max(order[: i + 1])]
    assert watch.reordered == len(late)
