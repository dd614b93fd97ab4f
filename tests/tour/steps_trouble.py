"""What goes wrong: a stall, a dead engine, a hang-up."""

import os
import signal

from tests.tour.report import CheckError
from tests.tour.steps_replay import write_note
from tests.tour.steps_space import new_calls
from tests.tour.visitor import Visitor
from voipmon.core.domain.snapshot import StreamState

STALL_S = 2.5
BACK_S = 3.0  # until live again after the stall
LIVE_MS = 250.0  # steady lag and a little; while catching up speech is squeezed
RESTART_S = 12.0
NEEDS_DEMO = "needs the demo platform"


def stall(visitor: Visitor) -> None:
    """Nothing for a while, then everything at once: back to live, and told."""
    if visitor.demo is None:
        visitor.report.skip("stall shown", NEEDS_DEMO)
        visitor.report.skip("live again after the stall", NEEDS_DEMO)
        return
    demo = visitor.demo
    key = visitor.talks()[0]
    with visitor.report.check("stall shown") as detail:
        visitor.click_row(key)
        visitor.heard_card(key)
        demo.fault("stall", target=key.partition(":")[2], hold=STALL_S)

        def stalled() -> bool:
            return visitor.state_of(key) is StreamState.STALLED

        visitor.see(stalled, "the stall")
        card = visitor.see(
            lambda: (
                (card := visitor.read.card(key)) and card.word == "Stalled" and card
            ),
            "the word 'Stalled'",
        )
        detail.append(str(card))
    with visitor.report.check("live again after the stall") as detail:
        card = visitor.see(
            lambda: (
                (card := visitor.read.card(key)) and "Skipped" in card.note and card
            ),
            "'Skipped ... s'",
            STALL_S + BACK_S,
        )
        demo.clear_faults()
        detail.append(str(card))

        def close_to_live() -> object:
            now = visitor.read.card(key)
            lag_ms = now.snap.lag_ms if now is not None and now.snap else None
            return lag_ms is not None and lag_ms < LIVE_MS and now

        detail.append(
            str(visitor.see(close_to_live, f"lag < {LIVE_MS:.0f} ms", BACK_S))
        )
        detail.append(visitor.hear(key))


def kill_engine(visitor: Visitor) -> None:
    """Another one takes over, signs in and opens the streams again."""
    with visitor.report.check("engine killed and back") as detail:
        card = visitor.see(visitor.read.cards, "a card")[0]
        pid = visitor.engine.pid
        if pid is None:
            raise CheckError("there is no engine")
        os.kill(pid, signal.SIGABRT)  # as a driver's crash: with a report in the log
        bar = visitor.see(
            lambda: next((t for t in visitor.read.bars() if "engine" in t), ""),
            "a word about the engine",
        )
        detail.append(bar)
        visitor.see(
            lambda: visitor.engine.pid not in {None, pid}, "a new engine", RESTART_S
        )
        visitor.heard_card(card.key)
        detail.append(visitor.hear(card.key))


def hang_up(visitor: Visitor) -> None:
    """The call ends: the card says so, and for how long it lasted."""
    if visitor.demo is None:
        visitor.report.skip("call hangs up", NEEDS_DEMO)
        return
    with visitor.report.check("call hangs up") as detail:
        key = new_calls(visitor, 1)[0]
        visitor.click_row(key)
        card = visitor.heard_card(key)
        detail.append(visitor.some_sound(2.0))
        visitor.demo.hang_up(card.key.partition(":")[2])

        def ended() -> object:
            now = visitor.read.card(card.key)
            return now and now.word == "Ended" and now

        detail.append(str(visitor.see(ended, "the word 'Ended'")))
        detail.append(visitor.banner(r"call ended after \d+:\d\d\. Note\? \(M\)"))
        visitor.silence()
    with visitor.report.check("note on the ended call") as detail:
        visitor.hand.key("m")
        detail.append(write_note(visitor, "promised to call back"))
