"""One listened call: retries, history, the needle."""

from tests.ui.scripted import call, stream
from voipmon.core.domain.snapshot import (
    EndCause,
    HistoryPoint,
    ResourceKind,
    StreamState,
)
from voipmon.ui.card import CLIP_FLASH_S, Card, Meter
from voipmon.ui.strip_data import Kind, StripMark


def point(lag_ms: float) -> HistoryPoint:
    return HistoryPoint(lag_ms, 40.0, 40.0, 0.0, 50, 0)


def card() -> Card:
    return Card(1, ResourceKind.CALL, "c1", row=call(1, "Dana Lee"))


def closed() -> object:
    return stream(1, state=StreamState.CLOSED, cause=EndCause.LOST)


def test_history_is_joined_by_number_without_holes_or_doubles():
    made = card()
    made.take(stream(1, history_first=0, history=(point(1), point(2))))
    made.take(stream(1, history_first=1, history=(point(2), point(3))))
    made.take(stream(1, history_first=1, history=(point(2), point(3))))
    assert [p.lag_ms for p in made.history] == [1, 2, 3]


def test_history_is_bounded():
    made = card()
    many = tuple(point(n) for n in range(700))
    made.take(stream(1, history_first=0, history=many))
    assert len(made.history) == 600
    assert made.history[-1].lag_ms == 699


def test_a_new_engine_counts_its_history_anew():
    made = card()
    made.take(stream(1, history_first=650, history=(point(1),)))
    made.take(stream(1, history_first=0, history=(point(2),)))
    assert [p.lag_ms for p in made.history] == [1, 2]


def test_also_when_the_last_one_had_lived_for_seconds_only():
    made = card()
    made.take(stream(1, history_first=7, history=(point(1),)))
    made.take(stream(1, history_first=0, history=(point(2),)))
    made.take(stream(1, history_first=1, history=(point(3),)))
    assert [p.lag_ms for p in made.history] == [1, 2, 3]


def test_the_seconds_without_an_engine_are_not_left_out():
    made = card()
    made.take(stream(1, history_first=7, history=(point(1),)))
    made.point_at_s -= 12.0
    made.take(stream(1, history_first=0, history=(point(2), point(3))))
    assert [p.lag_ms for p in made.history] == [1, *[-1] * 10, 2, 3]
    assert {p.frames for p in made.history[1:-2]} == {0}


def test_a_skip_is_told_after_the_sound_that_made_it_possible():
    made = card()
    made.take(stream(1, state=StreamState.STALLED, stall_ms=2500.0))
    made.skip(1800.0)
    made.take(stream(1))
    made.take(stream(1))
    assert [entry.text for entry in made.diary.entries] == [
        "Sound stopped arriving",
        "Sound arrives again after 2.5 s",
        "Skipped 1.8 s to get back to live",
    ]


def test_a_retried_card_ignores_what_the_engine_said_before_it_heard():
    made = card()
    made.take(closed())
    assert made.closed
    made.reopen()
    made.take(closed())
    assert not made.closed
    made.take(stream(1, state=StreamState.CONNECTING))
    made.take(closed())
    assert made.closed


def test_heard_only_while_it_streams():
    made = card()
    assert not made.heard
    made.take(stream(1))
    assert made.heard
    made.take(stream(1, state=StreamState.STALLED))
    assert not made.heard
    made.take(stream(1, buffering=True))
    assert not made.heard


def test_the_needle_waits_for_the_next_snapshot_instead_of_trembling():
    meter = Meter()
    meter.fresh = stream(1, rms_dbfs=-20.0)
    meter.advance(0.3)
    steady = meter.needle.rms
    meter.advance(0.033)
    assert meter.needle.rms == steady


def test_the_needle_falls_when_nothing_comes():
    meter = Meter()
    meter.fresh = stream(1)
    meter.advance(0.033)
    for _ in range(10):
        meter.advance(0.1)
    assert meter.needle.peak == -120.0


def test_clipping_is_lit_for_a_second():
    meter = Meter()
    meter.fresh = stream(1, peak_dbfs=0.0)
    meter.advance(0.033)
    assert meter.clip_s == CLIP_FLASH_S
    meter.advance(0.6)
    meter.advance(0.6)
    assert meter.clip_s == 0.0


def test_its_strip_follows_the_stream():
    made = card()
    outline = bytes([256 - 60, 60]) * 50
    made.take(stream(1, envelope=outline))
    filler = {"envelope_first": 50, "envelope": bytes(100)}
    made.take(stream(1, state=StreamState.STALLED, **filler))
    made.skip(1800.0)
    assert [made.strip.at(second).kind for second in (0, 1)] == [Kind.SOUND, Kind.GAP]
    assert made.strip.at(0).high == 60
    assert made.strip.at(1).marks == StripMark.STALL | StripMark.SKIP


def test_its_strip_stands_still_once_it_is_over():
    made = card()
    made.take(stream(1, envelope=bytes(100)))
    made.take(
        stream(
            1,
            state=StreamState.CLOSED,
            cause=EndCause.ENDED,
            envelope_first=50,
            envelope=bytes(100),
        )
    )
    assert made.strip.newest == 0


def test_another_engine_leaves_a_gap_in_its_strip():
    made = card()
    made.take(stream(1, envelope=bytes(100)))
    made.strip.edge_at_s -= 3.0
    made.begin_anew()
    made.take(stream(1, envelope=bytes(100)))
    kinds = [made.strip.at(second).kind for second in range(5)]
    assert kinds == [Kind.SOUND, Kind.GAP, Kind.GAP, Kind.GAP, Kind.SOUND]


def test_how_long_nobody_spoke():
    made = card()
    made.pass_time(4.0)
    assert made.quiet_s == 4.0
    made.take(stream(1, rms_dbfs=-70.0))
    assert made.quiet_s == 4.0
    made.take(stream(1, rms_dbfs=-30.0, level_fresh=False))
    assert made.quiet_s == 4.0
    made.take(stream(1, rms_dbfs=-30.0))
    assert made.quiet_s == 0.0
