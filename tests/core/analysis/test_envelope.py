import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.analysis.envelope import EnvelopeRing, block_envelope


def test_columns_are_extremes_at_full_scale_127():
    rows = np.zeros((3, 160), np.int16)
    rows[1, 5], rows[1, 9] = -32768, 32767
    rows[2, 0] = 8192
    assert block_envelope(rows).tolist() == [[0, 0], [-127, 127], [0, 32]]


@given(
    capacity=st.integers(1, 6), appended=st.integers(0, 20), asked=st.integers(-3, 25)
)
def test_a_reader_gets_exactly_what_it_lacks_and_is_kept(capacity, appended, asked):
    ring = EnvelopeRing(capacity)
    for i in range(appended):
        ring.append(-i, i)
    first, data = ring.since(asked)
    numbers = range(first, appended)
    assert ring.next_number == appended
    assert np.frombuffer(data, np.int8).tolist() == [
        v for i in numbers for v in (-i, i)
    ]
    assert first == min(max(asked, appended - capacity, 0), appended)
