import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.arrival_trace import parse
from voipmon.core.analysis import arrival_trace
from voipmon.core.analysis.arrival_trace import BASE_US, ArrivalLog

START_NS = 7 * 10**15  # a machine that has been up for months


def record(arrivals, *, encapsulation="rtp"):
    """The trace of (arrival [us], sequence or None, samples), None for a restart."""
    log = ArrivalLog()
    for one in arrivals:
        if one is None:
            log.restart()
        else:
            log.note(START_NS + one[0] * 1000, *one[1:])
    return log.trace(encapsulation)


def beat(count, *, first=0, sequence=None, samples=160, at_us=0):
    """Messages on their beat."""
    step = samples * 125
    return [
        (
            at_us + (first + n) * step,
            None if sequence is None else (sequence + n) & 0xFFFF,
            samples,
        )
        for n in range(count)
    ]


@st.composite
def deliveries(draw):
    """Numbered frames: some lost, some held up, in order over one connection."""
    came = draw(st.lists(st.booleans(), min_size=1, max_size=60))
    waits = st.integers(0, 90_000)
    now, out = 0, []
    for number, here in enumerate(came):
        now = max(now, number * 20_000 + draw(waits))
        if here:
            out.append((now, 65_500 + number & 0xFFFF, 160))
    return out


@given(deliveries())
def test_arrivals_come_back_and_holes_are_what_was_lost(arrivals):
    trace = record(arrivals)
    if not arrivals:
        assert trace is None
        return
    back = parse(trace.text())
    times = np.array([one[0] for one in arrivals])
    numbers = np.array([(one[1] - arrivals[0][1]) & 0xFFFF for one in arrivals])
    assert (np.diff(back.sent) >= 0).all()
    assert back.sent[0] == 20_000
    assert np.flatnonzero(~back.lost).tolist() == numbers.tolist()
    assert back.transit[~back.lost].min() == BASE_US
    assert (np.diff(back.arrival) == np.diff(times)).all()


@given(st.lists(st.integers(1, 700), min_size=1, max_size=60))
def test_any_lengths_of_messages_give_whole_frames(sizes):
    ends = np.cumsum(sizes)
    trace = record([(int(e) * 125, None, n) for e, n in zip(ends, sizes, strict=True)])
    if trace is None:
        assert ends[-1] < 160
        return
    assert len(trace.sent) == ends[-1] // 160
    assert not (trace.transit < 0).any()
    # No frame is here before its last sample came, and none later than that message.
    whole = np.arange(1, len(trace.sent) + 1) * 160
    came = ends[np.searchsorted(ends, whole)] * 125
    assert (np.diff(trace.sent + trace.transit) == np.diff(came)).all()


def test_the_facts_tell_nothing_of_anybody():
    trace = record(beat(500, sequence=9), encapsulation="rtp")
    assert trace.facts == {
        "name": "recorded-rtp",
        "source": "recorded",
        "encapsulation": "rtp",
        "has_seq": True,
        "sender_ppm": 0.0,
        "card_ppm": 0.0,
        "base_us": BASE_US,
        "duration_s": 10.005,
    }
    magic, facts, columns, *rows = trace.text().splitlines()
    assert magic == "# playout-trace 1"
    assert json.loads(facts[2:]) == trace.facts
    assert columns.startswith("# ")
    assert rows[:2] == ["20000 5000", "20000 5000"]
    assert len(rows) == 500


def test_without_numbers_it_says_so():
    assert record(beat(50), encapsulation="sln").facts["has_seq"] is False


def test_the_clock_of_the_sender_is_a_fact_and_no_growing_transit():
    slow = [(n * 20_004, None, 160) for n in range(6000)]  # 200 ppm
    trace = record(slow)
    assert trace.facts["sender_ppm"] == pytest.approx(-200, abs=1)
    assert trace.transit.max() < BASE_US + 200


def test_a_stall_is_transit_and_a_pause_is_the_senders():
    held = [(max(at, 3_500_000) if at >= 3_000_000 else at, q, n)
            for at, q, n in beat(300, sequence=5)]  # fmt: skip
    stalled = record(held)
    assert stalled.transit.max() == BASE_US + 500_000
    assert np.diff(stalled.sent).max() == 20_000
    paused = record(
        beat(150, sequence=5) + beat(150, first=150, sequence=155, at_us=500_000)
    )
    assert paused.transit.max() == BASE_US
    assert np.diff(paused.sent).max() == 520_000


def test_a_reconnect_is_a_pause_and_no_loss():
    later = beat(100, sequence=40_000, at_us=4_000_000)
    trace = record([*beat(100, sequence=1), None, *later])
    assert len(trace.sent) == 200
    assert not (trace.transit < 0).any()
    assert np.diff(trace.sent)[99] == 2_020_000


@pytest.mark.parametrize("step", [400, 30_000, -5000])
def test_a_new_numbering_is_no_loss_either(step):
    trace = record(
        beat(100, sequence=9000) + beat(100, first=100, sequence=9100 + step)
    )
    assert len(trace.sent) == 200
    assert set(trace.transit.tolist()) == {BASE_US}


def test_what_comes_late_or_twice_is_in_its_place_once():
    order = [0, 1, 2, 4, 3, 3, 5, 6, 7]
    arrivals = [(n * 20_000, 100 + k, 160) for n, k in enumerate(order)]
    trace = record(arrivals)
    assert len(trace.sent) == 8
    assert not (trace.transit < 0).any()
    assert (trace.transit[3] - trace.transit[4]) > 20_000


def test_a_lost_half_frame_loses_the_frame():
    ten_ms = beat(40, sequence=0, samples=80)
    trace = record(ten_ms[:21] + ten_ms[22:])
    assert np.flatnonzero(trace.transit < 0).tolist() == [10]


def test_memory_has_an_end(monkeypatch):
    monkeypatch.setattr(arrival_trace, "MOST", 50)
    log = ArrivalLog()
    for arrival_us, sequence, samples in beat(80):
        log.note(arrival_us * 1000, sequence, samples)
    assert log.full
    trace = log.trace("sln")
    assert len(trace.sent) == 50
