import threading

from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.domain.facts import (
    Device,
    DevicesChanged,
    Resync,
    RosterChanged,
    RosterRow,
)
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.services.bus import FactBus


def row(number, status="ringing"):
    return RosterRow(kind=ResourceKind.CALL, id=str(number), status=status)


def test_facts_come_in_order_and_once():
    bus = FactBus()
    facts = [Resync(lost=n) for n in range(3)]
    for fact in facts:
        bus.publish(fact)
    assert bus.waiting
    assert bus.take() == tuple(facts)
    assert bus.take() == ()
    assert not bus.waiting


CHANGES = st.lists(
    st.tuples(
        st.lists(st.integers(0, 3), max_size=2),
        st.lists(st.integers(0, 3), max_size=2),
        st.booleans(),
    ),
    max_size=30,
)


@given(CHANGES, st.integers(1, 5))
def test_a_slow_reader_ends_with_the_same_rows_as_a_quick_one(changes, limit):
    slow, quick = FactBus(limit=limit), FactBus()
    devices = DevicesChanged(devices=(Device(name="d", host_api="h"),))
    rows_quick = {}
    for bus in (slow, quick):
        bus.publish(devices)
    for added, removed, whole in changes:
        fact = RosterChanged(
            rows=tuple(row(n) for n in added),
            removed=tuple(f"call:{n}" for n in removed),
            whole=whole,
        )
        slow.publish(fact)
        quick.publish(fact)
        apply(rows_quick, quick.take())
    rows_slow = {}
    facts = slow.take()
    apply(rows_slow, facts)
    assert rows_slow == rows_quick
    assert devices in facts


def apply(rows, facts):
    for fact in facts:
        if isinstance(fact, RosterChanged):
            if fact.whole:
                rows.clear()
            for key in fact.removed:
                rows.pop(key, None)
            for one in fact.rows:
                rows[one.key] = one


def test_whoever_waits_is_woken_by_a_fact_and_by_hand_but_not_by_what_was_taken():
    bus = FactBus()
    woken = threading.Event()

    def read():
        bus.wait(30)
        woken.set()

    for wake in (lambda: bus.publish(Resync(lost=0)), bus.rouse):
        bus.take()
        woken.clear()
        reader = threading.Thread(target=read)
        reader.start()
        assert not woken.wait(0.05)
        wake()
        assert woken.wait(10)
        reader.join()
