"""Several calls at once: places, levels, mono and one ear, levelling, the limiter."""

import time

import numpy as np

from tests.tour.dialogs import choose, close_settings, open_settings, tick
from tests.tour.ears import gains_db, left_later_us, left_louder_db
from tests.tour.reading import CardShown
from tests.tour.report import CheckError
from tests.tour.visitor import Visitor

CEILING = 32768 * 10 ** (-6 / 20)  # what the settings begin with
SETTLED_S = 2.5  # until playout delays and levelling have settled
COMPARED_S = 5.0
NEAR_DB = 3.0  # of a gain that was fitted among several calls
APART_DB = 6.0  # the selected call is at least so much louder than each other
LEVELLED_DB = 0.5  # less is no levelling
SPOKEN_S = 10.0
LIMITS_S = 8.0
NEEDS_DEMO = "needs the demo platform"
_ONE_EAR, _BOTH = 2, 0  # rows of the choice "Play on": the right ear, both


def new_calls(visitor: Visitor, count: int, **sound: float) -> list[str]:
    """Rows of calls in which people talk from now on, for long enough."""
    assert visitor.demo is not None
    demo = visitor.demo
    quick = {"ring": 0.02, "queue": 0.02, "agent_ring": 0.02}
    made = [demo.start_call(**quick, talk=600, **sound) for _ in range(count)]
    keys = [f"call:{call}" for call in made]

    def listed() -> bool:
        rows = {row.key: row.status for row in visitor.read.rows()}
        return all(rows.get(key) == "progressing" for key in keys)

    visitor.see(listed, "the new calls in the list", SPOKEN_S)
    return keys


def levelling(visitor: Visitor) -> None:
    """Off: as loud as it was sent. On: as the card says."""
    if visitor.demo is None:
        visitor.report.skip("levelling off", NEEDS_DEMO)
        visitor.report.skip("levelling shown", NEEDS_DEMO)
        return
    key = new_calls(visitor, 1)[0]
    visitor.click_row(key)
    visitor.heard_card(key)
    with visitor.report.check("levelling off") as detail:
        _set_levelling(visitor, on=False)
        visitor.see(lambda: _levelling_db(visitor, key) is None, "no levelling")
        if words := visitor.eye.ask(lambda: visitor.read.card_words(key, _LABEL)):
            raise CheckError(f"the card shows {words!r}")
        time.sleep(SETTLED_S)
        detail.append(visitor.hear(key))
    with visitor.report.check("levelling shown") as detail:
        _set_levelling(visitor, on=True)
        visitor.see(
            lambda: abs(_levelling_db(visitor, key) or 0.0) > LEVELLED_DB,
            "a gain",
            SPOKEN_S,
        )
        time.sleep(SETTLED_S)
        words = visitor.eye.ask(lambda: visitor.read.card_words(key, _LABEL))
        detail.extend([words, visitor.hear(key)])
        if "dB" not in words:
            raise CheckError(f"the card says {words!r}")


_LABEL = "levelling_label"


def _levelling_db(visitor: Visitor, key: str) -> float | None:
    card = visitor.read.card(key)
    return card.snap.levelling_db if card and card.snap else None


def _set_levelling(visitor: Visitor, *, on: bool) -> None:
    open_settings(visitor, "listening")
    tick(visitor, "listening_levelling", on)
    close_settings(visitor)


def several(visitor: Visitor) -> None:
    """Three calls, then four, then another one selected: told apart by ear."""
    names = ("three calls apart", "four calls apart", "another call selected")
    if visitor.demo is None:
        for name in names:
            visitor.report.skip(name, NEEDS_DEMO)
        return
    keys = new_calls(visitor, 4)
    with visitor.report.check(names[0]) as detail:
        visitor.click_row(keys[0])
        for key in keys[1:3]:
            visitor.click_row(key, ctrl=True)
        _check_apart(visitor, keys[:3], detail)
    with visitor.report.check(names[1]) as detail:
        visitor.click_row(keys[3], ctrl=True)
        _check_apart(visitor, keys, detail)
    with visitor.report.check(names[2]) as detail:
        before = _selected(visitor, keys)
        number = 1 + next(n for n, key in enumerate(keys) if key != before)
        visitor.hand.key(f"ctrl+{number}")
        visitor.see(lambda: _selected_now(visitor) not in {"", before}, "another one")
        _check_apart(visitor, keys, detail)
    visitor.hand.key("ctrl+shift+s")
    visitor.see(lambda: not visitor.read.cards(), "no card")


def _selected(visitor: Visitor, keys: list[str]) -> str:
    for key in keys:
        visitor.heard_card(key)
    return visitor.eye.ask(lambda: _selected_now(visitor))


def _selected_now(visitor: Visitor) -> str:
    """The one that is not below the others; on the GUI thread."""
    cards = [card for card in visitor.read.cards() if card.snap is not None]
    front = [card.key for card in cards if card.snap and card.snap.under_db == 0]
    return front[0] if len(front) == 1 else ""


def _check_apart(visitor: Visitor, keys: list[str], detail: list[str]) -> None:
    """Each call is as loud, and on that side, as its card says; one is in front."""
    time.sleep(SETTLED_S)
    for last in (False, False, True):
        time.sleep(COMPARED_S)
        try:
            detail.extend(_apart(visitor, keys))
        except CheckError:
            if last:  # else in a pause of the talk
                raise
        else:
            return


def _apart(visitor: Visitor, keys: list[str]) -> list[str]:
    """The findings of the last seconds."""
    assert visitor.demo is not None
    front = _selected(visitor, keys)
    if not front:
        raise CheckError("no call is in front of the others")
    cards = [visitor.heard_card(key) for key in keys]
    heard = visitor.now_recorded(COMPARED_S)
    sent = [
        visitor.demo.audio(key.partition(":")[2], seconds=COMPARED_S + 3.0)[1]
        for key in keys
    ]
    shortest = min(map(len, sent))
    levels = gains_db([one[-shortest:] for one in sent], heard)
    found = [
        _judge(card, left_db, right_db)
        for card, (left_db, right_db) in zip(cards, levels, strict=True)
    ]
    loud = {card.key: max(pair) for card, pair in zip(cards, levels, strict=True)}
    others = [level for key, level in loud.items() if key != front and level > -100]
    if loud[front] < -100 or not others:
        raise CheckError(f"too few spoke: {found}")
    if loud[front] - max(others) < APART_DB:
        raise CheckError(f"the selected call is not louder: {found}")
    return found


def _judge(card: CardShown, left_db: float, right_db: float) -> str:
    """Compare what was recorded of a call with what its card says."""
    snap = card.snap
    assert snap is not None
    told = f"{card.who} {snap.azimuth_deg:+.0f}°: {left_db:+.1f}/{right_db:+.1f} dB"
    if max(left_db, right_db) < -100:
        return f"{told} (did not speak)"
    wanted_db = (snap.levelling_db or 0.0) - snap.under_db
    if abs(max(left_db, right_db) - wanted_db) > NEAR_DB:
        raise CheckError(f"{told}, but {wanted_db:+.1f} dB is shown")
    louder_db = left_db - right_db
    if snap.azimuth_deg and louder_db * snap.azimuth_deg > 0:
        raise CheckError(f"{told} is heard on the wrong side")
    return told


def places(visitor: Visitor) -> None:
    """One call: to the right by key, to the left by the slider, then in one ear."""
    talks = visitor.talks()
    key = talks[0]
    with visitor.report.check("place moved by key") as detail:
        visitor.click_row(key)
        visitor.heard_card(key)
        visitor.hand.key("bracketright", "bracketright")
        visitor.see(lambda: _azimuth(visitor, key) == 30.0, "30 degrees right")
        detail.append(_side(visitor, key, right=True))
    with visitor.report.check("place moved by the slider") as detail:
        end = visitor.eye.ask(
            lambda: visitor.read.card_part_at(key, "place_slider", 0.2)
        )
        visitor.hand.click(*end)
        visitor.see(lambda: _azimuth(visitor, key) < 0, "a place on the left")
        detail.append(_side(visitor, key, right=False))
    with visitor.report.check("one ear") as detail:
        open_settings(visitor, "listening")
        choose(visitor, "listening_ear", _ONE_EAR)
        detail.append(_hears(visitor, key, ears=(False, True)))
    with visitor.report.check("mono") as detail:
        choose(visitor, "listening_ear", _BOTH)
        tick(visitor, "listening_mono", True)
        detail.append(_hears(visitor, key, ears=(True, True)))
        tick(visitor, "listening_mono", False)
        close_settings(visitor)


def _azimuth(visitor: Visitor, key: str) -> float:
    card = visitor.read.card(key)
    return card.snap.azimuth_deg if card and card.snap else 0.0


def _side(visitor: Visitor, key: str, *, right: bool) -> str:
    """Check by the recording on which side the call is."""
    heard = _spoken(visitor, key)
    later_us, louder_db = left_later_us(heard), left_louder_db(heard)
    words = visitor.eye.ask(lambda: visitor.read.card_words(key, "place_slider"))
    told = f"{words}; left ear {later_us:+.0f} us, {louder_db:+.1f} dB"
    if (later_us > 100) is not right or (louder_db < 0) is not right:
        raise CheckError(f"wrong side: {told}")
    return told


def _hears(visitor: Visitor, key: str, *, ears: tuple[bool, bool]) -> str:
    """Check which ears get something; both get the same."""
    time.sleep(0.5)
    heard = _spoken(visitor, key)
    got = tuple(bool(ear.any()) for ear in heard.T)
    if got != ears:
        raise CheckError(f"left and right ear hear something: {got}")
    if all(ears) and not np.array_equal(heard[:, 0], heard[:, 1]):
        raise CheckError("the ears hear different things")
    return "left, right: " + ", ".join("sound" if ear else "silent" for ear in got)


def _spoken(visitor: Visitor, key: str) -> np.ndarray:
    """The next two seconds, with speech in them."""
    for _ in range(5):
        time.sleep(2.4)
        heard = visitor.now_recorded(2.0)
        if np.abs(heard).max() > 1000:
            return heard
    raise CheckError(f"nobody spoke in {key}")


def limiter(visitor: Visitor) -> None:
    """A call that shouts stays below the ceiling, and the window says so."""
    if visitor.demo is None:
        visitor.report.skip("limiter shown", NEEDS_DEMO)
        return
    with visitor.report.check("limiter shown") as detail:
        key = new_calls(visitor, 1, level_db=40.0)[0]
        visitor.click_row(key)
        words = visitor.see(
            lambda: visitor.read.words("limiting_label"), "'Limiting'", LIMITS_S
        )
        detail.append(words)
        time.sleep(1.0)
        peak = int(np.abs(visitor.now_recorded(1.5)).max())
        detail.append(f"peak {20 * np.log10(max(peak, 1) / 32768):.2f} dBFS")
        if not 0.5 * CEILING < peak <= CEILING + 1:
            raise CheckError("the ceiling is -6 dBFS")
        visitor.demo.hang_up(key.partition(":")[2])
