"""What the window says when there is nothing to hear: each by a real fault."""

import time

from PySide6.QtWidgets import QLineEdit

from tests.tour.report import CheckError
from tests.tour.steps_space import new_calls
from tests.tour.visitor import Visitor

STALE_S = 30.0  # 10 s without an answer, and tries that are further and further apart
REFUSED_S = 10.0
SECOND_DEVICE = "Laptop speakers"
NEEDS_DEMO = "needs the demo platform"
_NAMES = (
    "ringing call offered",
    "403 in words",
    "404 in words",
    "no sound arrives",
    "list out of date",
    "sign-in ended",
    "headset unplugged",
)


def states(visitor: Visitor) -> None:
    """All that need the demo platform's faults."""
    if visitor.demo is None:
        for name in _NAMES:
            visitor.report.skip(name, NEEDS_DEMO)
        return
    _ringing(visitor, _NAMES[0])
    _refused(visitor, 403, "you may not listen to this call", _NAMES[1])
    _refused(visitor, 404, "this call no longer exists", _NAMES[2])
    _no_sound(visitor, _NAMES[3])
    _stale(visitor, _NAMES[4])


def _ringing(visitor: Visitor, name: str) -> None:
    assert visitor.demo is not None
    with visitor.report.check(name) as detail:
        call = visitor.demo.start_call(ring=4, queue=0, agent_ring=0, talk=60)
        key = f"call:{call}"

        def rings() -> bool:
            return any(
                row.key == key and row.status == "ringing"
                for row in visitor.read.rows()
            )

        visitor.see(rings, "the call in the list")
        visitor.click_row(key)
        words = r"Not answered yet\. Listen as soon as it is answered\?"
        detail.append(visitor.message(words))
        visitor.click_action("Not answered yet")
        detail.append(visitor.message("Waiting until .* is answered"))
        detail.append(str(visitor.heard_card(key)))


def _refused(visitor: Visitor, code: int, words: str, name: str) -> None:
    """What may not be heard, and what is gone."""
    assert visitor.demo is not None
    with visitor.report.check(name) as detail:
        key = new_calls(visitor, 1)[0]
        path = f"/v1.0/calls/{key.partition(':')[2]}"
        visitor.demo.fault("status", code=code, path=path)
        visitor.click_row(key)
        detail.append(visitor.banner(words, REFUSED_S))
        card = visitor.eye.ask(lambda: visitor.read.card(key))
        detail.append(str(card))
        if card is None or words[1:] not in card.note:
            raise CheckError("the card should say why")
    visitor.demo.clear_faults()


def _no_sound(visitor: Visitor, name: str) -> None:
    assert visitor.demo is not None
    with visitor.report.check(name) as detail:
        key = new_calls(visitor, 1)[0]
        visitor.demo.fault("silent-open", target=key.partition(":")[2], wake=0)
        visitor.click_row(key)
        detail.append(visitor.banner("but no sound arrives", REFUSED_S))
        detail.append(str(visitor.eye.ask(lambda: visitor.read.card(key))))
    visitor.demo.clear_faults()


def _stale(visitor: Visitor, name: str) -> None:
    """The list gets no answer: told, greyed, and its times stand still."""
    assert visitor.demo is not None
    with visitor.report.check(name) as detail:
        visitor.demo.fault("status", code=503, path="/v1.0")
        words = r"List may be out of date: last update \d+ s ago\. Reconnecting…"
        detail.append(visitor.message(words, STALE_S))
        before = visitor.eye.ask(visitor.read.times)
        time.sleep(1.5)
        if visitor.eye.ask(visitor.read.times) != before:
            raise CheckError("the times go on")
        detail.append(f"{len(before)} times stand still")
    visitor.demo.clear_faults()
    visitor.see(
        lambda: not any("last update" in text for text in visitor.read.bars()),
        "the list is fresh",
        STALE_S,
    )


def hide_all(visitor: Visitor) -> None:
    """A search that finds nothing says so, and can be cleared."""
    with visitor.report.check("filter hides all") as detail:
        visitor.hand.key("ctrl+f")
        visitor.hand.write("Billing")
        words = visitor.see(visitor.read.empty_words, "words")
        detail.append(words)
        if 'none match "Billing"' not in words:
            raise CheckError("the words should name the search")
    visitor.hand.click(*visitor.eye.ask(visitor.read.empty_action))

    def cleared() -> bool:
        return visitor.eye.find(QLineEdit, "search_edit").text() == ""

    visitor.see(cleared, "an empty search")


def expire(visitor: Visitor) -> None:
    """The token is withdrawn; the same user signs in again, and hears on."""
    name = _NAMES[5]
    if visitor.demo is None:
        visitor.report.skip(name, NEEDS_DEMO)
        return
    key = new_calls(visitor, 1)[0]
    with visitor.report.check(name) as detail:
        visitor.click_row(key)
        visitor.heard_card(key)
        visitor.demo.fault("status", code=401, path="/v1.0")
        words = r"Your sign-in ended at \d\d:\d\d\."
        detail.append(visitor.message(words, STALE_S))
        visitor.demo.fault("drop", target=key.partition(":")[2])
        detail.append(visitor.banner("your sign-in ended", REFUSED_S))
        visitor.see(lambda: not visitor.read.rows(), "no row: none of them ended")
        visitor.silence()
    with visitor.report.check("signed in again") as detail:
        visitor.demo.clear_faults()
        visitor.click_action("Your sign-in ended")
        visitor.see(lambda: visitor.eye.shown("sign_in_dialog"), "the dialog")
        visitor.click("password_edit")
        visitor.hand.write(visitor.demo.password)
        visitor.hand.key("Return")
        detail.append(str(visitor.heard_card(key, reopens=True)))
        detail.append(visitor.hear(key))


def unplug(visitor: Visitor) -> None:
    """The headset goes: nothing on the loudspeakers until it is asked for."""
    name = _NAMES[6]
    if visitor.demo is None:
        visitor.report.skip(name, NEEDS_DEMO)
        return
    sound = visitor.sound
    key = new_calls(visitor, 1)[0]
    sound.load_sink("laptop", SECOND_DEVICE)
    visitor.click_row(key)
    visitor.heard_card(key)
    visitor.recordings.append(visitor.recorders.enter_context(sound.record("laptop")))
    with visitor.report.check(name) as detail:
        visitor.see(lambda: visitor.read.device_count() == 2, "the second device")
        sound.unload_sink("headset")
        words = r"disconnected\. Listening paused, nothing is played on speakers\."
        detail.append(visitor.message(words))
        detail.append(visitor.banner("nothing is played: sound device disconnected"))
        visitor.silence()
    with visitor.report.check("loudspeakers instead") as detail:
        visitor.click_action("disconnected. Listening paused")
        detail.append(str(visitor.heard_card(key)))
        detail.append(visitor.hear(key))
