"""Listening: a click, each encapsulation, a second call, a conference, the keyboard."""

from tests.tour.first_sound import after_click_s, wait_for_speech
from tests.tour.report import CheckError
from tests.tour.visitor import Visitor
from voipmon.core.wire.names import Encapsulation

FIRST_SOUND_S = 1.5  # on two busy cores; tests/bench measures the real figure
SECOND_S = 1.5  # of two mixed calls


def listen_each_encapsulation(visitor: Visitor) -> None:
    """Three calls, each in place of the one before."""
    for number, encapsulation in enumerate(
        (Encapsulation.SLN, Encapsulation.RTP, Encapsulation.AUDIOSOCKET)
    ):
        with visitor.report.check(f"listen to a call {encapsulation.value}") as detail:
            talks = visitor.talks()
            key = talks[number % len(talks)]
            if visitor.eye.ask(lambda k=key: visitor.read.card(k)):
                _leave(visitor, key)  # another platform may have one call only
            if number == 0:
                _listen(visitor, key, detail, measure=True)
            else:
                visitor.click_row(key)
                visitor.choose(key, encapsulation)
                _heard(visitor, key, detail)
            card = visitor.heard_card(key)
            if card.snap is None or card.snap.encapsulation is not encapsulation:
                raise CheckError(f"another encapsulation: {card.technical}")
    visitor.choose(key, Encapsulation.SLN)


def _leave(visitor: Visitor, key: str) -> None:
    visitor.click_card(key, "leave_button")
    visitor.see(lambda: visitor.read.card(key) is None, "the card to go")


def _listen(visitor: Visitor, key: str, detail: list[str], *, measure: bool) -> None:
    measure = measure and visitor.demo is not None
    if measure:
        wait_for_speech(visitor, key)
    clicked_ns = visitor.click_row(key)
    _heard(visitor, key, detail)
    if measure:
        seconds, speaking = after_click_s(visitor, key, clicked_ns)
        since = "the click" if speaking else "the first word after the click"
        detail.append(f"first sound {seconds * 1000:.0f} ms after {since}")
        if seconds > FIRST_SOUND_S:
            raise CheckError("too late")


def _heard(visitor: Visitor, key: str, detail: list[str]) -> None:
    """The card and the banner say that it is heard, and it is."""
    visitor.heard_card(key)
    banner = visitor.eye.ask(visitor.read.banner)
    if not banner.startswith("NOBODY CAN HEAR YOU"):
        raise CheckError(f"the banner says {banner!r}")
    finding = visitor.hear(key)
    detail += [str(visitor.heard_card(key)), finding]


def add_second(visitor: Visitor) -> None:
    """Ctrl and click: both are heard."""
    name = "second call with ctrl and click"
    if visitor.demo is None and len(visitor.talks()) < 2:
        visitor.report.skip(name, "no second call there")
        return
    with visitor.report.check(name) as detail:
        first = visitor.see(visitor.read.cards, "a card")[0].key
        others = [key for key in visitor.talks() if key != first]
        if not others:
            raise CheckError("there is no second call with talk")
        visitor.click_row(others[0], ctrl=True)
        for key in (first, others[0]):
            detail.append(str(visitor.heard_card(key)))
        detail.append(visitor.some_sound(SECOND_S))
        _leave(visitor, others[0])
        if [card.key for card in visitor.eye.ask(visitor.read.cards)] != [first]:
            raise CheckError("the first card should be left alone")


def listen_conference(visitor: Visitor) -> None:
    """In place of the call."""
    name = "listen to a conference"
    rooms = visitor.eye.ask(visitor.rooms)
    if not rooms and visitor.demo is None:
        visitor.report.skip(name, "no conference with two people there")
        return
    with visitor.report.check(name) as detail:
        rooms = visitor.see(visitor.rooms, "a conference with two people")
        _listen(visitor, rooms[0], detail, measure=False)


def by_keyboard(visitor: Visitor) -> None:
    """From the list's first row downwards, without the mouse."""
    with visitor.report.check("keyboard only") as detail:
        visitor.hand.key("ctrl+f")
        visitor.hand.key("Tab")
        wanted = visitor.talks()
        heard = [card.key for card in visitor.eye.ask(visitor.read.cards)]
        goal = next((key for key in reversed(wanted) if key not in heard), wanted[-1])
        visitor.hand.key("Home")
        for _ in range(len(visitor.eye.ask(visitor.read.rows))):
            if visitor.eye.ask(visitor.read.current_key) == goal:
                break
            visitor.hand.key("Down")
        current = visitor.eye.ask(visitor.read.current_key)
        if current != goal:
            raise CheckError(f"arrows do not reach {goal}, but {current}")
        visitor.hand.key("Return")
        detail.append(str(visitor.heard_card(goal)))
        detail.append(visitor.hear(goal))
