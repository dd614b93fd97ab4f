"""What is said of the output and of the test sound: only what is so."""

import msgspec
import pytest

from tests.ui.scripted import PLAYING, snapshot
from voipmon.core.domain.commands import Ear
from voipmon.core.domain.facts import ChimePhase, Device
from voipmon.core.domain.snapshot import OutputSnapshot, OutputState
from voipmon.ui.devices import words
from voipmon.ui.wording import MINUS


def put(window_state, **output):
    output = msgspec.structs.replace(PLAYING, **output)
    window_state.apply_snapshot(snapshot(output=output))


def test_what_is_in_use_with_delay_and_gaps(state):
    put(state, label="The headset", latency_ms=43.2)
    assert words.status(state).text == "In use: The headset · delay 45 ms · no gaps"
    put(state, label="The headset", resting=True)
    said = "Ready: The headset, opened as soon as there is sound"
    assert words.status(state).text == said
    put(state, label="The headset", latency_ms=38.0, underruns=2)
    assert words.status(state).text.endswith("delay 40 ms · gaps: 2")


@pytest.mark.parametrize(
    "kind", [s for s in OutputState if s is not OutputState.RUNNING]
)
def test_what_does_not_play_is_never_said_to_be_in_use(state, kind):
    put(state, state=kind, label="The headset", offer="Laptop")
    told = words.status(state)
    assert told.text
    assert "In use" not in told.text
    assert "Use " not in told.text  # there is no button for the offer beside it


def test_a_dead_engine_plays_nothing(state):
    state.apply_alive(alive=False)
    assert words.status(state) == words.NO_ENGINE
    for phase in (None, *ChimePhase):
        assert words.verdict(state, Ear.LEFT, phase, "The headset") == words.NO_ENGINE


def bluetooth(**profile):
    return (
        Device(name="a", host_api="p", default=True),
        Device(name="b", host_api="p", bluetooth=True, **profile),
    )


def test_bluetooth_is_told_of_the_one_in_use_or_chosen():
    used = OutputSnapshot(device="b", state=OutputState.RUNNING)
    assert "usually by 0.1 to 0.3 s" in words.bluetooth_hint(bluetooth(), used)
    hands_free = words.bluetooth_hint(bluetooth(hands_free=True), used)
    assert "left and right sound the same" in hands_free
    chosen = OutputSnapshot(chosen="b")
    assert words.bluetooth_hint(bluetooth(), chosen)
    assert not words.bluetooth_hint(bluetooth(), OutputSnapshot(device="a"))
    assert not words.bluetooth_hint((), OutputSnapshot())


def test_what_became_of_a_test_sound(state):
    told = {
        p: words.verdict(state, Ear.LEFT, p, "The headset").text
        for p in (None, *ChimePhase)
    }
    assert told == {
        None: "Starting the test sound…",
        ChimePhase.PLAYING: "Playing on the left of The headset…",
        ChimePhase.PLAYED: "Played on the left of The headset.",
        ChimePhase.BROKEN_OFF: "The test sound was broken off. Play it again.",
        ChimePhase.REFUSED: "The test sound was not played. Play it again.",
    }


def test_the_reason_is_told_while_it_holds(state):
    put(state, state=OutputState.ABSENT)
    assert (
        words.verdict(state, Ear.BOTH, ChimePhase.REFUSED, "The headset")
        == words.NOT_PLAYED
    )
    state.master_muted = True
    assert (
        words.verdict(state, Ear.BOTH, ChimePhase.REFUSED, "The headset") == words.MUTED
    )
    put(state)
    state.master_muted = False
    assert (
        "again"
        in words.verdict(state, Ear.BOTH, ChimePhase.REFUSED, "The headset").text
    )


def test_a_volume_at_which_it_would_be_missed(state):
    state.master_db = -12.0
    assert words.quiet_hint(state) == ""
    state.master_db = -36.0
    assert f"{MINUS}36 dB" in words.quiet_hint(state)
    state.master_muted = True
    assert words.quiet_hint(state) == ""
