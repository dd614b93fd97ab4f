"""A stream heard again: from metered to heard, back, live, and to its end."""

import numpy as np
import pytest

from tests.services.test_stream import MS, Shown, make, tone
from tests.support.demo import wait_for
from voipmon.core.domain.commands import GoLive, Seek, SetAudible, SetSpeed
from voipmon.core.domain.snapshot import StreamState
from voipmon.core.frame import AudioFrame
from voipmon.services.playout import Playout
from voipmon.services.stream import SILENT_DB

RATE = 8000


def numbered(number):
    """20 ms that say which they are, and are loud."""
    return np.full(160, 6000 + number, np.int16)


def turns(stream, ticks, *, begin, sound=numbered, flowing=True):
    """Ticks as playout counts them: what is heard of each, and pulled."""
    heard, pulled = [], []
    for number in range(begin, begin + ticks):
        now = number * 20 * MS
        if flowing:
            frame = AudioFrame(pcm=sound(number), arrival_ns=now)
            stream.link.inbox.append(frame)
        if stream.has_turn(number):
            block = stream.tick_in(now + 5 * MS)
            pulled.append(block)
            if stream.heard:
                heard.append((stream.sound(block), stream.gain_db))
    return heard, np.concatenate(pulled)


def order(stream, command):
    stream.orders.append(command)


def test_a_metered_stream_becomes_heard_from_before():
    stream = make(audible=False)
    _, metered = turns(stream, 300, begin=0)
    order(stream, SetSpeed(stream_id=1, speed=1.0))
    order(stream, SetAudible(stream_id=1, audible=True, back_s=3.0))
    heard, _ = turns(stream, 50, begin=300)
    sound = np.concatenate([block for block, _ in heard])
    assert np.array_equal(sound, metered[-3 * RATE :][: len(sound)])
    assert {gain for _, gain in heard} == {0.0}
    assert stream.snapshot().behind_s == pytest.approx(3.0)


def test_what_was_metered_is_kept_as_one_with_what_was_heard():
    stream = make(audible=False)
    order(stream, SetSpeed(stream_id=1, speed=1.0))
    parts = [turns(stream, 101, begin=0)[1]]
    for at, audible in ((101, True), (152, False), (203, True)):
        order(stream, SetAudible(stream_id=1, audible=audible))
        parts.append(turns(stream, 51, begin=at)[1])
    whole = np.concatenate(parts)
    order(stream, Seek(stream_id=1, by_s=-4.5))
    again, _ = turns(stream, 200, begin=254)
    sound = np.concatenate([block for block, _ in again])
    whole = np.trim_zeros(whole, "f")
    assert np.array_equal(sound[160:], whole[-36000:][: len(sound)][160:])
    steps = np.diff(sound[160:].astype(int))
    assert (steps.min(), steps.max()) >= (0, 0)
    assert steps.max() <= 2  # nothing lost, nothing twice


def test_who_is_not_heard_is_live_when_heard_again():
    stream = make()
    turns(stream, 200, begin=0)
    order(stream, Seek(stream_id=1, by_s=-3.0))
    turns(stream, 10, begin=200)
    assert stream.snapshot().behind_s > 2
    order(stream, SetAudible(stream_id=1, audible=False))
    fading, _ = turns(stream, 1, begin=210)
    assert fading[0][1] == SILENT_DB
    assert fading[0][0].max() < 6190  # what fades is what was heard
    turns(stream, 21, begin=211)
    order(stream, Seek(stream_id=1, by_s=-3.0))  # to whom nobody listens
    turns(stream, 10, begin=232)
    order(stream, SetAudible(stream_id=1, audible=True))
    turns(stream, 10, begin=242)
    assert stream.snapshot().behind_s == 0.0


def test_what_is_recorded_is_live():
    taped = []
    stream = make()
    stream.tap = lambda block, _: taped.append(block)
    turns(stream, 200, begin=0)
    order(stream, Seek(stream_id=1, by_s=-3.0))
    _, pulled = turns(stream, 100, begin=200)
    assert np.array_equal(np.concatenate(taped[-100:]), pulled)


def test_times_are_those_of_the_stream():
    stream = make()
    turns(stream, 500, begin=0)
    order(stream, SetSpeed(stream_id=1, speed=1.0))
    order(stream, Seek(stream_id=1, at_s=2.0))
    turns(stream, 50, begin=500)
    told = stream.snapshot()
    assert told.heard_s == pytest.approx(3.0)
    assert told.now_s - told.heard_s == pytest.approx(told.behind_s)
    assert told.kept_s == told.now_s == pytest.approx(11.0, abs=0.1)
    order(stream, GoLive(stream_id=1))
    turns(stream, 1, begin=550)
    told = stream.snapshot()
    assert (told.behind_s, told.heard_s) == (0.0, told.now_s)


@pytest.mark.parametrize("state", [StreamState.CLOSED, StreamState.STALLED])
def test_the_rest_is_heard_of_a_stream_that_stops_while_behind(state):
    stream = make(Shown)
    turns(stream, 300, begin=0, sound=lambda number: tone(number * 160))
    order(stream, SetSpeed(stream_id=1, speed=1.5))
    order(stream, Seek(stream_id=1, by_s=-4.0))
    turns(stream, 1, begin=300, sound=lambda number: tone(number * 160))
    stream.link.state = state
    heard, _ = turns(stream, 500, begin=301, flowing=False)
    sound = np.concatenate([block for block, _ in heard]).astype(float)
    loud = np.flatnonzero(np.abs(sound) > 1000)
    assert loud[-1] / RATE == pytest.approx(4.0 / 1.5, abs=0.3)
    usual = np.max(np.abs(np.diff(tone(0, 800).astype(float), 2)))
    assert np.max(np.abs(np.diff(sound, 2))) < 2.5 * usual
    assert stream.snapshot().behind_s == 0.0


def test_what_an_ended_call_said_is_kept_while_it_is_open():
    stream = make(Shown)
    turns(stream, 300, begin=0)
    stream.link.state = StreamState.CLOSED
    turns(stream, 4000, begin=300, flowing=False)  # 80 s
    assert stream.snapshot().kept_s == pytest.approx(6.5, abs=0.2)
    order(stream, Seek(stream_id=1, by_s=-3.0))
    heard, _ = turns(stream, 20, begin=4300, flowing=False)
    assert heard[-1][0].max() > 6000
    stream.forget()
    assert stream.snapshot().kept_s == 0.0


@pytest.mark.parametrize("ends", ["left", "stopped"])
def test_nothing_is_kept_of_a_stream_that_is_played_no_more(ends):
    stream = make()
    turns(stream, 100, begin=0)
    chunks = list(stream._replay._ring._chunks)
    assert all(chunk.any() for chunk in chunks)
    playout = Playout(None)
    playout.add(stream)
    playout.start()
    if ends == "left":
        playout.remove(stream)
        wait_for(lambda: stream.snapshot().kept_s == 0.0)
    playout.request_stop()
    assert playout.join()
    assert stream.snapshot().kept_s == 0.0
    assert not any(chunk.any() for chunk in chunks)
