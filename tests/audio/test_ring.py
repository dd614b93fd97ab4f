"""The ring: what is written comes out, in order, once; nothing else does."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voipmon.audio.ring import CHANNELS, SampleRing

# a positive number writes that many frames, a negative one reads, 0 clears
MOVES = st.lists(st.integers(-7, 7), max_size=60)


def numbered(first: int, count: int) -> np.ndarray:
    left = np.arange(first, first + count, dtype=np.int16)
    return np.stack([left, -left], axis=1)


@given(bits=st.integers(0, 4), moves=MOVES)
def test_returns_what_was_written_in_order_and_counts_the_rest(bits, moves):
    ring = SampleRing(1 << bits)
    waiting: list[int] = []
    next_number = 1
    dropped = 0
    for move in moves:
        if move > 0:
            taken = ring.write(numbered(next_number, move))
            assert taken == min(move, ring.capacity - len(waiting))
            waiting += range(next_number, next_number + taken)
            dropped += move - taken
            next_number += move
        elif move < 0:
            out = np.full((-move, CHANNELS), 999, np.int16)
            got = ring.read_into(out)
            expected, waiting = waiting[:-move], waiting[-move:]
            assert out[:got, 0].tolist() == expected
            assert out[:got, 1].tolist() == [-n for n in expected]
            assert (out[got:] == 999).all()
        else:
            ring.clear()
            waiting = []
        assert ring.fill == len(waiting) <= ring.capacity
        assert ring.dropped == dropped


@pytest.mark.parametrize("capacity", [0, -4, 3, 1000])
def test_a_capacity_that_is_no_power_of_two_is_our_mistake(capacity):
    with pytest.raises(ValueError, match="power of two"):
        SampleRing(capacity)


@settings(max_examples=5, deadline=None)
@given(write=st.integers(1, 300), read=st.integers(1, 300))
def test_two_threads_lose_and_repeat_nothing(write, read):
    ring = SampleRing(512)
    total = 10_000
    heard: list[np.ndarray] = []

    def reader():
        out = np.zeros((read, CHANNELS), np.int16)
        count = 0
        while count < total:
            got = ring.read_into(out)
            count += got
            heard.append(out[:got].copy())

    thread = threading.Thread(target=reader)
    thread.start()
    at = 0
    while at < total:
        room = ring.capacity - ring.fill
        count = min(write, room, total - at)
        assert ring.write(numbered(at, count)) == count
        at += count
    thread.join(20)
    assert not thread.is_alive()
    pcm = np.concatenate(heard)
    assert np.array_equal(pcm[:, 0], np.arange(total, dtype=np.int16))
    assert ring.dropped == 0
