"""Hearing changes reach a screen reader at once, each once, numbers never."""

import time

import pytest

from tests.ui.access.reader import Reader
from tests.ui.finding import heard
from voipmon.core.domain.facts import StreamEnded
from voipmon.core.domain.snapshot import (
    EndCause,
    OutputSnapshot,
    OutputState,
    StreamState,
)

WITHIN_S = 0.5


@pytest.fixture
def reader(window, monkeypatch):
    return Reader(monkeypatch)


def soon(qtbot, condition) -> None:
    qtbot.waitUntil(condition, timeout=round(WITHIN_S * 1000))


def test_listening_and_its_end_interrupt(window, engine, reader, qtbot):
    window.listening.listen("call:c1", add=False)
    soon(qtbot, lambda: any("listening to Dana Lee" in s for s in reader.sentences))
    engine.over[1] = {"state": StreamState.CLOSED, "cause": EndCause.ENDED}
    engine.facts.append(StreamEnded(stream_id=1, cause=EndCause.ENDED))
    soon(qtbot, lambda: any("call ended" in s for s in reader.said(urgent=True)))
    assert not reader.said(urgent=False)
    assert len(set(reader.sentences)) == len(reader.sentences), "told twice"


def test_a_moving_number_is_not_told(window, engine, reader, qtbot):
    window.listening.listen("call:c1", add=False)
    qtbot.waitUntil(lambda: heard(window, "Dana Lee"))
    before = len(reader.told)
    for lag in range(60, 400, 20):
        engine.over[1] = {"lag_ms": float(lag)}
        qtbot.waitUntil(lambda lag=lag: window.state.cards[0].snap.lag_ms == lag)
    assert len(reader.told) == before


def test_another_call_that_closes_waits_for_its_turn(window, engine, reader, qtbot):
    for number in (1, 2):
        window.listening.listen(f"call:c{number}", add=True)
    qtbot.waitUntil(lambda: heard(window, "Marcus Oyelaran + 1 more"))
    engine.over[1] = {"state": StreamState.CLOSED, "cause": EndCause.LOST}
    engine.facts.append(StreamEnded(stream_id=1, cause=EndCause.LOST))
    soon(qtbot, lambda: bool(reader.said(urgent=False)))
    assert reader.said(urgent=False)[0].startswith("Dana Lee's call: ")


def test_a_lost_device_is_told_once(window, engine, reader, qtbot):
    engine.output = OutputSnapshot(
        state=OutputState.PAUSED, device="Headset", offer="Laptop speakers"
    )
    soon(qtbot, lambda: any("Headset" in s for s in reader.said(urgent=False)))
    count = len(reader.told)
    end = time.monotonic() + 0.3
    qtbot.waitUntil(lambda: time.monotonic() > end)
    assert len(reader.told) == count
