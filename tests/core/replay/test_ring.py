import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from voipmon.core.replay.ring import KEPT, SoundRing


def test_it_keeps_a_minute_in_less_than_a_megabyte():
    ring = SoundRing()
    for _ in range(70):
        ring.append(np.ones(8000, np.int16))
    assert ring.end - ring.oldest == KEPT == 60 * 8000
    assert ring.nbytes <= 1_000_000


def test_memory_is_taken_as_sound_comes():
    ring = SoundRing()
    assert ring.nbytes == 0
    ring.append(np.ones(160, np.int16))
    assert ring.nbytes <= 16_000


def test_wiping_overwrites_what_was_kept():
    ring = SoundRing()
    ring.append(np.full(3 * 8000, 7, np.int16))
    chunks = list(ring._chunks)
    ring.wipe()
    assert [int(chunk.any()) for chunk in chunks] == [0, 0, 0]
    assert (ring.end, ring.oldest, ring.nbytes) == (0, 0, 0)
    assert len(ring.view(0, 100)) == 0


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 70_000), max_size=20),
    st.integers(0, 700_000),
    st.integers(0, 9000),
)
def test_what_is_kept_is_what_was_given(sizes, start, size):
    ring, given_ = SoundRing(), np.arange(sum(sizes), dtype=np.int32).astype(np.int16)
    done = 0
    for one in sizes:
        ring.append(given_[done : done + one])
        done += one
    assert ring.end == done
    start = max(start, ring.oldest)
    assert np.array_equal(ring.view(start, start + size), given_[start : start + size])
