"""Anything a supervisor could do with calls, in any order: what the engine is told.

Without Qt's event loop: listening, hopping, taps and scanning over a scripted engine.
"""

from types import SimpleNamespace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.ui.scripted import PLAYING, ScriptedEngine, call, room
from voipmon.core.domain.commands import Leave, Listen, SetAudible, SetPlace
from voipmon.core.domain.facts import RosterChanged, StreamEnded
from voipmon.core.domain.snapshot import EndCause, OutputState, StreamState
from voipmon.ui.hearing import hearing
from voipmon.ui.hopping import Hopping
from voipmon.ui.listening import Listening
from voipmon.ui.state import MAX_CARDS, WindowState

_MOST_TAPS = 4
_ROWS = (
    *(call(n, f"Agent {n}", age_s=100 * n) for n in range(1, 9)),
    room(1, "Room", 3),
)
_KEYS = [row.key for row in _ROWS]


class Bar:
    """Where scanning says that it scans."""

    def __getattr__(self, name: str) -> object:
        return lambda *_a, **_k: SimpleNamespace()


class Supervising(RuleBasedStateMachine):
    """One supervisor's window."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = ScriptedEngine()
        self.engine.roster = _ROWS
        self.engine.sign_in()
        self.state = WindowState()
        self.listening = Listening(
            self.engine, self.state, say=lambda _: None, changed=lambda: None
        )
        self.hopping = Hopping(
            self.listening, self.state, order=lambda: _KEYS, say=lambda _: None,
            show=lambda _: None, note=lambda *_: None, messages=Bar(),
        )  # fmt: skip
        self.hopping.taps = 2
        self.take()

    def take(self) -> None:
        """What came from the engine."""
        news = self.engine.poll()
        self.state.apply_alive(news.alive)
        for fact in news.facts:
            self.state.apply_fact(fact)
        if news.snapshot is not None:
            self.state.apply_snapshot(news.snapshot)

    # -- what is done ----------------------------------------------------------------

    @rule(key=st.sampled_from(_KEYS), add=st.booleans())
    def listen(self, key: str, add: bool) -> None:
        self.listening.listen(key, add=add)

    @rule(keys=st.permutations(_KEYS))
    def add_all(self, keys: list[str]) -> None:
        for key in keys:
            self.listening.listen(key, add=True)

    @rule(place=st.integers(0, 4))
    def select(self, place: int) -> None:
        cards = self.state.cards
        self.listening.select(cards[place] if place < len(cards) else None)

    @rule(place=st.integers(0, 3))
    def leave(self, place: int) -> None:
        if place < len(self.state.cards):
            self.listening.leave(self.state.cards[place])

    @rule(step=st.sampled_from([-1, 1]), place=st.integers(0, 3))
    def move(self, step: int, place: int) -> None:
        if place < len(self.state.cards):
            self.listening.move(self.state.cards[place], step)

    @rule(step=st.sampled_from([-1, 1]))
    def hop(self, step: int) -> None:
        self.hopping.hop(step)

    @rule()
    def scan(self) -> None:
        self.hopping.toggle_scan()

    @rule(taps=st.integers(0, _MOST_TAPS))
    def keep_ready(self, taps: int) -> None:
        self.hopping.taps = taps

    @rule(seconds=st.sampled_from([0.03, 0.6, 3.0, 9.0]))
    def wait(self, seconds: float) -> None:
        self.take()
        self.state.pass_time(seconds)
        self.hopping.tick(seconds)
        self.listening.follow()

    @rule(place=st.integers(0, 5))
    def end(self, place: int) -> None:
        """The call is over."""
        streams = self.state.streams()
        if place < len(streams):
            number, over = streams[place].stream_id, StreamState.CLOSED
            self.engine.over[number] = {"state": over, "cause": EndCause.ENDED}
            ended = StreamEnded(stream_id=number, cause=EndCause.ENDED)
            self.engine.facts.append(ended)

    @rule(number=st.integers(0, 7), live=st.booleans())
    def change_row(self, number: int, live: bool) -> None:
        row = call(number + 1, f"Agent {number + 1}", live=live)
        self.engine.facts.append(RosterChanged(rows=(row,)))

    @rule(plays=st.booleans())
    def lose_the_output(self, plays: bool) -> None:
        lost = type(PLAYING)(state=OutputState.PAUSED)
        self.engine.output = PLAYING if plays else lost

    @rule()
    def panic(self) -> None:
        self.listening.silence()
        assert not self.state.streams()
        assert not self.engine.streams
        for _ in range(3):
            self.wait(9.0)
        assert not self.engine.streams
        assert self.state.scan_s is None

    # -- what holds ------------------------------------------------------------------

    @invariant()
    def no_more_than_there_is_room_for(self) -> None:
        state = self.state
        assert len(state.cards) <= MAX_CARDS
        assert state.selected is None or state.selected in state.cards
        keys = [card.key for card in state.streams()]
        assert len(set(keys)) == len(keys)

    @invariant()
    def the_engine_has_what_is_on_cards_and_kept_ready(self) -> None:
        mine = {card.stream_id for card in self.state.streams()}
        assert self.engine.streams.keys() <= mine

    @invariant()
    def no_two_are_heard_in_one_place(self) -> None:
        places = [card.place.azimuth_deg for card in self.state.cards]
        assert len(set(places)) == len(places)

    @invariant()
    def each_is_opened_once_and_placed_only_while_open(self) -> None:
        opened: set[int] = set()
        left: set[int] = set()
        for command in self.engine.sent:
            match command:
                case Listen(stream_id=number):
                    assert number not in opened
                    opened.add(number)
                    left |= opened - {number} if command.replace else set()
                case Leave(stream_id=number):
                    assert number in opened
                    assert number not in left
                    left.add(number)
                case SetPlace(stream_id=number) | SetAudible(stream_id=number):
                    assert number in opened - left

    @invariant()
    def four_are_heard_at_most(self) -> None:
        heard: set[int] = set()
        for command in self.engine.sent:
            match command:
                case Listen(stream_id=number, audible=audible):
                    heard = set() if command.replace else heard
                    heard |= {number} if audible else set()
                case Leave(stream_id=number):
                    heard.discard(number)
                case SetAudible(stream_id=number, audible=audible):
                    heard.discard(number)
                    heard |= {number} if audible else set()
        assert len(heard) <= MAX_CARDS
        assert heard <= {card.stream_id for card in self.state.cards}

    @invariant()
    def nobody_can_hear_you(self) -> None:
        assert hearing(self.state).head in {"NOBODY CAN HEAR YOU", "NOT SIGNED IN"}


class TestSupervising(Supervising.TestCase):
    settings = settings(max_examples=100, stateful_step_count=50)
