import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.playout.line import HISTORY, Line, Placed


def pcm(value: int, n: int = 160) -> np.ndarray:
    return np.full(n, value, np.int16)


@pytest.mark.parametrize(
    ("numbers", "fates"),
    [
        ([5, 6, 7], "NNN"),
        ([65535, 0, 1], "NNN"),
        ([5, 5, 6, 6], "NDND"),
        ([5, 7, 6, 8], "NHFN"),
        ([65534, 1, 65535, 0, 2], "NHFFN"),
        ([5, 8, 6, 6], "NHFD"),
        ([5, 40_000, 40_001], "NNN"),
        ([5000, 10, 11], "NNN"),
        ([None, None, 7, None], "NNNN"),
        ([5, None, 5], "NNN"),
        ([5, 200, 201], "NNN"),
    ],
)
def test_fates(numbers, fates):
    names = {"N": Placed.NEXT, "D": Placed.DUPLICATE, "H": Placed.AFTER_HOLE,
             "F": Placed.FILLED}  # fmt: skip
    line = Line()
    assert [line.place(pcm(1), n) for n in numbers] == [names[f] for f in fates]


def test_a_frame_goes_where_it_belongs():
    line = Line()
    for number in (1, 4, 2):
        line.place(pcm(number), number)
    assert line.view(0, 640)[::160].tolist() == [1, 2, 0, 4]
    assert line.hole == (160, 480)
    line.pos = 400
    assert line.place(pcm(3), 3) is Placed.LATE


def test_after_a_restart_any_number_is_next():
    line = Line()
    line.place(pcm(1), 1000)
    line.restart()
    assert line.place(pcm(2), 999) is Placed.NEXT
    assert line.waiting == 320


@given(
    steps=st.lists(st.tuples(st.integers(1, 8000), st.integers(0, 9000)), max_size=40)
)
def test_history_and_future_survive_any_pace(steps):
    line, total = Line(), 0
    for size, played in steps:
        line.place(((total + np.arange(size)) % 30011).astype(np.int16), None)
        total += size
        line.pos = min(line.end, line.pos + played)
        first = max(0, line.pos - HISTORY)
        expected = np.arange(first, total) % 30011
        np.testing.assert_array_equal(line.view(first, line.end), expected)
