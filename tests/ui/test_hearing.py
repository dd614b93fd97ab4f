"""The banner says what is true, in the agreed words."""

import re

import pytest

from tests.ui.scripted import PLAYING, snapshot, stream
from voipmon.core.domain.facts import EngineRestarted, StreamEnded
from voipmon.core.domain.snapshot import (
    EndCause,
    LinkSnapshot,
    LinkState,
    OutputSnapshot,
    OutputState,
    Problem,
    StreamHint,
    StreamState,
)
from voipmon.ui.hearing import hearing
from voipmon.ui.state import WindowState
from voipmon.ui.tokens import BANNER_BLUE, BANNER_GREY, BANNER_LOST

NOBODY = "NOBODY CAN HEAR YOU — "


def listen(window: WindowState, /, key: str = "call:c1", **changes: object) -> None:
    """Add a card whose stream is as said."""
    card = window.add(window.rows[key])
    known = [c.snap for c in window.cards if c.snap is not None]
    window.apply_snapshot(snapshot(*known, stream(card.stream_id, key, **changes)))


def test_signed_out_before_anything_was_heard_of_the_engine():
    shown = hearing(WindowState())
    assert shown.text == "NOT SIGNED IN — no calls are shown"
    assert shown.fill == BANNER_GREY


def test_signing_in():
    state = WindowState()
    state.apply_alive(alive=True)
    state.apply_snapshot(snapshot(link=LinkSnapshot(state=LinkState.SIGNING_IN)))
    assert hearing(state).text == "NOT SIGNED IN — signing in…"


def test_idle(state):
    assert hearing(state).text == NOBODY + "microphone off, not listening"


@pytest.mark.parametrize(
    ("changes", "words", "fill"),
    [
        ({}, "listening to Dana Lee · 60 ms behind", BANNER_BLUE),
        ({"lag_ms": 64.9}, "listening to Dana Lee · 60 ms behind", BANNER_BLUE),
        ({"lag_ms": None}, "listening to Dana Lee", BANNER_BLUE),
        ({"buffering": True}, "listening to Dana Lee · starting", BANNER_BLUE),
        (
            {"state": StreamState.CONNECTING},
            "connecting to Dana Lee's call… (cancel: Esc)",
            BANNER_GREY,
        ),
        (
            {"state": StreamState.OPEN},
            "connecting to Dana Lee's call… (cancel: Esc)",
            BANNER_GREY,
        ),
        (
            {"state": StreamState.CONNECTING, "attempt": 2, "retry_in_s": 2.4},
            "reconnecting to Dana Lee (try 2, 3 s)",
            BANNER_GREY,
        ),
        (
            {"state": StreamState.CONNECTING, "hint": StreamHint.NOT_ANSWERED},
            "waiting until Dana Lee's call is answered (cancel: Esc)",
            BANNER_GREY,
        ),
        (
            {"state": StreamState.OPEN, "hint": StreamHint.NO_SOUND},
            "connected to Dana Lee, but no sound arrives",
            BANNER_GREY,
        ),
        (
            {"behind_s": 12.2},
            "12 s behind live (L = live). Speaking is off",
            BANNER_BLUE,
        ),
        (
            {"behind_s": 0.3, "state": StreamState.STALLED, "stall_ms": 2400.0},
            "1 s behind live (L = live). Speaking is off",
            BANNER_BLUE,
        ),
        (
            {"state": StreamState.STALLED, "stall_ms": 2400.0},
            "listening to Dana Lee · no sound for 2 s",
            BANNER_GREY,
        ),
        (
            {"state": StreamState.STALLED, "stall_ms": 400.0},
            "listening to Dana Lee · no sound for 0.4 s",
            BANNER_BLUE,
        ),
    ],
)
def test_one_stream(state, changes, words, fill):
    listen(state, **changes)
    shown = hearing(state)
    assert (shown.text, shown.fill) == (NOBODY + words, fill)


def test_an_empty_room_is_no_fault(state):
    changes = {"state": StreamState.OPEN, "hint": StreamHint.EMPTY_ROOM}
    listen(state, "conference:k1", **changes)
    assert hearing(state).text.endswith("War room · waiting for others to join")


def test_several_streams_name_the_selected_one(state):
    listen(state, "call:c1")
    listen(state, "call:c2")
    listen(state, "call:c3")
    state.selected = state.cards[0]
    words = "listening to Dana Lee + 2 more · 60 ms behind"
    assert hearing(state).text == NOBODY + words


def test_what_is_heard_besides_is_told_apart_from_what_is_not(state):
    listen(state, "call:c1")
    listen(state, "call:c2")
    lost = {"state": StreamState.CONNECTING, "attempt": 2, "retry_in_s": 2.4}
    listen(state, "call:c3", **lost)
    shown = hearing(state)
    words = "reconnecting to Priya Nair (try 2, 3 s) · listening to 2 others"
    assert (shown.text, shown.fill) == (NOBODY + words, BANNER_BLUE)
    state.selected = state.cards[0]
    words = "listening to Dana Lee + 1 more · 60 ms behind"
    assert hearing(state).text == NOBODY + words


def test_behind_live_is_hatched_and_never_calls_itself_listening(state):
    listen(state)
    assert not hearing(state).hatched
    state.apply_snapshot(snapshot(stream(1, behind_s=12.0)))
    shown = hearing(state)
    assert shown.hatched
    assert shown.icon == "late"
    before = shown.said
    state.apply_snapshot(snapshot(stream(1, behind_s=9.0)))
    assert hearing(state).said == before


def test_which_of_several_is_behind_live_is_said(state):
    listen(state, "call:c1", behind_s=12.0)
    listen(state, "call:c2")
    state.selected = state.cards[0]
    words = "Dana Lee is 12 s behind live (L = live). Speaking is off"
    assert hearing(state).text == f"{NOBODY}{words} · listening to 1 other"
    state.selected = state.cards[1]
    words = "listening to Marcus Oyelaran + 1 more · 60 ms behind"
    assert hearing(state).text == f"{NOBODY}{words} · 1 of them behind live"


def test_a_muted_replay_is_not_heard(state):
    listen(state, behind_s=12.0)
    state.cards[0].muted = True
    assert hearing(state).text.endswith("muted by you")


def test_one_muted_call_does_not_silence_the_others(state):
    listen(state, "call:c1")
    listen(state, "call:c2")
    state.cards[1].muted = True
    words = "connected to Marcus Oyelaran · muted by you · listening to 1 other"
    assert hearing(state).text == NOBODY + words


def test_all_but_the_lag_is_told_at_once(state):
    listen(state)
    heard = hearing(state).words
    state.apply_snapshot(snapshot(stream(1, lag_ms=170.0)))
    assert hearing(state).words == heard
    waiting = {"state": StreamState.CONNECTING, "attempt": 2}
    state.apply_snapshot(snapshot(stream(1, retry_in_s=2.4, **waiting)))
    before = hearing(state).words
    state.apply_snapshot(snapshot(stream(1, retry_in_s=1.4, **waiting)))
    assert hearing(state).words != before


def test_a_short_stall_is_shown_but_not_read_out(state):
    listen(state)
    before = hearing(state)
    stall = {"state": StreamState.STALLED, "stall_ms": 500.0}
    state.apply_snapshot(snapshot(stream(1, **stall)))
    assert hearing(state).said == before.said
    assert hearing(state).words != before.words


def test_a_closed_selected_card_gives_way_to_what_is_heard(state):
    listen(state, "call:c1")
    listen(state, "call:c2")
    state.selected = state.cards[0]
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.ENDED))
    assert "listening to Marcus Oyelaran" in hearing(state).text


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (EndCause.ENDED, r"call ended after 10:0\d\. Note\? \(M\)"),
        (EndCause.LOST, r"connection lost \d\d:\d\d:\d\d\. Retry \(F5\) or leave"),
        (EndCause.DENIED, r"you may not listen to this call \(ask an administrator\)"),
        (EndCause.GONE, "this call no longer exists"),
        (EndCause.SIGNED_OUT, r"your sign-in ended\. Sign in again"),
        (EndCause.REFUSED, r"the server refused this call\. Retry \(F5\) or leave"),
        (EndCause.SILENT_OPEN, r"no sound came from this call\. Retry .*"),
        (EndCause.PROTOCOL, r"the stream could not be read\. Retry .*"),
    ],
)
def test_each_end_has_its_words(state, cause, words):
    listen(state)
    state.apply_fact(StreamEnded(stream_id=1, cause=cause))
    assert re.fullmatch(NOBODY + words, hearing(state).text)


def test_lost_has_its_edge(state):
    listen(state)
    state.apply_fact(StreamEnded(stream_id=1, cause=EndCause.LOST))
    assert hearing(state).edge == BANNER_LOST


def test_a_dead_engine_is_never_called_listening(state):
    listen(state)
    state.apply_alive(alive=False)
    words = "the sound engine stopped; starting it again"
    assert hearing(state).text == NOBODY + words


def test_nor_is_what_a_dead_engine_said_believed_of_the_next_one(state):
    listen(state)
    state.apply_alive(alive=False)
    state.apply_alive(alive=True)
    assert "engine stopped" in hearing(state).text
    died = Problem(kind="engine.died")
    state.apply_fact(EngineRestarted(restarts=1, problem=died))
    state.apply_snapshot(snapshot())
    assert "connecting to Dana Lee's call" in hearing(state).text


def test_nor_is_a_silent_one(state):
    listen(state)
    for _ in range(12):
        state.pass_time(0.1)
    assert "engine stopped" in hearing(state).text


def test_but_a_window_that_slept_does_not_blame_the_engine(state):
    listen(state)
    state.pass_time(30.0)
    assert "listening to Dana Lee" in hearing(state).text


@pytest.mark.parametrize(
    "gone", [OutputState.PAUSED, OutputState.ABSENT, OutputState.BUSY, OutputState.OFF]
)
def test_without_a_loudspeaker_nothing_is_listened_to(state, gone):
    listen(state)
    playing = [card.snap for card in state.cards]
    state.apply_snapshot(snapshot(*playing, output=OutputSnapshot(state=gone)))
    shown = hearing(state)
    assert "nothing is played" in shown.text
    assert shown.fill == BANNER_GREY


def test_what_the_supervisor_muted_is_said(state):
    listen(state)
    state.master_muted = True
    assert hearing(state).text.endswith("connected to Dana Lee · muted by you")


def test_practice_comes_first():
    state = WindowState(practice=True)
    assert hearing(state).text.startswith("PRACTICE — NOT SIGNED IN")


def test_only_what_matters_is_announced_again(state):
    listen(state)
    before = hearing(state)
    state.apply_snapshot(snapshot(stream(1, lag_ms=80.0), output=PLAYING))
    after = hearing(state)
    assert before.text != after.text
    assert before.said == after.said


def test_the_last_of_a_call_that_ended_beside_one_that_goes_on(state):
    listen(state)
    over = {"state": StreamState.CLOSED, "cause": EndCause.ENDED, "kept_s": 30.0}
    listen(state, "call:c2", behind_s=7.0, **over)
    words = "replaying the last of Marcus Oyelaran's call · 7 s left"
    assert hearing(state).text == f"{NOBODY}{words} · listening to 1 other"
    state.selected = state.cards[0]
    words = "listening to Dana Lee + 1 more · 60 ms behind · 1 of them ended"
    assert (hearing(state).text, hearing(state).fill) == (NOBODY + words, BANNER_BLUE)
