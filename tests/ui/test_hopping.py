"""Hops along the view, calls kept ready before they are asked for, scanning."""

import msgspec
import pytest

from tests.ui.scripted import ScriptedEngine, call, room, snapshot, stream
from voipmon.core.domain.commands import Leave, Listen, SetAudible
from voipmon.core.domain.facts import RosterChanged
from voipmon.core.domain.snapshot import EndCause, LinkSnapshot, StreamState
from voipmon.ui.hopping import NOWHERE, Hopping, answered
from voipmon.ui.listening import Listening
from voipmon.ui.state import Pause
from voipmon.ui.widgets.message_bar import MessageStack

ORDER = [f"call:c{number}" for number in (1, 2, 3, 4, 5)]


class Desk:
    """Hopping over a scripted engine, in virtual time."""

    def __init__(self, engine: ScriptedEngine, state, theme):
        self.engine, self.state = engine, state
        self.said, self.noted, self.shown = [], [], []
        self.order = [*ORDER, "call:c6", "conference:k1"]
        self.messages = MessageStack(theme)
        self.listening = Listening(
            engine, state, say=self.said.append, changed=lambda: None
        )
        self.hopping = Hopping(
            self.listening,
            state,
            order=lambda: self.order,
            say=self.said.append,
            show=self.shown.append,
            note=self.noted.append,
            messages=self.messages,
        )

    def run(self, seconds, **over):
        """Let time pass; `over` changes what is said of the streams, by key."""
        for _ in range(round(seconds * 8)):
            shown = [
                stream(
                    number,
                    f"{asked.kind.value}:{asked.resource_id}",
                    **over.get(asked.resource_id, {}),
                )
                for number, asked in self.engine.streams.items()
            ]
            self.state.apply_snapshot(snapshot(*shown))
            self.state.pass_time(0.125)
            self.hopping.tick(0.125)

    @property
    def heard(self):
        return [card.key for card in self.state.cards]

    @property
    def ready(self):
        return [tap.key for tap in self.state.taps]


@pytest.fixture
def desk(engine, state, theme, qtbot):
    made = Desk(engine, state, theme)
    qtbot.addWidget(made.messages)
    return made


def test_the_calls_below_the_selected_one_are_kept_ready(desk, engine):
    desk.run(3)
    assert not engine.sent
    desk.listening.listen("call:c2", add=False)
    desk.run(3)
    assert desk.ready == ["call:c3", "call:c4"]
    assert [asked.audible for asked in engine.told(Listen)] == [True, False, False]


def test_ringing_ended_and_empty_ones_are_not(desk, state):
    state.apply_fact(RosterChanged(rows=(call(3, "Priya Nair", live=False),)))
    state.apply_fact(RosterChanged(rows=(room(1, "War room", 1),)))
    desk.listening.listen("call:c2", add=False)
    desk.hopping.taps = 8
    desk.run(6)
    assert desk.ready == ["call:c4", "call:c5", "call:c1"]


def test_a_room_counts_from_two_people(state):
    assert answered(state.rows["conference:k1"])
    assert not answered(room(1, "War room", 1))
    assert not answered(state.rows["call:c6"])  # it rings


def test_a_hop_to_a_call_kept_ready_begins_in_its_past(desk, engine, state):
    desk.listening.listen("call:c1", add=False)
    desk.run(3)
    tap = state.taps[0]
    desk.hopping.hop(1)
    assert state.cards == [tap]
    assert engine.told(SetAudible)[-1] == SetAudible(
        stream_id=tap.stream_id, audible=True, back_s=3.0
    )
    assert Leave(stream_id=1) in engine.sent
    desk.run(3)
    assert desk.ready == ["call:c3", "call:c4"]
    assert desk.noted == ["Hopped to Marcus Oyelaran's call"]
    assert desk.shown == ["call:c2"]


def test_a_hop_back_keeps_what_is_then_below(desk, engine, state):
    desk.listening.listen("call:c3", add=False)
    desk.run(3)
    desk.hopping.hop(-1)
    assert desk.heard == ["call:c2"]
    assert desk.ready == ["call:c4", "call:c5", "call:c3"]
    desk.run(0.25)
    assert sorted(desk.ready) == ["call:c3", "call:c4"]
    assert engine.told(SetAudible) == [SetAudible(stream_id=1, audible=False)]


def test_at_the_end_it_goes_on_from_the_top_and_says_so(desk):
    desk.listening.listen("conference:k1", add=False)
    desk.hopping.hop(1)
    assert desk.heard == ["call:c1"]
    assert desk.said == ["The end of the list was reached: on from the top."]
    desk.hopping.hop(-1)
    assert desk.said[-1] == "The top of the list was reached: on from the end."


def test_cards_and_ringing_rows_are_leapt_over(desk):
    desk.listening.listen("call:c4", add=False)
    desk.listening.listen("call:c5", add=True)
    desk.listening.select(desk.state.cards[0])
    desk.hopping.hop(1)
    assert desk.heard == ["conference:k1", "call:c5"]


def test_nowhere_to_hop_is_said(desk):
    desk.order = ["call:c1", "call:c6"]
    desk.listening.listen("call:c1", add=False)
    desk.hopping.hop(1)
    assert desk.said == [NOWHERE]
    assert desk.heard == ["call:c1"]


def test_without_a_card_it_begins_at_the_top(desk):
    desk.hopping.hop(1)
    assert desk.heard == ["call:c1"]
    assert not desk.said


def test_no_taps_when_set_to_none_but_hops_all_the_same(desk, engine):
    desk.hopping.taps = 0
    desk.listening.listen("call:c1", add=False)
    desk.run(3)
    assert not desk.ready
    desk.hopping.hop(1)
    assert desk.heard == ["call:c2"]
    assert set(engine.streams) == {2}


def test_a_tap_that_ends_is_closed_and_the_next_one_kept(desk, engine, state):
    desk.listening.listen("call:c1", add=False)
    desk.run(3)
    number = state.taps[0].stream_id
    state.apply_fact(RosterChanged(rows=(call(2, "Marcus Oyelaran", live=False),)))
    desk.run(2, c2={"state": StreamState.CLOSED, "cause": EndCause.ENDED})
    assert desk.ready == ["call:c3", "call:c4"]
    assert Leave(stream_id=number) in engine.sent


def test_one_that_is_refused_is_not_tried_again_and_again(desk, engine):
    desk.listening.listen("call:c1", add=False)
    desk.run(3)
    desk.run(10, c2={"state": StreamState.CLOSED, "cause": EndCause.REFUSED})
    assert desk.ready == ["call:c3", "call:c4"]
    asked = [listen.resource_id for listen in engine.told(Listen)]
    assert asked.count("c2") == 1


def test_panic_closes_everything_and_nothing_comes_back(desk, engine, state):
    desk.listening.listen("call:c1", add=False)
    desk.run(3)
    desk.listening.silence()
    desk.run(3)
    assert not engine.streams
    assert not state.streams()
    assert desk.said[-1].startswith("Everything was closed")


def test_a_list_that_is_out_of_date_opens_nothing(desk, state):
    desk.listening.listen("call:c1", add=False)
    state.apply_snapshot(snapshot(link=msgspec.structs.replace(state.link, age_s=60.0)))
    for _ in range(30):
        desk.hopping.tick(0.125)
    assert not desk.ready


# -- scanning ------------------------------------------------------------------------


def test_while_paused_nothing_is_opened_and_scanning_ends(desk, engine, state):
    desk.listening.listen("call:c1", add=False)
    desk.hopping.toggle_scan()
    assert desk.hopping.scanning
    before = len(engine.sent)
    state.pause = Pause.LOCKED
    for _ in range(4):
        desk.hopping.tick(20.0)
    assert len(engine.sent) == before
    assert not desk.hopping.scanning


def test_scanning_hops_every_ten_seconds_and_says_when(desk, state):
    desk.listening.listen("call:c1", add=False)
    desk.hopping.toggle_scan()
    assert desk.messages.texts == [
        "Scanning, next call in 10 s. Any key or click stops it."
    ]
    desk.run(3.5)
    assert "next call in 7 s" in desk.messages.texts[0]
    assert state.scan_s == pytest.approx(6.5)
    desk.run(7)
    assert desk.heard == ["call:c2"]
    desk.run(10)
    assert desk.heard == ["call:c3"]


def test_silent_calls_are_skipped(desk):
    silent = {"rms_dbfs": -70.0}
    desk.listening.listen("call:c1", add=False)
    desk.run(6, c2=silent)
    desk.hopping.toggle_scan()
    desk.run(10.5, c2=silent)
    assert desk.heard == ["call:c3"]


def test_a_call_that_falls_silent_is_left_earlier(desk):
    desk.listening.listen("call:c1", add=False)
    desk.hopping.toggle_scan()
    desk.run(5.5, c1={"rms_dbfs": -70.0})
    assert desk.heard == ["call:c2"]


def test_with_nothing_else_it_stays(desk):
    desk.order = ["call:c1"]
    desk.listening.listen("call:c1", add=False)
    desk.hopping.toggle_scan()
    desk.run(25)
    assert desk.heard == ["call:c1"]
    assert desk.hopping.scanning


@pytest.mark.parametrize("what", ["toggle", "hop", "listen", "none", "sign-out"])
def test_what_stops_it(desk, state, what):
    desk.listening.listen("call:c1", add=False)
    desk.run(1)
    desk.hopping.toggle_scan()
    match what:
        case "toggle":
            desk.hopping.toggle_scan()
        case "hop":
            desk.hopping.hop(1)
        case "listen":
            desk.listening.listen("call:c5", add=False)
        case "none":
            desk.listening.select(None)
        case _:
            state.apply_snapshot(snapshot(link=LinkSnapshot()))
    desk.hopping.tick(0.1)
    assert not desk.hopping.scanning
    assert state.scan_s is None
    assert not desk.messages.texts


def test_without_a_card_it_listens_first(desk):
    desk.hopping.toggle_scan()
    assert desk.heard == ["call:c1"]
    assert desk.hopping.scanning


def test_a_tap_that_stalls_is_not_known_to_be_silent(desk, state):
    stalled = {"rms_dbfs": -70.0, "state": StreamState.STALLED, "level_fresh": False}
    desk.listening.listen("call:c1", add=False)
    desk.run(6, c2=stalled)
    desk.hopping.toggle_scan()
    desk.run(10.5, c2=stalled)
    assert desk.heard == ["call:c2"]
