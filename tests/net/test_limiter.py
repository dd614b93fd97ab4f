import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.net.errors import RateLimited
from voipmon.net.limiter import LIMIT, MAX_PAUSE_S, RequestBudget


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@given(st.lists(st.integers(0, 40), max_size=80))
def test_never_more_than_allowed_in_any_window(waits):
    clock = Clock()
    budget = RequestBudget(3, 1.0, clock)
    granted = []
    for wait in waits:
        clock.now += wait / 64
        if budget.try_acquire() == 0:
            granted.append(clock.now)
    for i in range(len(granted) - 3):
        assert granted[i + 3] - granted[i] >= 1.0


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30))
def test_what_it_says_to_wait_is_enough(waits):
    clock = Clock()
    budget = RequestBudget(2, 1.0, clock)
    for wait in waits:
        clock.now += wait / 64
        left_s = budget.try_acquire()
        if left_s > 0:
            clock.now += left_s + 1e-9
            assert budget.try_acquire() == 0


def test_eight_threads_stay_below_fifteen_a_second():
    budget = RequestBudget()
    lock, granted = threading.Lock(), []
    end = time.monotonic() + 2.7

    def ask():
        while time.monotonic() < end:
            try:
                budget.acquire(0.5)
            except RateLimited:
                continue
            with lock:
                granted.append(time.monotonic())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    granted.sort()
    for i, first in enumerate(granted):
        assert sum(at < first + 1.0 for at in granted[i:]) <= LIMIT
    assert len(granted) >= 2 * LIMIT  # and it is not stingy


def test_pause_holds_everybody():
    clock = Clock()
    budget = RequestBudget(clock=clock)
    budget.pause(7)
    budget.pause(3)  # a shorter wish does not shorten it
    assert budget.try_acquire() == 7
    with pytest.raises(RateLimited) as caught:
        budget.acquire(5)
    assert caught.value.retry_after_s == 7
    assert caught.value.limited_by == "client"
    clock.now += 7
    budget.acquire(0)


def test_absurd_wishes():
    clock = Clock()
    budget = RequestBudget(clock=clock)
    budget.pause(-5)
    assert budget.try_acquire() == 0
    budget.pause(1e9)
    assert budget.try_acquire() == MAX_PAUSE_S


def test_closing_wakes_whoever_waits():
    budget = RequestBudget()
    budget.pause(60)
    failures = []

    def wait():
        try:
            budget.acquire(120)
        except RateLimited as error:
            failures.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    budget.close()
    thread.join(5)
    assert len(failures) == 1
