"""The window's other sides: settings, keys, tray, closing, a locked screen."""

import time

from tests.tour.dialogs import close_settings, open_settings
from tests.tour.report import CheckError
from tests.tour.steps_space import new_calls
from tests.tour.visitor import Visitor
from voipmon.ui.setup.pages import PAGES

LOCK_S = 5.0
SETTLED_S = 1.0  # until the delay has come down to what the network needs
DRAW_S = 0.3  # until a page is drawn whole
NO_DESKTOP = "dbus-daemon is not installed"


def settings(visitor: Visitor) -> None:
    """Each page of the settings, a picture of each."""
    for page in PAGES:
        with visitor.report.check(f"settings {page.id}") as detail:
            open_settings(visitor, page.id)
            detail.append(page.title)
            time.sleep(DRAW_S)
    close_settings(visitor)


def help_sheet(visitor: Visitor) -> None:
    """F1."""
    with visitor.report.check("sheet of keys"):
        visitor.hand.key("F1")
        visitor.see(lambda: visitor.eye.shown("help_sheet"), "the sheet")
        time.sleep(DRAW_S)
    visitor.hand.key("Escape")
    visitor.see(lambda: not visitor.eye.shown("help_sheet"), "no sheet")


def mute_and_panic(visitor: Visitor) -> None:
    """All muted and back by one key; all closed by another."""
    with visitor.report.check("mute all") as detail:
        key = visitor.eye.ask(visitor.read.cards)[-1].key
        visitor.heard_card(key)
        visitor.hand.key("ctrl+shift+m")
        detail.append(visitor.banner("muted by you"))
        visitor.silence()
    with visitor.report.check("no longer muted") as detail:
        visitor.hand.key("ctrl+shift+m")
        detail.append(visitor.banner("listening to"))
        visitor.heard_card(key)
        detail.append(visitor.some_sound(2.0))
    with visitor.report.check("panic") as detail:
        visitor.hand.key("ctrl+shift+s")
        visitor.see(lambda: not visitor.read.cards(), "no card")
        detail.append(visitor.banner("microphone off, not listening"))
        detail += [t for t in visitor.eye.ask(visitor.read.bars) if "closed" in t]
        visitor.silence()
        if visitor.demo is not None:
            visitor.see(lambda: not _open_streams(visitor), "no stream at the platform")


def _open_streams(visitor: Visitor) -> int:
    assert visitor.demo is not None
    return len([one for one in visitor.demo.streams() if one.get("open", True)])


def desktop(visitor: Visitor) -> None:
    """A locked session pauses, the tray tells, closing asks."""
    names = ("paused while locked", "live after unlocking", "tray", "closing asks")
    if visitor.desktop is None:
        for name in names:
            visitor.report.skip(name, NO_DESKTOP)
        return
    key = new_calls(visitor, 1)[0] if visitor.demo else visitor.talks()[0]
    visitor.click_row(key)
    visitor.heard_card(key)
    with visitor.report.check(names[0]) as detail:
        visitor.desktop.lock(True)
        words = "listening paused while this computer is locked"
        detail.append(visitor.banner(words, LOCK_S))
        visitor.silence()
    with visitor.report.check(names[1]) as detail:
        visitor.desktop.lock(False)
        detail.append(str(visitor.heard_card(key, reopens=True)))
        time.sleep(SETTLED_S)
        detail.append(visitor.hear(key))
    with visitor.report.check(names[2]) as detail:
        detail.append(_see_tray(visitor))
    with visitor.report.check(names[3]) as detail:
        visitor.hand.key("alt+F4")
        visitor.see(lambda: visitor.eye.shown("close_question"), "the question")
        detail.append(visitor.eye.ask(lambda: visitor.read.words("close_question")))
        time.sleep(DRAW_S)
    visitor.hand.key("Escape")
    visitor.see(lambda: not visitor.eye.shown("close_question"), "no question")
    visitor.heard_card(key)


def _see_tray(visitor: Visitor) -> str:
    """The tray's tip is what the banner says."""
    assert visitor.desktop is not None
    items = visitor.desktop.trays()
    if len(items) != 1:
        raise CheckError(f"{len(items)} items in the tray")
    end = time.monotonic() + LOCK_S
    while True:
        tip = str(visitor.desktop.item(items[0])["tip"])
        entries = ", ".join(visitor.desktop.menu(items[0]))
        if tip.startswith("NOBODY CAN HEAR YOU — listening to"):
            return f"{tip}; {entries}"
        if time.monotonic() > end:
            raise CheckError(f"the tray says {tip!r}")
        time.sleep(0.1)
