"""Banner, card and row agree in every combination of states."""

import re
from itertools import product

import pytest

from tests.ui.scripted import snapshot, stream
from voipmon.core.domain.snapshot import (
    EndCause,
    OutputSnapshot,
    OutputState,
    StreamHint,
    StreamState,
)
from voipmon.ui.hearing import hearing
from voipmon.ui.situation import TOLD, UNCONNECTED, Situation, situation
from voipmon.ui.state import Pause
from voipmon.ui.stream_words import (
    row_stream_word,
    stream_detail,
    stream_note,
    stream_word,
)
from voipmon.ui.tokens import BANNER_BLUE, BANNER_GREY

BANNER = {
    Situation.INTERRUPTED: "the sound engine stopped; starting it again",
    Situation.LOCKED: "listening paused while this computer is locked",
    Situation.ASLEEP: "listening paused while this computer sleeps",
    Situation.CONNECTING: r"connecting to .*\(cancel: Esc\)",
    Situation.NOT_ANSWERED: "waiting until .* is answered .*",
    Situation.EMPTY_ROOM: "connected to .* waiting for others to join",
    Situation.RECONNECTING: r"reconnecting to Dana Lee \(try 2, 3 s\)",
    Situation.NO_SOUND: "connected to .*, but no sound arrives",
    Situation.NOT_PLAYED: "connected to .*, nothing is played: .+",
    Situation.BEHIND: (
        r"12 s behind live \(L = live\)\. Speaking is off( · reconnecting)?"
    ),
    Situation.LAST: "replaying the last of Dana Lee's call · 12 s left",
    Situation.STALLED: "listening to Dana Lee · no sound for 2 s",
    Situation.MUTED: "connected to Dana Lee · muted by you",
    Situation.STARTING: "listening to Dana Lee · starting",
    Situation.LISTENING: "listening to Dana Lee( · 60 ms behind)?",
    Situation.CLOSING: "leaving Dana Lee's call",
}
DETAIL = {
    Situation.RECONNECTING: "try 2, in 3 s",
    Situation.BEHIND: "12 s behind live",
    Situation.LAST: "ended, 12 s left",
    Situation.STALLED: "no sound for 2 s",
    Situation.LISTENING: "(60 ms behind)?",
}
NOTED = {Situation.NOT_ANSWERED, Situation.EMPTY_ROOM, Situation.NO_SOUND}
HINTS = tuple(StreamHint)
OUTPUTS = (OutputState.RUNNING, OutputState.STARTING, OutputState.PAUSED)


@pytest.mark.parametrize("stream_state", list(StreamState))
@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("alive", [True, False])
def test_three_places_say_the_same(state, stream_state, output, alive):
    card = state.add(state.rows["call:c1"])
    flags = product(HINTS, (0, 2), (0.0, 12.2), *([(False, True)] * 4))
    for hint, attempt, behind_s, buffering, muted, muted_all, heard_before in flags:
        card.muted, state.master_muted = muted, muted_all
        state.apply_alive(alive=True)
        card.forget()
        if heard_before:
            state.apply_snapshot(snapshot(stream(1)))
        now = stream(
            1,
            state=stream_state,
            hint=hint,
            attempt=attempt,
            retry_in_s=2.4,
            buffering=buffering,
            behind_s=behind_s,
            stall_ms=2300.0,
        )
        state.apply_snapshot(snapshot(now, output=OutputSnapshot(state=output)))
        state.apply_alive(alive=alive)
        agree(card, state)


@pytest.mark.parametrize("stream_state", list(StreamState)[:-1])
def test_a_pause_is_told_whatever_the_streams_were_doing(state, stream_state):
    card = state.add(state.rows["call:c1"])
    state.apply_snapshot(snapshot(stream(1, state=stream_state)))
    for why, told in (
        (Pause.LOCKED, Situation.LOCKED),
        (Pause.ASLEEP, Situation.ASLEEP),
    ):
        state.pause = why
        assert situation(card, state) is told
        agree(card, state)


def agree(card, state):
    what = situation(card, state)
    shown = hearing(state)
    assert stream_word(card, state) == TOLD[what].word
    assert row_stream_word(card, state).text == TOLD[what].word.text
    assert re.fullmatch(BANNER[what], shown.detail)
    assert re.fullmatch(DETAIL.get(what, ""), stream_detail(card, state))
    again = what is Situation.BEHIND and card.snap.state in UNCONNECTED
    assert bool(stream_note(card, state)[0]) == (what in NOTED or again)
    assert again == shown.detail.endswith("reconnecting")
    assert shown.fill == (BANNER_BLUE if TOLD[what].heard else BANNER_GREY)
    if TOLD[what].heard:
        behind = TOLD[what].hatched  # from what is kept, whatever arrives
        assert behind or card.snap.state is StreamState.STREAMING
        assert not card.muted


def test_every_situation_but_an_end_is_told_and_every_end_has_its_word(state):
    assert set(TOLD) == set(Situation) - {Situation.CLOSED} == set(BANNER)
    card = state.add(state.rows["call:c1"])
    for cause in EndCause:
        card.close(cause, None)
        assert situation(card, state) is Situation.CLOSED
        assert stream_word(card, state).text


def test_a_buffer_that_runs_dry_for_a_moment_does_not_start_anew(state):
    card = state.add(state.rows["call:c1"])
    state.apply_snapshot(snapshot(stream(1, buffering=True)))
    assert situation(card, state) is Situation.STARTING
    state.apply_snapshot(snapshot(stream(1)))
    state.apply_snapshot(snapshot(stream(1, buffering=True)))
    assert situation(card, state) is Situation.LISTENING
    assert stream_detail(card, state) == ""
    again = stream(1, state=StreamState.CONNECTING, attempt=1)
    state.apply_snapshot(snapshot(again))
    state.apply_snapshot(snapshot(stream(1, buffering=True)))
    assert situation(card, state) is Situation.STARTING


def test_what_is_still_played_of_a_call_that_ended_is_told(state):
    """The end of a call is not the end of its sound for who is behind live."""
    card = state.add(state.rows["call:c1"])

    def told(**changes):
        over = stream(1, state=StreamState.CLOSED, cause=EndCause.ENDED, **changes)
        state.apply_snapshot(snapshot(over))
        return situation(card, state)

    assert told(behind_s=12.2, kept_s=40.0) is Situation.LAST
    agree(card, state)
    card.muted = True
    assert situation(card, state) is Situation.CLOSED
    card.muted, state.pause = False, Pause.LOCKED
    assert situation(card, state) is Situation.CLOSED
    state.pause = None
    assert told(kept_s=40.0) is Situation.CLOSED
    told(behind_s=12.2, kept_s=40.0)
    state.apply_snapshot(snapshot())  # of another engine, which never heard of it
    assert situation(card, state) is Situation.CLOSED
    assert not card.replayable


def test_what_is_replayed_while_the_connection_is_lost_is_told(state):
    card = state.add(state.rows["call:c1"])
    lost = {"state": StreamState.CONNECTING, "attempt": 2, "retry_in_s": 2.4}
    state.apply_snapshot(snapshot(stream(1, behind_s=12.2, **lost)))
    assert situation(card, state) is Situation.BEHIND
    agree(card, state)
    assert stream_note(card, state)[0] == "Connection lost, trying again: try 2, in 3 s"
    state.apply_snapshot(snapshot(stream(1, **lost)))
    assert situation(card, state) is Situation.RECONNECTING
