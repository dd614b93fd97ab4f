from dataclasses import replace

import numpy as np
import pytest

from voipmon.core.analysis.quality import Quality
from voipmon.core.domain.commands import Listen
from voipmon.core.domain.snapshot import ResourceKind, StreamHint, StreamState
from voipmon.core.frame import AudioFrame
from voipmon.core.wire.names import Encapsulation
from voipmon.services.link import RESTARTED, MediaLink
from voipmon.services.stream import SILENT_DB, Stream

MS = 1_000_000


def make(wrap=lambda link: link, **request):
    link = MediaLink(
        stream_id=1,
        kind=ResourceKind.CALL,
        resource_id="c1",
        encapsulation=Encapsulation.SLN,
        codec=None,
        open_socket=lambda *_: pytest.fail("never attached"),
        find_cause=lambda *_: pytest.fail("never attached"),
        participants=lambda _: None,
    )
    asked = {"stream_id": 1, "kind": ResourceKind.CALL, "resource_id": "c1"}
    return Stream(Listen(**asked | request), wrap(link))


def tone(first, n=160, level=8000):
    phase = 2 * np.pi * 400 * np.arange(first, first + n) / 8000
    return (level * np.sin(phase)).astype(np.int16)


def play(stream, frames, *, begin=0):
    """`frames` frames on the beat, each pulled 5 ms later; what was pulled."""
    heard = []
    for number in range(begin, begin + frames):
        now = number * 20 * MS
        pcm = tone(number * 160)
        stream.link.inbox.append(AudioFrame(pcm=pcm, arrival_ns=now))
        heard.append(stream.tick_in(now + 5 * MS))
        stream.tick_out(peak=-10.0, rms=-13.0, column=(-5, 5), device_ms=80.0)
        if (number + 1) % 50 == 0:
            stream.second()
    return np.concatenate(heard)


def test_what_comes_in_goes_out_unchanged():
    pcm = play(make(), 100)
    sent = np.concatenate([tone(n * 160) for n in range(100)])
    place = int(np.argmax(np.abs(pcm) > 100))
    lag = next(
        n
        for n in range(800)
        if np.array_equal(pcm[n + 4000 :][:8000], sent[4000:12000])
    )
    assert place < 800
    assert lag < 800


def test_columns_and_seconds_are_each_told_once_and_numbered():
    stream = make()
    play(stream, 60)
    first = stream.snapshot()
    play(stream, 60, begin=60)
    second = stream.snapshot()
    assert (first.envelope_first, len(first.envelope)) == (0, 120)
    assert (second.envelope_first, len(second.envelope)) == (60, 120)
    assert (first.history_first, len(first.history)) == (0, 1)
    assert (second.history_first, len(second.history)) == (1, 1)
    assert second.history[0].delay_ms == pytest.approx(
        second.history[0].lag_ms - 80.0, abs=0.2
    )
    assert stream.snapshot().envelope == b""


def test_the_highest_level_since_the_last_look_is_told():
    stream = make()
    play(stream, 3)
    column = (0, 0)
    stream.tick_out(peak=-3.0, rms=-9.0, column=column, device_ms=80.0)
    stream.tick_out(peak=-30.0, rms=-40.0, column=column, device_ms=80.0)
    snapshot = stream.snapshot()
    assert (snapshot.peak_dbfs, snapshot.rms_dbfs) == (-3.0, -9.0)
    assert stream.snapshot().peak_dbfs == -120.0


def test_the_device_is_part_of_the_lag():
    stream = make()
    play(stream, 60)
    report = stream.report()
    assert report["lag_ms"]["mean"] > 80.0
    assert report["lag_ms"]["mean"] < 180.0


def test_a_report_carries_all_that_playout_counts():
    stream = make()
    play(stream, 60)
    told = stream.report()["playout"]
    assert told.keys() >= {
        *("delay_ms", "target_ms", "holes", "stalls", "concealed_ms", "squeezed_ms"),
        *("stretched_ms", "skipped_ms", "late", "duplicates", "drift_ppm"),
    }
    assert told["delay_ms"] > 0
    stream.link.inbox.clear()
    for number in range(60, 80):
        stream.tick_in(number * 20 * MS)
    assert stream.report()["playout"]["stalls"] == told["stalls"] + 1


def test_whoever_asks_is_told_each_arrival_and_each_new_connection():
    stream, told = make(), []
    play(stream, 2)
    stream.arrival_tap = lambda *one: told.append(one)
    stream.link.inbox.append(RESTARTED)
    frame = AudioFrame(pcm=tone(0, 320), arrival_ns=7, sequence=9, rate=16000)
    stream.link.inbox.append(frame)
    stream.tick_in(50 * MS)
    assert told == [(0, None, 0), (7, 9, 160)]


def test_a_reconnect_plays_nothing_twice():
    stream = make()
    heard = [play(stream, 20)]
    stream.link.inbox.append(RESTARTED)
    heard.append(play(stream, 30, begin=60))
    pcm = np.concatenate(heard).astype(float)
    marker = tone(10 * 160).astype(float)
    scores = np.correlate(pcm, marker, "valid") / (marker @ marker)
    energy = np.convolve(pcm**2, np.ones(160), "valid")
    assert len(pcm) == 50 * 160
    assert scores.max() <= 1.05
    assert energy.max() > 0


@pytest.mark.parametrize(
    ("request_", "change", "gain"),
    [
        ({}, {}, 0.0),
        ({"volume_db": -6.0}, {}, -6.0),
        ({"audible": False}, {}, SILENT_DB),
        ({}, {"muted": True}, SILENT_DB),
        ({}, {"leaving": True}, SILENT_DB),
        ({"muted": True}, {"muted": False}, 0.0),
    ],
)
def test_gain(request_, change, gain):
    stream = make(**request_)
    for name, value in change.items():
        setattr(stream, name, value)
    assert stream.gain_db == gain


def test_a_tap_gets_every_block():
    stream, taken = make(), []
    stream.tap = lambda block, now_ns: taken.append((block.copy(), now_ns))
    pcm = play(stream, 10)
    assert np.array_equal(np.concatenate([block for block, _ in taken]), pcm)
    assert taken[3][1] == 65 * MS


class Shown:
    """A link that tells what it is told to tell."""

    def __init__(self, link):
        self._link = link
        self.inbox = link.inbox
        self.state, self.hint = StreamState.STREAMING, StreamHint.NONE

    @property
    def ended(self):
        return self.state is StreamState.CLOSED

    def status(self):
        return replace(self._link.status(), state=self.state, hint=self.hint)


def test_quality_is_told_only_where_sound_is_due():
    stream = make(Shown)
    link = stream.link
    play(stream, 150)
    assert stream.snapshot().quality is Quality.GOOD
    for state in (StreamState.CONNECTING, StreamState.OPEN, StreamState.CLOSED):
        link.state = state
        assert stream.snapshot().quality is None
        assert stream.snapshot().lag_ms is None
    link.state = StreamState.STALLED
    assert stream.snapshot().quality is Quality.GOOD


def test_what_was_made_up_before_a_room_was_known_to_be_empty_is_forgotten():
    stream = make(Shown)
    link = stream.link
    play(stream, 100)
    for number in range(100, 250):
        stream.tick_in(number * 20 * MS)
        if (number + 1) % 50 == 0:
            stream.second()
    assert stream.snapshot().quality is Quality.BROKEN
    link.state, link.hint = StreamState.OPEN, StreamHint.EMPTY_ROOM
    stream.second()
    link.state, link.hint = StreamState.STREAMING, StreamHint.NONE
    play(stream, 150, begin=400)
    assert stream.snapshot().quality is Quality.GOOD


def test_playouts_figures_are_told_of_what_is_heard():
    stream = make(Shown)
    play(stream, 100)
    for number in range(100, 150):
        stream.tick_in(number * 20 * MS)
    stream.second()
    told = stream.snapshot().playout
    assert told.stalls == 1
    assert told.concealed_ms == pytest.approx(told.recent_concealed_ms)
    assert 500 < told.concealed_ms <= 1000
    assert told.target_ms > 0


def test_a_skip_is_in_the_second_in_which_it_happened():
    stream = make()
    play(stream, 100)
    for number in range(100, 250):  # a stall of 3 s, then all of it at once
        stream.tick_in(number * 20 * MS)
    stream.second()
    for number in range(100, 250):
        pcm = tone(number * 160)
        stream.link.inbox.append(AudioFrame(pcm=pcm, arrival_ns=250 * 20 * MS))
    play(stream, 50, begin=250)
    calm, stalled, live = stream.snapshot().history[-3:]
    assert calm.skipped_ms == stalled.skipped_ms == 0.0
    assert live.skipped_ms > 1500
    assert live.skipped_ms == pytest.approx(sum(stream.skips), abs=0.2)


def test_of_a_stream_that_is_only_metered_no_playout_is_told():
    stream = make(Shown, audible=False)
    play(stream, 150)
    told = stream.snapshot()
    nothing = (None, None, None, ())
    assert (told.lag_ms, told.quality, told.playout, told.history) == nothing
    assert told.peak_dbfs > -20.0


def test_without_a_device_that_plays_there_is_no_lag_and_no_judgement():
    stream = make(Shown)
    for number in range(150):
        now = number * 20 * MS
        frame = AudioFrame(pcm=tone(number * 160), arrival_ns=now)
        stream.link.inbox.append(frame)
        stream.tick_in(now + 5 * MS)
        stream.tick_out(peak=-10.0, rms=-13.0, column=(-5, 5), device_ms=None)
        if (number + 1) % 50 == 0:
            stream.second()
    told = stream.snapshot()
    assert (told.lag_ms, told.quality) == (None, None)
    assert {point.lag_ms for point in told.history} == {-1.0}


def test_without_any_sound_a_report_claims_no_lag():
    stream = make()
    stream.second()
    assert stream.report()["lag_ms"] == {"mean": None, "p95": None}


def test_a_stream_that_is_not_heard_is_looked_at_every_third_time():
    stream = make(audible=False)
    play(stream, 3)
    first = stream.snapshot()
    play(stream, 3, begin=3)
    assert stream.snapshot() is first
    assert stream.snapshot() is first
    later = stream.snapshot()
    assert later.envelope_first == len(first.envelope) // 2


def test_nothing_is_made_up_for_long_after_the_end():
    stream = make(Shown)
    noise = np.random.default_rng(1)
    for number in range(100):
        pcm = noise.normal(0, 200, 160).astype(np.int16)  # a loud line
        now = number * 20 * MS
        stream.link.inbox.append(AudioFrame(pcm=pcm, arrival_ns=now))
        stream.tick_in(now + 5 * MS)

    def gap(begin, blocks):
        ticks = range(begin, begin + blocks)
        heard = [stream.sound(stream.tick_in(n * 20 * MS)) for n in ticks]
        return [float(np.abs(block).mean()) for block in heard]

    assert min(gap(100, 50)) > 10, "the line's noise fills a stall"
    stream.link.state = StreamState.CLOSED
    ended = gap(150, 30)
    assert ended[0] > 10, "without a break"
    assert max(ended[10:]) == 0
    stream.link.state = StreamState.CONNECTING  # a retry
    assert min(gap(180, 10)) > 10
