"""What is written into the log, and that no secret is."""

import msgspec
import pytest

from tests.ui.scripted import (
    DEVICES,
    LIVE,
    PLAYING,
    SERVER,
    snapshot,
    stream,
)
from voipmon.core.domain.facts import (
    DevicesChanged,
    EngineRestarted,
    Session,
    SignedIn,
    SignedOut,
    SignInFailed,
    StreamEnded,
    StreamSkipped,
    Trouble,
)
from voipmon.core.domain.snapshot import (
    EndCause,
    LinkState,
    OutputState,
    Problem,
    StreamState,
)
from voipmon.ui.activity.follow import Follow
from voipmon.ui.activity.log import Log


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def follow(state, log):
    made = Follow(state, log)
    made.tick()  # the sound that plays already
    log.clear()
    return made


def told(log):
    lines = [(line.who, line.text) for line in log.lines]
    log.clear()
    return lines


def test_a_call_from_opening_to_leaving(follow, log, state):
    card = state.add(state.rows["call:c1"])
    follow.tick()
    state.apply_snapshot(snapshot(stream(1)))
    follow.tick()
    state.apply_fact(StreamSkipped(stream_id=1, skipped_ms=1800))
    state.apply_snapshot(snapshot(stream(1, state=StreamState.STALLED)))
    follow.tick()
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.LOST))
    follow.tick()
    state.drop(card)
    follow.tick()
    follow.tick()
    assert told(log) == [
        ("Dana Lee", "Opened"),
        ("Dana Lee", "Connected, sound arrives"),
        ("Dana Lee", "Sound stopped arriving"),
        ("Dana Lee", "Skipped 1.8 s to get back to live"),
        ("Dana Lee", "Connection lost"),
        ("Dana Lee", "Left"),
    ]


def test_no_tap_is_hidden(follow, log, state):
    tap = state.add_tap(state.rows["call:c2"])
    follow.tick()
    state.promote(tap)
    follow.tick()
    state.demote(tap)
    follow.tick()
    state.drop(tap)
    follow.tick()
    assert [text for _, text in told(log)] == [
        "Kept ready, not heard",
        "Heard, it was kept ready",
        "Left, kept ready",
        "No longer kept ready",
    ]


def test_forgotten_calls_are_not_named_again(follow, log, state):
    card = state.add(state.rows["call:c1"])
    follow.tick()
    log.clear()
    state.drop(card)
    follow.forget()
    follow.tick()
    assert not told(log)


def test_sign_ins_without_secrets(follow, log):
    session = Session(server=SERVER, token="tok-4711", accesskey="key-5", user="sam")
    follow.on_fact(SignedIn(session=session))
    follow.on_fact(SignInFailed(problem=Problem(kind="net.login")))
    follow.on_fact(SignedOut())
    follow.on_fact(SignedOut(problem=Problem(kind="net.auth")))
    texts = [text for _, text in told(log)]
    assert texts[0] == "Signed in as sam"
    assert texts[2] == "Signed out"
    assert "wrong" in texts[1]
    assert texts[3].startswith("Signed out. ")
    assert not any("tok-4711" in text or "key-5" in text for text in texts)


def test_devices_come_and_go(follow, log):
    follow.on_fact(DevicesChanged(devices=DEVICES))
    assert not told(log)
    follow.on_fact(DevicesChanged(devices=DEVICES[1:]))
    follow.on_fact(DevicesChanged(devices=DEVICES))
    assert [text for _, text in told(log)] == [
        "Headset was disconnected",
        "Headset was connected",
    ]


def test_the_output(follow, log, state):
    away = msgspec.structs.replace(PLAYING, state=OutputState.PAUSED)
    for output in (away, away, PLAYING):
        state.apply_snapshot(snapshot(output=output))
        follow.tick()
    assert [text for _, text in told(log)] == [
        "Nothing is played: sound device disconnected",
        "Sound is played on Headset",
    ]


def test_the_list(follow, log, state):
    stale = msgspec.structs.replace(LIVE, state=LinkState.STALE, age_s=20.0)
    for link in (stale, LIVE):
        state.apply_snapshot(snapshot(link=link))
        follow.tick()
    assert [text for _, text in told(log)] == [
        "The list may be out of date",
        "The list is up to date again",
    ]


def test_the_engine(follow, log, state):
    state.apply_alive(alive=False)
    follow.tick()
    fact = EngineRestarted(restarts=1, problem=Problem(kind="engine.died"))
    follow.on_fact(fact)
    follow.on_fact(Trouble(problem=Problem(kind="streams.too-many")))
    texts = [text for _, text in told(log)]
    assert texts[0] == "The sound engine does not answer"
    assert len(texts) == 3
