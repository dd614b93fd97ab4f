"""What was said before, and what is said next door: replay, hop, scan, marks."""

import time

from PySide6.QtWidgets import QTableView

from tests.tour.compare import compare
from tests.tour.report import CheckError
from tests.tour.steps_space import new_calls
from tests.tour.visitor import LISTEN_S, RECORDER_S, Visitor
from voipmon.ui.calls.columns import Column

KEPT_S = 8.0  # of a call before it is replayed
BACK_S = 5.0
NEAR_S = 1.0  # of how far behind it is
READY_S = 10.0
NEEDS_DEMO = "needs the demo platform"
NOTE = "asked for a refund"


def replay(visitor: Visitor) -> None:
    """Back by R, staying behind; then faster, then live."""
    names = ("replay behind live", "catching up", "live again by L")
    if visitor.demo is None:
        for name in names:
            visitor.report.skip(name, NEEDS_DEMO)
        return
    key = new_calls(visitor, 1)[0]
    visitor.click_row(key)
    visitor.heard_card(key)
    with visitor.report.check(names[0]) as detail:
        visitor.see(lambda: _snap(visitor, key).kept_s > KEPT_S, "8 s kept", 15.0)
        visitor.hand.key("comma")
        visitor.see(lambda: _snap(visitor, key).speed == 1.0, "a pace of 1")
        live_s = _place_s(visitor, key)
        visitor.hand.key("r")
        detail.append(visitor.banner(r"\d s behind live \(L = live\)"))
        time.sleep(LISTEN_S + 1.0)
        behind_s = _place_s(visitor, key) - live_s
        detail.append(f"recorded {behind_s:.1f} s later than live")
        if abs(behind_s - _snap_of(visitor, key).behind_s) > NEAR_S:
            raise CheckError(f"shown {_snap_of(visitor, key).behind_s:.1f} s")
    with visitor.report.check(names[1]) as detail:
        visitor.hand.key("period", "period")
        visitor.see(lambda: _snap(visitor, key).speed == 1.5, "a pace of 1.5")
        before_s = _snap_of(visitor, key).behind_s
        visitor.see(
            lambda: _snap(visitor, key).behind_s < before_s - 1.0, "1 s nearer", 8.0
        )
        detail.append(str(visitor.eye.ask(lambda: visitor.read.card(key))))
    with visitor.report.check(names[2]) as detail:
        visitor.hand.key("l")
        detail.append(visitor.banner(r"listening to .*\d+ ms behind"))
        time.sleep(0.5)
        detail.append(visitor.hear(key))


def _snap(visitor: Visitor, key: str):  # type: ignore[no-untyped-def] # as it is
    card = visitor.read.card(key)
    if card is None or card.snap is None:
        raise CheckError(f"{key} is not heard")
    return card.snap


def _snap_of(visitor: Visitor, key: str):  # type: ignore[no-untyped-def] # as it is
    return visitor.eye.ask(lambda: _snap(visitor, key))


def _place_s(visitor: Visitor, key: str) -> float:
    """How much later than sent the last seconds were played [s], and a constant."""
    assert visitor.demo is not None
    seconds = KEPT_S + 4.0
    for more_s in (0.0, 1.5, 2.5):
        time.sleep(more_s)
        _, sent = visitor.demo.audio(key.partition(":")[2], seconds=seconds)
        heard = visitor.now_recorded(LISTEN_S + RECORDER_S)
        likeness = compare(
            sent, heard, gain_db=(-12.0, 12.0), expected_s=None, slack_s=0.3
        )
        if likeness.windows >= 3 and likeness.share > 0.6:
            return likeness.lag_s + len(sent) / 8000 - (LISTEN_S + RECORDER_S)
    raise CheckError(f"what is replayed was not sent: {likeness}")


def hop(visitor: Visitor) -> None:
    """A call that is kept ready is heard at once, from 3 s ago."""
    with visitor.report.check("calls kept ready") as detail:
        ready = visitor.see(lambda: _ready(visitor), "rows that are 'Ready'", READY_S)
        label = visitor.eye.ask(lambda: visitor.read.words("taps_label"))
        detail.append(f"{len(ready)} rows, {label}")
        if f"{len(ready)}/" not in label:
            raise CheckError("list and toolbar differ")
    with visitor.report.check("hop to the next call") as detail:
        before = visitor.eye.ask(visitor.read.cards)[-1].key
        time.sleep(3.0)
        visitor.hand.key("n")
        card = visitor.see(
            lambda: next((c for c in visitor.read.cards() if c.key != before), None),
            "another card",
        )
        if card.key not in ready:
            raise CheckError(f"{card.who} was not kept ready")
        detail.append(visitor.banner("behind live"))
        visitor.hand.key("l")
        visitor.banner("listening to")
        detail.append(visitor.hear(card.key))
    with visitor.report.check("scanning") as detail:
        visitor.hand.key("s")
        detail.append(visitor.message(r"Scanning, next call in \d+ s"))
        visitor.hand.key("s")
        visitor.see(
            lambda: not any("Scanning" in text for text in visitor.read.bars()),
            "no more scanning",
        )


def _ready(visitor: Visitor) -> list[str]:
    """Rows that say so; on the GUI thread."""
    keys = [row.key for row in visitor.read.rows()]
    words = {key: visitor.read.row_word(key, Column.LISTENING) for key in keys}
    if "Preparing" in words.values():
        return []
    return [key for key, word in words.items() if word == "Ready"]


def marks(visitor: Visitor) -> None:
    """A note by M, and hearing again from there; then the activity log."""
    with visitor.report.check("mark with a note") as detail:
        visitor.hand.key("m")
        detail.append(write_note(visitor, NOTE))
    with visitor.report.check("play from the mark") as detail:
        time.sleep(2.5)
        visitor.click("marks_play")
        detail.append(visitor.banner("behind live"))
        visitor.click(f"card_{_number(visitor)}")
        visitor.hand.key("l")
        visitor.banner("listening to")
    with visitor.report.check("activity log") as detail:
        visitor.click("activity_tab")
        lines = visitor.see(lambda: _lines(visitor, "activity_table"), "lines")
        detail.append(f"{len(lines)} lines, on top: {lines[0]}")
        for words in ("Hopped to", "Scanning began"):
            if words not in " ".join(lines):
                raise CheckError(f"no {words!r} in the log")
        visitor.click("activity_tab")


def write_note(visitor: Visitor, note: str) -> str:
    """Write into the line that M opened; gives the line as it then is."""
    visitor.see(lambda: _editing(visitor), "a line to write in")
    visitor.hand.write(note)
    visitor.hand.key("Return")

    def written() -> str:
        lines = _lines(visitor, "marks_table")
        return next((line for line in lines if note in line), "")

    return visitor.see(written, "the note")


def _number(visitor: Visitor) -> int:
    """Of the card that is heard, counted from 1."""
    cards = visitor.eye.ask(visitor.read.cards)
    return 1 + next((n for n, card in enumerate(cards) if not card.closed), 0)


def _editing(visitor: Visitor) -> bool:
    if not visitor.eye.shown("marks_table"):
        return False
    view = visitor.eye.find(QTableView, "marks_table")
    return view.state() is QTableView.State.EditingState


def _lines(visitor: Visitor, name: str) -> list[str]:
    """Each row of a table as one line; on the GUI thread."""
    if not visitor.eye.shown(name):
        return []
    model = visitor.eye.find(QTableView, name).model()
    columns = range(model.columnCount())
    return [
        " | ".join(str(model.index(row, column).data() or "") for column in columns)
        for row in range(model.rowCount())
    ]
