from email.utils import formatdate

from hypothesis import given
from hypothesis import strategies as st

from voipmon.net.server_clock import ServerClock


@given(
    st.integers(-500, 500),
    st.lists(st.tuples(st.integers(0, 999), st.integers(0, 300)), min_size=1),
)
def test_truth_is_never_further_than_the_bounds(offset_s, moments):
    """Phase within the second and round trip in milliseconds."""
    clock = ServerClock()
    for i, (phase_ms, trip_ms) in enumerate(moments):
        sent_s = 1_800_000_000 + 3 * i + phase_ms / 1000
        received_s = sent_s + trip_ms / 1000
        server_s = (sent_s + received_s) / 2 + offset_s + 0.25
        clock.note(formatdate(int(server_s), usegmt=True), sent_s, received_s)
        assert abs(clock.offset_s - (offset_s + 0.25)) <= 0.5 + trip_ms / 2000 + 1e-6


def test_many_answers_narrow_it():
    clock = ServerClock()
    for i in range(40):
        sent_s = 1_800_000_000 + i * 1.618
        clock.note(formatdate(int(sent_s + 100.3), usegmt=True), sent_s, sent_s + 0.01)
    assert abs(clock.offset_s - 100.3) < 0.06


def test_a_clock_that_is_set():
    clock = ServerClock()
    clock.note(formatdate(2_000_000_000, usegmt=True), 2_000_000_000, 2_000_000_000)
    assert abs(clock.offset_s) <= 1
    clock.note(formatdate(2_000_000_000, usegmt=True), 2_000_003_600, 2_000_003_600)
    assert abs(clock.offset_s + 3600) <= 1


def test_nonsense_is_ignored():
    clock = ServerClock()
    for date in ("", "soon", "Wed, 99 Oct 2026 07:28:00 GMT", "1"):
        clock.note(date, 10, 11)
    clock.note(formatdate(50, usegmt=True), 20, 10)  # our clock went back meanwhile
    assert clock.offset_s == 0
