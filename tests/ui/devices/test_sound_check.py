"""Asking for test sounds, and taking the engine's word for them."""

import msgspec

from tests.ui.scripted import PLAYING, snapshot
from voipmon.core.domain.commands import Ear, PlayTestSound
from voipmon.core.domain.facts import Chimed, ChimePhase, EngineRestarted, Resync
from voipmon.core.domain.snapshot import Problem
from voipmon.ui.devices import words


def tell(check, number, *phases):
    for phase in phases:
        check.on_fact(Chimed(number=number, phase=phase))


def test_nothing_is_said_before_the_first(check, sent):
    assert check.word() is None
    assert not check.played
    check.play(Ear.RIGHT)
    assert sent == [PlayTestSound(number=1, ear=Ear.RIGHT)]
    assert "Starting" in check.word().text


def test_it_is_played_when_the_engine_says_so(check):
    check.play(Ear.LEFT)
    tell(check, 1, ChimePhase.PLAYING)
    assert "Playing on the left" in check.word().text
    assert not check.played
    tell(check, 1, ChimePhase.PLAYED)
    assert check.word().text.startswith("Played on the left")
    assert check.played


def test_the_end_of_an_earlier_one_is_not_this_ones(check):
    check.play(Ear.LEFT)
    check.play(Ear.RIGHT)
    tell(check, 1, ChimePhase.PLAYED)
    assert "Starting" in check.word().text
    assert not check.played


def test_muted_it_is_not_asked_for_and_unmuting_takes_the_reason_away(
    check, state, sent
):
    state.master_muted = True
    check.play(Ear.BOTH)
    assert sent == []
    assert check.muted
    assert check.word() == words.MUTED
    check.unmute()
    assert not state.master_muted
    assert not check.muted
    assert check.word() is None


def test_another_output_must_be_heard_anew(check):
    check.play(Ear.BOTH)
    tell(check, 1, ChimePhase.PLAYING, ChimePhase.PLAYED)
    check.forget()
    assert not check.played
    assert check.word() is None
    tell(check, 1, ChimePhase.PLAYED)
    assert not check.played


def test_what_was_heard_of_one_device_says_nothing_of_another(check, state):
    def put(name):
        output = msgspec.structs.replace(PLAYING, device=name, label=f"The {name}")
        state.apply_snapshot(snapshot(output=output))

    put("headset")
    check.play(Ear.LEFT)
    tell(check, 1, ChimePhase.PLAYING, ChimePhase.PLAYED)
    assert check.played
    put("laptop")  # the system's default was changed
    assert not check.played
    assert check.word().text == "Played on the left of The headset."


def test_an_engine_that_dies_breaks_it_off(check):
    check.play(Ear.BOTH)
    check.on_fact(EngineRestarted(restarts=1, problem=Problem(kind="engine.died")))
    assert "broken off" in check.word().text


def test_what_will_not_be_told_any_more_is_not_waited_for(check):
    check.play(Ear.BOTH)
    check.on_fact(Resync(lost=9))
    assert check.word() is None
    check.play(Ear.BOTH)
    tell(check, 2, ChimePhase.PLAYED)  # its beginning was lost
    check.on_fact(Resync(lost=9))
    assert check.word().text == "Played on both sides of Headset."
    assert check.played
