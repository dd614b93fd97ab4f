import threading
import time

import numpy as np

from tests.services.test_stream import make, tone
from tests.support.demo import wait_for
from voipmon.core.domain.commands import PlayTestSound
from voipmon.core.domain.facts import ChimePhase
from voipmon.core.frame import AudioFrame
from voipmon.services.playout import Playout


class Tape:
    """What a stream's tap got, and when."""

    def __init__(self):
        self.blocks = []
        self.times = []
        self.enough = threading.Event()

    def __call__(self, block, now_ns):
        self.blocks.append(block.copy())
        self.times.append(now_ns)
        if len(self.blocks) >= 60:
            self.enough.set()


def run(*streams):
    playout = Playout(None)
    for stream in streams:
        playout.add(stream)
    playout.start()
    return playout


def stop(playout):
    playout.request_stop()
    assert playout.join()


def test_without_a_device_the_clock_pulls_in_real_time():
    stream, tape = make(), Tape()
    stream.tap = tape
    playout = run(stream)
    try:
        assert tape.enough.wait(10)
    finally:
        stop(playout)
    spent_ms = (tape.times[59] - tape.times[0]) / 1e6
    # 59 ticks of 20 ms; a busy machine may be late, never early by more than one
    assert spent_ms > 59 * 20 - 25
    assert all(len(block) == 160 for block in tape.blocks)


def test_a_stream_that_was_removed_gets_one_more_block_and_no_other():
    stream, tape = make(), Tape()
    stream.tap = tape
    playout = run(stream)
    try:
        wait_for(lambda: len(tape.blocks) > 3)
        playout.remove(stream)
        wait_for(lambda: stream.leaving)
        time.sleep(0.05)
        count = len(tape.blocks)
        time.sleep(0.15)
        assert len(tape.blocks) == count
    finally:
        stop(playout)


def test_meters_run_for_every_stream_muted_or_not():
    streams = [make(), make(muted=True), make(audible=False)]
    playout = run(*streams)
    try:
        for number in range(60):
            now = time.monotonic_ns()
            for stream in streams:
                frame = AudioFrame(pcm=tone(number * 160), arrival_ns=now)
                stream.link.inbox.append(frame)
            time.sleep(0.02)
        levels = [stream.snapshot() for stream in streams]
    finally:
        stop(playout)
    for one in levels:
        assert -14.0 < one.peak_dbfs < -11.0
        assert -18.0 < one.rms_dbfs < -14.0
        assert np.frombuffer(one.envelope, np.int8).max() > 20


def test_metered_streams_take_turns_and_lose_no_column():
    streams = [make(audible=False, stream_id=number) for number in (1, 2, 3)]
    playout = Playout(None)
    for stream in streams:
        playout.add(stream)
    for tick in range(1, 41):
        now = tick * 20_000_000
        for stream in streams:
            frame = AudioFrame(pcm=tone(tick * 160), arrival_ns=now)
            stream.link.inbox.append(frame)
        playout._tick(now, 0.0)
    for stream in streams:
        assert len(stream.snapshot().envelope) == 2 * 40


def test_a_crash_is_reported_not_swallowed(caplog):
    stream, crashes = make(), []

    def fail(block, now_ns):
        raise RuntimeError("tap")

    stream.tap = fail
    playout = Playout(None, on_crash=lambda name, _: crashes.append(name))
    playout.add(stream)
    playout.start()
    wait_for(lambda: crashes)
    stop(playout)
    assert crashes == ["playout"]
    assert "crashed" in caplog.text


class Loudspeaker:
    """What playout needs of a `Speaker`; takes a block whenever it is let."""

    rate = 48_000
    making_s = 0.0

    def __init__(self):
        self.running = False
        self.waking = False
        self.ring = self
        self.blocks = []
        self.told = []

    def rest(self):
        self.told.append("rest")

    def wake(self):
        self.told.append("wake")
        self.waking = True

    def pause(self):
        self.told.append("pause")

    def wanted(self):
        return 0 if len(self.blocks) % 10 == 9 else 1

    def nap_s(self):
        return 0.004

    def latency_ms(self):
        return 40.0

    def write(self, block):
        self.blocks.append(block[:, 0].copy())
        return len(block)


def test_a_device_that_begins_in_mid_sound_does_not_click():
    stream, speaker = make(), Loudspeaker()
    playout = Playout(speaker)
    playout.add(stream)
    playout.start()
    feeding = threading.Event()

    def feed():
        number = 0
        while not feeding.wait(0.018):
            frame = AudioFrame(pcm=tone(number * 160), arrival_ns=time.monotonic_ns())
            stream.link.inbox.append(frame)
            number += 1

    feeder = threading.Thread(target=feed)
    feeder.start()
    try:
        wait_for(lambda: stream.snapshot().peak_dbfs > -14.0)
        for _ in range(2):  # it begins, goes away, begins again
            speaker.blocks.clear()
            speaker.running = True
            wait_for(lambda: len(speaker.blocks) >= 9)
            speaker.running = False
            first, later = speaker.blocks[0], np.concatenate(speaker.blocks[1:9])
            assert np.abs(later).max() > 5000
            assert np.abs(first[:96]).max() < 300  # 2 ms
            time.sleep(0.1)
    finally:
        feeding.set()
        feeder.join()
        stop(playout)


def test_it_rests_while_there_is_nothing_to_hear_and_a_stream_wakes_it():
    stream, speaker, tape = make(), Loudspeaker(), Tape()
    stream.tap = tape
    playout = Playout(speaker)
    playout.start()
    try:
        wait_for(lambda: "rest" in speaker.told)
        assert speaker.told == ["pause", "rest"]
        began_ns = time.monotonic_ns()
        playout.add(stream)
        assert tape.enough.wait(10)
        assert speaker.told[2] == "wake"
        # it neither makes up for the time of its rest nor waits with the first block
        assert 0 <= tape.times[0] - began_ns < 1e9
        assert tape.times[59] - tape.times[0] > (59 * 20 - 25) * 1e6
        playout.remove(stream)
        wait_for(lambda: speaker.told[3:] == ["pause", "rest"])
    finally:
        stop(playout)


def test_a_resting_loop_ends_when_it_is_told_to():
    speaker = Loudspeaker()
    playout = Playout(speaker)
    playout.start()
    wait_for(lambda: "rest" in speaker.told)
    stop(playout)


def test_a_test_sound_waits_for_a_device_that_is_being_opened_again():
    speaker, facts = Loudspeaker(), []
    playout = Playout(speaker, publish=facts.append)
    playout.start()
    try:
        wait_for(lambda: "rest" in speaker.told)
        playout.play(PlayTestSound(number=7))
        wait_for(lambda: "wake" in speaker.told)
        time.sleep(0.05)
        assert facts == []
        speaker.running = True
        wait_for(lambda: [fact.phase for fact in facts] == [ChimePhase.PLAYING])
        speaker.running = speaker.waking = False
        wait_for(lambda: len(facts) == 2)
        assert facts[1].phase is ChimePhase.BROKEN_OFF
    finally:
        stop(playout)
