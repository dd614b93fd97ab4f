"""What was said, heard again: from the loudspeaker, against what the platform sent."""

import time

import numpy as np
import pytest

from tests.e2e.heard import Heard, signed_in
from tests.e2e.test_playout import new_calls
from tests.support.demo import demo_server
from tests.support.heard import RATE, clicks, track
from tests.support.sound import SoundServer, needs_sound_server
from tests.tour.compare import PHASES, mono
from voipmon.core.domain.commands import (
    GoLive,
    Listen,
    Seek,
    SetAudible,
    SetHearing,
)
from voipmon.core.domain.facts import StreamEnded
from voipmon.core.domain.snapshot import ResourceKind, StreamState
from voipmon.core.wire.g711 import compress_ulaw, expand_ulaw

pytestmark = [pytest.mark.sound, needs_sound_server]

NEAR_S = 0.06  # playout moves by so much by itself, and so late looks a thread
SHORT = 240  # [samples] 30 ms: most of what stays whole between two joins
FOUND = 0.9  # least correlation of these, with the voice's changes in between


class Listener:
    """Hears one call as stream 1, and knows all that was recorded of it."""

    def __init__(self, demo, reader, call, recording):
        self.demo, self.reader, self.call = demo, reader, call
        self.recording = recording
        self.first = 0

    def listen(self, **more):
        self.send(
            Listen(stream_id=1, kind=ResourceKind.CALL, resource_id=self.call, **more)
        )
        self.reader.until(lambda r: r.state(1) is StreamState.STREAMING)
        streams = {one["resource"]: one["first_sample"] for one in self.demo.streams()}
        self.first = streams[self.call]

    def send(self, command):
        """Returns where the recording is by now [s]."""
        self.reader.monitor.send(command)
        return self.recording.seconds

    @property
    def now(self):
        return self.reader.look().stream(1)

    def judge(self):
        """All that was recorded, against what was sent."""
        pcm = mono(self.recording.samples())[::PHASES]
        newest, tail = self.demo.audio(self.call, seconds=1)
        count = min(self.first + len(pcm), newest + len(tail)) - self.first
        said = self.demo.audio(self.call, first=self.first, count=count)[1]
        sent = expand_ulaw(compress_ulaw(said))  # whose steps would look like clicks
        where = track(sent, pcm, latest_s=20.0, earliest_s=6.0)
        return Heard({}, sent, pcm, where)


@pytest.fixture(scope="module")
def demo():
    with demo_server("--seed", "3", "--no-rate-limit") as server:
        yield server


@pytest.fixture
def listener(demo):
    (call,) = new_calls(demo, 1)
    with (
        SoundServer() as sound,
        sound.record("speaker") as recording,
        signed_in(demo) as reader,
    ):
        reader.monitor.send(SetHearing(levelling=False))
        yield Listener(demo, reader, call, recording)


def behind_s(heard, live_from_s, begin_s, end_s):
    """Delay of a part of the recording above that of its live end [s]."""
    where = heard.where
    live = np.median(where.delay_ms[where.at > live_from_s * RATE])
    part = (where.at > begin_s * RATE) & (where.at < end_s * RATE)
    assert part.sum() > 10, "no speech to compare"
    return (where.delay_ms[part] - live) / 1000


def test_a_tapped_call_starts_with_what_was_said_and_goes_back_further(listener):
    listener.listen(audible=False, speed=1.0)
    listener.reader.until(lambda r: r.stream(1).kept_s > 4)
    hop = listener.send(SetAudible(stream_id=1, audible=True, back_s=3.0))
    listener.recording.more(1.5)
    hopped_s = listener.now.behind_s
    back = listener.send(Seek(stream_id=1, by_s=-1.0))
    listener.recording.more(1.5)
    told_s = listener.now.behind_s
    live = listener.send(GoLive(stream_id=1))
    listener.recording.more(2.5)
    assert (hopped_s, told_s) == (pytest.approx(3.0), pytest.approx(4.0))
    assert listener.now.behind_s == 0.0
    heard = listener.judge()
    hopped = behind_s(heard, live + 0.4, hop, back)
    assert hopped == pytest.approx(3.0, abs=NEAR_S)
    again = behind_s(heard, live + 0.4, back + 0.3, live)
    assert again == pytest.approx(4.0, abs=NEAR_S)
    found = clicks(heard.sent, heard.pcm, heard.where)
    # beside the way back, where who compares finds no origin
    assert [at for at in found if not back - 0.05 < at < back + 0.3] == []


def pace(heard, begin_s, end_s, start_s, speed):
    """Share of the loud parts that are where this speed would have brought them.

    Args:
        heard: The whole.
        begin_s: Where the replay begins in the recording.
        end_s: Where it has ended.
        start_s: Of the sent speech, with what it begins.
        speed: To be shown.
    """
    sent, pcm = heard.sent.astype(float), heard.pcm.astype(float)
    found = total = 0
    for at in range(int(begin_s * RATE), int(end_s * RATE) - SHORT, 400):
        window = pcm[at : at + SHORT]
        if np.sqrt(np.mean(window**2)) < 300:
            continue
        total += 1
        place = int((start_s + speed * (at / RATE - begin_s)) * RATE)
        region = sent[max(place - 1200, 0) : place + 1200 + SHORT]
        views = np.lib.stride_tricks.sliding_window_view(region, SHORT)
        norms = np.sqrt((views**2).sum(axis=1) * (window @ window)) + 1.0
        found += bool((views @ window / norms).max() > FOUND)
    assert total > 30, "no speech to compare"
    return found / total


@pytest.mark.long
@pytest.mark.parametrize(("speed", "usual"), [(1.25, 20.0), (1.5, 10.0)])
def test_it_catches_up_at_the_pace_that_was_chosen(listener, speed, usual):
    listener.listen(speed=speed, skip_silence=False)
    listener.reader.until(lambda r: r.stream(1).kept_s > 6)
    began = time.monotonic()
    back = listener.send(Seek(stream_id=1, by_s=-5.0))
    listener.reader.until(lambda r: r.stream(1).behind_s > 0)
    listener.reader.until(lambda r: r.stream(1).behind_s == 0, seconds=40)
    took = time.monotonic() - began
    live = listener.recording.seconds
    listener.recording.more(3.0)
    assert took == pytest.approx(usual, abs=0.02 * usual + NEAR_S)
    heard = listener.judge()
    before = behind_s(heard, live + 0.4, 1.5, back)
    assert np.median(before) == pytest.approx(0, abs=NEAR_S)
    where = heard.where
    last = np.flatnonzero(where.at < (back - 0.3) * RATE)[-1]
    lag_s = (where.at[last] - where.origin[last]) / RATE
    first_s = back + 0.3  # all of the device's delay is over by then
    start_s = first_s - lag_s - 5.0 + (speed - 1) * 0.2
    right = pace(heard, first_s, live - 0.5, start_s, speed)
    wrong = pace(heard, first_s, live - 0.5, start_s, 2 - speed)
    print("PACE", speed, right, wrong)
    assert right > 0.65 > wrong + 0.2


@pytest.mark.long
def test_pauses_are_left_out_and_told(listener):
    listener.listen(speed=1.25)
    listener.reader.until(lambda r: r.stream(1).kept_s > 16, seconds=30)
    began = time.monotonic()
    listener.send(Seek(stream_id=1, by_s=-15.0))
    listener.reader.until(lambda r: r.stream(1).behind_s > 0)
    listener.reader.until(lambda r: r.stream(1).behind_s == 0, seconds=80)
    took = time.monotonic() - began
    left_out = listener.now.skipped_s
    assert left_out > 1.0
    assert took == pytest.approx((15 - left_out) / 0.25, rel=0.04)


@pytest.mark.long
def test_the_end_of_an_ended_call_can_be_heard_again(demo, listener):
    listener.listen(speed=1.0)
    listener.reader.until(lambda r: r.stream(1).kept_s > 5)
    demo.hang_up(listener.call)
    listener.reader.until(lambda r: r.fact(StreamEnded))
    listener.recording.more(1.5)
    back = listener.send(Seek(stream_id=1, by_s=-3.0))
    listener.recording.more(4.5)
    assert listener.now.behind_s == 0.0
    heard = listener.judge()
    where = heard.where
    again = where.at > (back + 0.2) * RATE
    live = np.median(where.delay_ms[where.at < (back - 3) * RATE])
    assert again.sum() > 30
    late_s = (where.delay_ms[again] - live) / 1000
    assert np.ptp(late_s) < NEAR_S
    assert late_s.min() > 3.0
