"""What a listener hears of a bad network, recorded from the loudspeaker.

The recording is compared with what the demo platform sent, so a delay here is one
that an ear would have had.
"""

import contextlib

import numpy as np
import pytest

from tests.e2e.command import start, stats
from tests.e2e.heard import Heard, signed_in
from tests.support.demo import demo_server, wait_for
from tests.support.heard import RATE, clicks, track
from tests.support.sound import SoundServer, needs_sound_server
from tests.tour.compare import PHASES, mono
from voipmon.core.domain.commands import Leave, Listen, SetVolume
from voipmon.core.domain.snapshot import ResourceKind, StreamState
from voipmon.core.wire.g711 import compress_ulaw, expand_ulaw
from voipmon.core.wire.names import Codec, Encapsulation

pytestmark = [pytest.mark.sound, needs_sound_server]

STARTED_S = 3.0  # of the stream: from here on nothing is the start's doing
MACHINE_MS = 40  # a busy machine's own: late threads, a sound server that waits
SETTLED_MS = 50  # that near to where it was, delay is back
HOLD_UPS_MS = 350  # what waiting for frequent hold-ups may cost a listener
REPEATED_MS = 20  # a pitch period, where speech is stretched


@pytest.fixture(scope="module")
def demo():
    with demo_server("--seed", "3", "--no-rate-limit") as server:
        yield server


def hear(demo, folder, calls, seconds):
    """Listen to calls {name: (call, encapsulation)} at once; {name: Heard}."""
    with (
        SoundServer(sinks=tuple(calls)) as sound,
        contextlib.ExitStack() as recorders,
    ):
        recordings = {
            name: recorders.enter_context(sound.record(name)) for name in calls
        }
        processes = {
            name: start(
                demo,
                *("listen", "call", call, "--encapsulation", way),
                *("--seconds", str(seconds), "--device", name),
                *("--stats", str(folder / f"{name}.json")),
                env=sound.env,
            )
            for name, (call, way) in calls.items()
        }
        begun = wait_for(lambda: first_samples(demo, len(calls)), seconds=20)
        for process in processes.values():
            _, err = process.communicate(timeout=seconds + 30)
            assert process.returncode == 0, err
        recorded = {
            name: mono(one.samples())[::PHASES] for name, one in recordings.items()
        }
    results = {}
    for name, (call, way) in calls.items():
        report = stats(folder / f"{name}.json")
        assert report["codec"] == "ulaw"
        count = seconds * RATE + RATE // 4  # it ends a little later than it may
        said = demo.audio(call, first=begun[call, way], count=count)[1]
        sent = expand_ulaw(compress_ulaw(said))  # whose steps would look like clicks
        pcm = recorded[name]
        results[name] = Heard(report, sent, pcm, track(sent, pcm))
    return results


def first_samples(demo, count):
    """{(call, encapsulation): first sample sent}, once all streams have begun."""
    begun = {
        (one["resource"], one["encapsulation"]): one["first_sample"]
        for one in demo.streams()
        if one["first_sample"] is not None
    }
    return begun if len(begun) == count else None


def new_calls(demo, count):
    """Calls in which people talk from now on."""
    calls = [
        demo.start_call(ring=0.02, queue=0.02, agent_ring=0.02, talk=120)
        for _ in range(count)
    ]
    wait_for(lambda: {c["id"] for c in demo.calls() if c["room"]} >= set(calls))
    return calls


STALLS = ((6, 0.5), (13, 2.0))  # [s] of the stream: begin, length
HELD, JITTERY = ("held-rtp", "held-sln"), ("jitter-20", "jitter-60")


@pytest.fixture(scope="module")
def bad_network(demo, tmp_path_factory):
    """Two stalls in two encapsulations, and two degrees of jitter, all at once."""
    held, restless, wild = new_calls(demo, 3)
    for begin, length in STALLS:
        demo.fault("stall", target=held, hold=length, after=begin)
    demo.fault("jitter", target=restless, ms=20)
    demo.fault("jitter", target=wild, ms=60)
    calls = {
        "held-rtp": (held, "rtp"),
        "held-sln": (held, "sln"),
        "jitter-20": (restless, "sln"),
        "jitter-60": (wild, "rtp"),
    }
    return hear(demo, tmp_path_factory.mktemp("heard"), calls, seconds=24)


@pytest.mark.parametrize("name", HELD)
def test_after_a_short_stall_the_delay_is_back_within_seconds(bad_network, name):
    stall = bad_network[name].stall(*STALLS[0], until_s=STALLS[1][0])
    assert abs(np.median(stall.above_after(4))) <= SETTLED_MS
    skips_ms = bad_network[name].report["skips_ms"]
    assert len(skips_ms) == 1, "only the long one skips"


@pytest.mark.parametrize("name", HELD)
def test_after_a_long_stall_it_is_live_again_at_once_and_says_so(bad_network, name):
    judge_skip(bad_network[name], *STALLS[1], until_s=20)


def judge_skip(heard, begin_s, hold_s, until_s):
    """A stall of 1.5 s and more: live within a second, and the skip is told."""
    stall = heard.stall(begin_s, hold_s, until_s)
    assert np.max(stall.above_after(1)) <= 100
    assert abs(np.median(stall.above_after(4))) <= SETTLED_MS
    (skip_ms,) = heard.report["skips_ms"]
    assert skip_ms == pytest.approx(stall.missing_ms, abs=100)
    assert heard.report["playout"]["skipped_ms"] == skip_ms


@pytest.mark.parametrize("name", HELD + JITTERY)
def test_nothing_is_played_twice(bad_network, name):
    assert bad_network[name].where.after(STARTED_S).repeated_ms() <= REPEATED_MS


def test_it_hardly_clicks(bad_network):
    """Once in these 80 s of sound: the limit is one a minute, as in tests/bench."""
    found = {name: one.clicks_after(STARTED_S) for name, one in bad_network.items()}
    assert sum(map(len, found.values())) <= 1, found


@pytest.mark.parametrize("name", JITTERY)
def test_jitter_is_not_heard(bad_network, name):
    heard = bad_network[name]
    running = heard.where.after(STARTED_S)
    assert np.ptp(running.delay_ms) <= 60 + MACHINE_MS
    assert len(running.lost) <= 0.05 * len(running.at)
    assert heard.report["skips_ms"] == []


@pytest.fixture
def live(demo):
    """A monitor of our own that plays to a recorded loudspeaker, and a call."""
    (call,) = new_calls(demo, 1)
    with (
        SoundServer() as sound,
        sound.record("speaker") as recording,
        signed_in(demo) as reader,
    ):
        yield reader, call, recording


def listen_to(demo, reader, call, **more):
    """Listen as stream 1; returns the first sample sent, once it sounds."""
    reader.monitor.send(
        Listen(stream_id=1, kind=ResourceKind.CALL, resource_id=call, **more)
    )
    reader.until(lambda r: r.state(1) is StreamState.STREAMING)
    streams = {one["resource"]: one["first_sample"] for one in demo.streams()}
    return streams[call]


def judge(demo, call, first, reader, recording):
    """All that was recorded, against what was sent from sample `first` on."""
    pcm = mono(recording.samples())[::PHASES]
    newest, tail = demo.audio(call, seconds=1)
    count = min(first + len(pcm), newest + len(tail)) - first
    said = demo.audio(call, first=first, count=count)[1]
    sent = expand_ulaw(compress_ulaw(said))
    report = {"device_underruns": reader.look().now.output.underruns}
    return Heard(report, sent, pcm, track(sent, pcm))


def test_start_volume_mute_and_leave_do_not_click(demo, live):
    reader, call, recording = live
    first = listen_to(demo, reader, call)
    recording.more(2.0)
    for volume_db, muted in ((-20, False), (6, False), (0, True), (0, False)) * 2:
        reader.monitor.send(SetVolume(stream_id=1, volume_db=volume_db, muted=muted))
        recording.more(0.7)
    reader.monitor.send(Leave(stream_id=1))
    recording.more(1.0)
    heard = judge(demo, call, first, reader, recording)
    assert len(heard.where.at) > 100
    assert np.abs(heard.pcm[-RATE // 4 :]).max() < 30, "it was left"
    assert clicks(heard.sent, heard.pcm, heard.where) == [], heard.report
    assert heard.where.repeated_ms() <= REPEATED_MS


def test_another_codec_and_a_reconnect_do_not_click(demo, live):
    reader, call, recording = live
    first = listen_to(demo, reader, call, encapsulation=Encapsulation.RTP)
    recording.more(2.0)
    fault = demo.fault("codec-change", target=call, to="l16")
    reader.until(lambda r: r.stream(1).codec is Codec.L16)
    recording.more(1.5)
    demo.control("DELETE", f"/faults/{fault}")
    reader.until(lambda r: r.stream(1).codec is Codec.ULAW)
    recording.more(1.5)
    demo.fault("drop", target=call, times=1, seconds=0.2)
    reader.until(lambda r: r.stream(1).reconnects >= 1)
    reader.until(lambda r: r.state(1) is StreamState.STREAMING)
    recording.more(3.0)
    heard = judge(demo, call, first, reader, recording)
    assert clicks(heard.sent, heard.pcm, heard.where) == [], heard.report
    assert heard.where.repeated_ms() <= REPEATED_MS


@pytest.mark.long
def test_five_seconds_are_skipped_and_told(demo, tmp_path):
    (call,) = new_calls(demo, 1)
    demo.fault("stall", target=call, hold=5, after=6)
    both = {"five-rtp": (call, "rtp"), "five-sln": (call, "sln")}
    for heard in hear(demo, tmp_path, both, seconds=20).values():
        judge_skip(heard, 6, 5.0, until_s=19)
        assert heard.where.after(STARTED_S).repeated_ms() <= REPEATED_MS
        assert heard.clicks_after(STARTED_S) == []


@pytest.mark.long
def test_stall_after_stall_never_leaves_it_behind(demo, tmp_path):
    (call,) = new_calls(demo, 1)
    demo.fault("stall", target=call, hold=0.5, every=6, after=6)
    both = {"again-rtp": (call, "rtp"), "again-sln": (call, "sln")}
    for heard in hear(demo, tmp_path, both, seconds=40).values():
        for begin_s in (6, 12, 18, 24, 30):
            stall = heard.stall(begin_s, 0.5, until_s=begin_s + 6)
            assert np.median(stall.above_after(3)) <= HOLD_UPS_MS
        assert len(heard.clicks_after(STARTED_S)) <= 1  # in 34 s
        assert heard.report["skips_ms"] == []
