"""Any order of wishes leaves engine and window of one mind: who is heard, and where."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ui.scripted import ScriptedEngine, call, signed_in, snapshot, stream
from tests.ui.test_hopping import ORDER, Desk
from voipmon.core.domain.commands import Leave, Listen, SetAudible, SetPlace
from voipmon.core.domain.facts import RosterChanged
from voipmon.core.domain.places import UNDER_DB
from voipmon.core.domain.snapshot import EndCause, StreamState
from voipmon.core.wire.names import Encapsulation
from voipmon.ui.state import MAX_CARDS, WindowState

WISHES = st.one_of(
    st.tuples(st.just("listen"), st.sampled_from(ORDER), st.booleans()),
    st.tuples(st.just("hop"), st.sampled_from([1, -1])),
    st.tuples(st.just("select"), st.integers(-1, 3)),
    st.tuples(st.just("move"), st.integers(0, 3), st.sampled_from([1, -1])),
    st.tuples(st.just("leave"), st.integers(0, 3)),
    st.tuples(st.just("wrap"), st.integers(0, 3), st.sampled_from(Encapsulation)),
    st.tuples(st.just("taps"), st.integers(0, 8)),
    st.tuples(st.just("wait"), st.sampled_from([0.25, 1.0, 4.0])),
    st.tuples(st.just("end"), st.sampled_from(ORDER), st.sampled_from(EndCause)),
    st.tuples(st.just("scan")),
    st.tuples(st.just("silence")),
)


def engine_side(engine: ScriptedEngine) -> dict[int, tuple[bool, float, float]]:
    """What the commands add up to: heard, place, of each stream."""
    streams: dict[int, tuple[bool, float, float]] = {}
    for command in engine.sent:
        number = getattr(command, "stream_id", 0)
        if not isinstance(command, Listen):
            heard, azimuth, under = streams[number]  # none is sent to what is gone
        match command:
            case Listen():
                if command.replace:
                    streams.clear()
                assert number not in streams
                place = (command.azimuth_deg, command.under_db)
                streams[number] = (command.audible, *place)
            case Leave():
                del streams[number]
            case SetAudible():
                streams[number] = (command.audible, azimuth, under)
            case SetPlace():
                streams[number] = (heard, command.azimuth_deg, command.under_db)
    return streams


def carry_out(desk: Desk, wish: tuple) -> None:
    act, cards = desk.listening, desk.state.cards
    match wish:
        case ("listen", key, add):
            act.listen(key, add=add)
        case ("hop", step):
            desk.hopping.hop(step)
        case ("select", place):
            act.select(cards[place] if 0 <= place < len(cards) else None)
        case ("move", place, step) if place < len(cards):
            act.move(cards[place], step)
        case ("leave", place) if place < len(cards):
            act.leave(cards[place])
        case ("wrap", place, encapsulation) if place < len(cards):
            act.set_encapsulation(cards[place], encapsulation)
        case ("taps", limit):
            desk.hopping.taps = limit
            desk.run(0.5)
        case ("wait", seconds):
            desk.run(seconds)
        case ("end", key, cause):
            end(desk, key, cause)
        case ("scan",):
            desk.hopping.toggle_scan()
        case ("silence",):
            act.silence()


def end(desk: Desk, key: str, cause: EndCause) -> None:
    """A call's stream closes; with the call itself, if that ended."""
    number = int(key[-1])
    if cause is EndCause.ENDED:
        gone = call(number, f"Agent {number}", live=False)
        desk.state.apply_fact(RosterChanged(rows=(gone,)))
    for card in desk.state.streams():
        if card.key == key:
            closed = stream(card.stream_id, key, state=StreamState.CLOSED, cause=cause)
            desk.state.apply_snapshot(snapshot(closed))
    desk.hopping.tick(0.0)


# The theme is only looked at.
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=st.lists(WISHES, max_size=25))
def test_engine_and_window_agree(wishes, theme):
    state = WindowState()
    signed_in(state)
    desk = Desk(ScriptedEngine(), state, theme)
    for wish in wishes:
        carry_out(desk, wish)
        told = engine_side(desk.engine)
        heard = {number for number, (audible, *_) in told.items() if audible}
        assert heard == {card.stream_id for card in state.cards}
        assert told.keys() - heard == {tap.stream_id for tap in state.taps}
        assert len(state.cards) <= MAX_CARDS
        assert len({card.key for card in state.streams()}) == len(state.streams())
        places = [told[card.stream_id][1:] for card in state.cards]
        assert len({azimuth for azimuth, _ in places}) == len(places)
        for card, (_azimuth, under) in zip(state.cards, places, strict=True):
            alone = state.selected is None or card is state.selected
            assert under == (0.0 if alone else UNDER_DB)
    desk.run(1.0)
    assert len(state.taps) <= desk.hopping.taps
    desk.messages.deleteLater()
