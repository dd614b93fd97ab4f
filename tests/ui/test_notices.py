"""Message bars follow the state; facts have theirs."""

import re

import pytest

from tests.ui.scripted import LIVE, snapshot, stream
from voipmon.core.domain.facts import (
    EngineRestarted,
    Session,
    SignedIn,
    SignedOut,
    StreamEnded,
    Trouble,
)
from voipmon.core.domain.snapshot import (
    EndCause,
    LinkSnapshot,
    LinkState,
    OutputSnapshot,
    OutputState,
    Problem,
)
from voipmon.ui.notices import Notices
from voipmon.ui.widgets.message_bar import MessageStack


@pytest.fixture
def stack(qtbot, theme):
    made = MessageStack(theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def notices(stack, state):
    return Notices(stack, state, sign_in=lambda: None, use_output=lambda *_: None)


def test_a_stale_list_says_since_when(notices, stack, state):
    state.apply_snapshot(snapshot(link=LinkSnapshot(state=LinkState.STALE, age_s=23.4)))
    notices.tick(0.03)
    assert stack.texts == [
        "List may be out of date: last update 23 s ago. Reconnecting…"
    ]
    state.apply_snapshot(snapshot(link=LIVE))
    notices.tick(0.03)
    assert not stack.texts


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (OutputState.ABSENT, "No sound device found."),
        (OutputState.BUSY, "Another program is using Headset."),
        (OutputState.REFUSED, "Headset cannot play"),
        (OutputState.RETRYING, "Headset stopped working."),
    ],
)
def test_a_silent_loudspeaker_says_why(notices, stack, state, output, words):
    shown = OutputSnapshot(state=output, device="Headset", retry_in_s=2.0)
    state.apply_snapshot(snapshot(output=shown))
    notices.tick(0.03)
    assert stack.texts[0].startswith(words)


def test_the_same_trouble_replaces_itself(notices, stack):
    for _ in range(3):
        notices.on_fact(Trouble(problem=Problem(kind="net.server", status=502)))
    assert len(stack.texts) == 1


EXPIRED = SignedOut(problem=Problem(kind="net.auth", status=401))
AGAIN = r"Sign in again \(your layout and notes are kept\)"


def test_an_expired_sign_in_asks_again_until_it_is_done(notices, stack):
    notices.on_fact(EXPIRED)
    words = rf"Your sign-in ended at \d\d:\d\d\. Nothing is played\. {AGAIN}"
    assert re.fullmatch(words, stack.texts[0])
    notices.on_fact(SignedIn(session=Session(server="https://s")))
    notices.tick(0.03)
    assert not stack.texts


def test_an_expired_sign_in_says_what_is_still_heard_while_it_is(notices, stack, state):
    state.add(state.rows["call:c1"])
    state.apply_snapshot(snapshot(stream(1)))
    notices.on_fact(EXPIRED)
    words = r"What you hear goes on, but no other call can be opened\."
    assert re.search(rf"\. {words} {AGAIN}", stack.texts[0])
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.SIGNED_OUT))
    notices.tick(0.03)
    assert "Nothing is played." in stack.texts[0]


def test_who_signs_out_is_not_told_that_it_ended(notices, stack):
    notices.on_fact(EXPIRED)
    notices.on_fact(SignedOut())
    notices.tick(0.03)
    assert not stack.texts


def test_what_is_over_by_itself_goes_by_itself(notices, stack):
    notices.on_fact(Trouble(problem=Problem(kind="engine.died")))
    notices.tick(59.0)
    assert len(stack.texts) == 1
    notices.on_fact(Trouble(problem=Problem(kind="engine.died")))
    notices.tick(59.0)
    assert len(stack.texts) == 1
    notices.tick(2.0)
    assert not stack.texts


def test_a_wrong_clock_is_told_once(notices, stack, state):
    state.apply_snapshot(snapshot(clock_offset_s=-240.0))
    notices.tick(0.03)
    assert stack.texts == ["Times come from the server (your clock is 4 min off)"]
    stack.clear("clock")
    notices.tick(0.03)
    assert not stack.texts


def test_an_answer_goes_by_itself(notices, stack):
    notices.say("Four at most.")
    notices.tick(1.0)
    assert stack.texts == ["Four at most."]
    notices.tick(9.0)
    assert not stack.texts


def test_an_expired_sign_in_does_not_claim_sound_that_no_device_plays(
    notices, stack, state
):
    state.add(state.rows["call:c1"])
    gone = OutputSnapshot(state=OutputState.PAUSED)
    state.apply_snapshot(snapshot(stream(1), output=gone))
    notices.on_fact(EXPIRED)
    assert "Nothing is played." in stack.texts[0]


def test_an_engine_that_dies_takes_over_no_calls_where_there_are_none(
    notices, stack, state
):
    died = EngineRestarted(problem=Problem(kind="engine.died"), restarts=1)
    notices.on_fact(died)
    assert "Nothing was being played" in stack.texts[0]
    assert "your calls" not in stack.texts[0]
    state.add(state.rows["call:c1"])
    notices.on_fact(died)
    assert "a new one has taken over your calls" in stack.texts[0]
