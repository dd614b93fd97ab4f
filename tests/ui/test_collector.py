"""Garbage goes in time, on the window's thread; what was imported is left alone."""

import gc
import sys
import threading
import types
import weakref

import pytest

from voipmon.ui.collector import Collector, collecting


class Ring:
    """Refers to itself: only the collector finds that nobody needs it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def collector(qapp):
    made = Collector()
    made.start()
    yield made
    made.stop()
    gc.unfreeze()


def settle(collector):
    """What the start made is set aside."""
    for _ in range(4):
        collector.collect()


def test_garbage_is_collected(collector):
    settle(collector)
    gone = weakref.ref(Ring())
    collector.collect()
    assert gone() is None


def test_another_thread_collects_nothing(collector):
    settle(collector)
    gone = weakref.ref(Ring())
    thread = threading.Thread(target=lambda: [Ring() for _ in range(20_000)])
    thread.start()
    thread.join()
    assert gone() is not None
    collector.collect()
    assert gone() is None


def test_old_garbage_goes_within_a_minute(collector):
    settle(collector)
    ring = Ring()
    gc.collect(1)  # it is among the old now
    gone = weakref.ref(ring)
    del ring
    for _ in range(60):
        collector.collect()
    assert gone() is None


def test_what_a_library_made_is_set_aside(collector, monkeypatch):
    settle(collector)
    before = gc.get_freeze_count()
    kept = [Ring() for _ in range(100)]
    for number in range(30):
        name = f"library_{number}"
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    settle(collector)
    assert gc.get_freeze_count() >= before + len(kept)


def test_it_is_left_to_python_at_the_end(qapp):
    with collecting():
        assert not gc.isenabled()
    assert gc.isenabled()
