"""Waits grow, are spread, and begin anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.domain.backoff import SPREAD, STEPS_S, Backoff


def test_grows_to_the_last_step_and_resets():
    backoff = Backoff(lambda: 0.5)
    assert [backoff.next_s() for _ in range(8)] == pytest.approx([*STEPS_S, 15.0, 15.0])
    backoff.reset()
    assert backoff.next_s() == pytest.approx(STEPS_S[0])


@given(chances=st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_stays_within_the_spread(chances):
    numbers = iter(chances)
    backoff = Backoff(lambda: next(numbers))
    for at in range(len(chances)):
        step = STEPS_S[min(at, len(STEPS_S) - 1)]
        wait = backoff.next_s()
        assert step * (1 - SPREAD) - 1e-9 <= wait <= step * (1 + SPREAD) + 1e-9
