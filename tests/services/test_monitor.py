"""The whole engine as one object, against the demo platform; no sound device."""

import contextlib
import threading
import time

import pytest

from tests.support.demo import demo_server, wait_for
from voipmon.core.domain.commands import (
    Leave,
    Listen,
    Refresh,
    Retry,
    SelectOutput,
    SetAudible,
    SetCodec,
    SetHearing,
    SetPlace,
    SetVolume,
    SignIn,
    SignOut,
)
from voipmon.core.domain.facts import (
    RosterChanged,
    Session,
    SignedIn,
    SignedOut,
    SignInFailed,
    StreamEnded,
    StreamGone,
)
from voipmon.core.domain.snapshot import (
    EndCause,
    LinkState,
    OutputState,
    ResourceKind,
    StreamState,
)
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.net.limiter import RequestBudget
from voipmon.services.monitor import Monitor
from voipmon.services.roster import RosterKeeper


@pytest.fixture(scope="module")
def demo():
    with demo_server("--seed", "5", "--no-rate-limit") as server:
        yield server


class Reader:
    """Takes facts and snapshots as the engine's writer does."""

    def __init__(self, monitor):
        self.monitor = monitor
        self.facts = []

    def look(self):
        self.facts += self.monitor.facts()
        self.now = self.monitor.snapshot()
        return self

    def until(self, condition, seconds=15.0):
        return wait_for(lambda: condition(self.look()), seconds)

    def fact(self, kind):
        return next((fact for fact in self.facts if isinstance(fact, kind)), None)

    def stream(self, stream_id):
        streams = {one.stream_id: one for one in self.now.streams}
        return streams.get(stream_id)

    def state(self, stream_id):
        stream = self.stream(stream_id)
        return stream.state if stream else None


@contextlib.contextmanager
def engine(demo=None):
    monitor = Monitor(play=False)
    monitor.start()
    reader = Reader(monitor).look()
    try:
        if demo is not None:
            monitor.send(
                SignIn(server=demo.url, username=demo.username, password=demo.password)
            )
            reader.until(lambda r: r.fact(SignedIn))
        yield reader
    finally:
        began = time.monotonic()
        assert monitor.stop()
        assert time.monotonic() - began < 2.0


def listen(reader, demo, stream_id, *, agent=True, **more):
    call = demo.talking_call(agent=agent)
    reader.monitor.send(
        Listen(stream_id=stream_id, kind=ResourceKind.CALL, resource_id=call, **more)
    )
    return call


def streaming(*ids):
    return lambda r: all(r.state(n) is StreamState.STREAMING for n in ids)


def test_nothing_is_known_before_signing_in():
    with engine() as reader:
        assert reader.now.link.state is LinkState.SIGNED_OUT
        assert reader.now.output.state is OutputState.OFF
        assert not reader.monitor.busy


def test_a_wrong_password_is_a_fact():
    with demo_server("--seed", "1") as demo, engine() as reader:
        reader.monitor.send(
            SignIn(server=demo.url, username=demo.username, password="wrong")
        )
        failed = reader.until(lambda r: r.fact(SignInFailed))
        assert failed.problem.kind == "net.login"


def test_the_list_comes_and_a_stream_sounds(demo):
    with engine(demo) as reader:
        reader.until(lambda r: r.fact(RosterChanged))
        listen(reader, demo, 1)
        reader.until(streaming(1))
        assert reader.monitor.busy
        reader.until(lambda r: r.stream(1).rms_dbfs > -60, seconds=20)
        assert reader.stream(1).codec is Codec.ULAW
        assert reader.now.link.state is LinkState.LIVE


def test_replace_leaves_the_others_and_says_so(demo):
    with engine(demo) as reader:
        listen(reader, demo, 1)
        listen(reader, demo, 2, agent=False)
        reader.until(streaming(1, 2))
        listen(reader, demo, 3, replace=True)
        reader.until(streaming(3))
        assert [one.stream_id for one in reader.now.streams] == [3]
        gone = {f.stream_id for f in reader.facts if isinstance(f, StreamGone)}
        assert gone == {1, 2}


def test_the_same_id_twice_is_one_stream(demo):
    with engine(demo) as reader:
        listen(reader, demo, 1)
        reader.until(streaming(1))
        listen(reader, demo, 1, agent=False)
        assert len(reader.look().now.streams) == 1


def test_a_metered_stream_is_heard_when_asked_for(demo):
    with engine(demo) as reader:
        listen(reader, demo, 1)
        reader.until(streaming(1))
        reader.until(lambda r: r.stream(1).playout is not None)
        reader.monitor.send(SetAudible(stream_id=1, audible=False))
        reader.until(lambda r: r.stream(1).playout is None)
        reader.monitor.send(SetAudible(stream_id=1, audible=True))
        reader.until(lambda r: r.stream(1).playout is not None)


def test_volumes_codec_and_unknown_streams(demo):
    with engine(demo) as reader:
        listen(reader, demo, 1)
        reader.until(streaming(1))
        send = reader.monitor.send
        send(SetVolume(stream_id=1, volume_db=-9.0, muted=True))
        send(SetVolume(stream_id=0, volume_db=-3.0, muted=True))
        send(SetCodec(stream_id=1, codec=Codec.ALAW))
        for nobody in (
            Leave(stream_id=9),
            Retry(stream_id=9),
            SetVolume(stream_id=9, volume_db=0.0),
            SetAudible(stream_id=9, audible=True),
            SetCodec(stream_id=9, codec=None),
            SelectOutput(name="none"),
            Refresh(),
        ):
            send(nobody)
        reader.until(lambda r: r.stream(1).codec is Codec.ALAW)
        one = reader.stream(1)
        assert (one.volume_db, one.muted, one.codec_forced) == (-9.0, True, True)
        assert (reader.now.master_db, reader.now.master_muted) == (-3.0, True)


def test_place_and_levelling_are_told_as_they_are(demo):
    with engine(demo) as reader:
        listen(reader, demo, 1, azimuth_deg=-30.0, under_db=12.0)
        reader.until(streaming(1))
        one = reader.stream(1)
        assert (one.azimuth_deg, one.under_db, one.levelling_db) == (-30.0, 12.0, None)
        reader.monitor.send(SetPlace(stream_id=1, azimuth_deg=90.0))
        reader.monitor.send(SetPlace(stream_id=9, azimuth_deg=90.0))
        reader.monitor.send(SetHearing(levelling=True))
        reader.until(lambda r: r.stream(1).levelling_db is not None)
        one = reader.stream(1)
        assert (one.azimuth_deg, one.under_db) == (90.0, 0.0)
        reader.monitor.send(SetAudible(stream_id=1, audible=False))
        reader.until(lambda r: r.stream(1).levelling_db is None)


def test_a_call_that_ends_is_told_once_and_stays_until_left():
    with demo_server("--seed", "5", "--no-rate-limit") as demo, engine(demo) as reader:
        call = listen(reader, demo, 1)
        reader.until(streaming(1))
        demo.hang_up(call)
        ended = reader.until(lambda r: r.fact(StreamEnded))
        assert ended.cause is EndCause.ENDED
        for _ in range(5):
            reader.look()
        assert sum(isinstance(f, StreamEnded) for f in reader.facts) == 1
        assert reader.state(1) is StreamState.CLOSED
        reader.monitor.send(Leave(stream_id=1))
        assert reader.look().state(1) is None


def test_signing_out_closes_every_stream(demo):
    with engine(demo) as reader:
        listen(reader, demo, 1)
        reader.until(streaming(1))
        reader.monitor.send(SignOut())
        reader.until(lambda r: r.fact(SignedOut))
        assert reader.look().now.streams == ()
        assert reader.now.link.state is LinkState.SIGNED_OUT
        wait_for(lambda: not demo.streams())


def test_a_session_that_the_platform_ends_is_a_fact(caplog):
    with demo_server("--seed", "5") as demo, engine(demo) as reader:
        listen(reader, demo, 1)
        reader.until(streaming(1))
        demo.fault("status", code=401, path="/v1.0")
        out = reader.until(lambda r: r.fact(SignedOut))
        assert out.problem.kind == "net.auth"
        # what is heard goes on: a media socket survives its token
        assert reader.state(1) is StreamState.STREAMING
        assert "signed out" in caplog.text


def test_a_crashed_thread_is_no_secret(demo, caplog):
    with engine(demo) as reader:
        listen(reader, demo, 1)
        reader.until(streaming(1))

        def fail(block, now_ns):
            raise RuntimeError

        reader.monitor.stream(1).tap = fail
        wait_for(lambda: reader.monitor.crashed)
        assert reader.monitor.crashed.kind == "engine.died"
        assert "playout" in reader.monitor.crashed.detail


def opening():
    names = [thread.name for thread in threading.enumerate()]
    return [name for name in names if name.startswith("media-connect")]


def test_no_opening_outlasts_the_stop_in_the_queue_for_requests():
    with demo_server("--seed", "3") as demo:
        with engine(demo) as reader:
            demo.fault("status", code=429, path="/v1.0/calls/", retry_after=8)
            listen(reader, demo, 1)
            reader.until(lambda r: r.stream(1).problem is not None)
            listen(reader, demo, 2, agent=False)
            time.sleep(0.3)  # connected, and waiting for 8 s to be over
        wait_for(lambda: not opening(), 3.0)


def test_a_stream_waits_for_the_session_that_comes_with_it(demo):
    """A new engine gets both at once; the stream may come to the platform first."""
    session = Session(server=demo.url, token=demo.login())
    keeper = RosterKeeper(budget=RequestBudget(), publish=lambda _: None)
    keeper.resume(session)
    call, sockets = demo.talking_call(), []

    def connect():
        sockets.append(keeper.open_socket(ResourceKind.CALL, call, Encapsulation.SLN))

    early = threading.Thread(target=connect)
    early.start()
    early.join(0.2)
    assert early.is_alive()  # it waits rather than say that nobody is signed in
    keeper.start()
    early.join(10)
    assert sockets
    sockets[0].close()
    keeper.request_stop()
    assert keeper.join()
