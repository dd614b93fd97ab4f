"""One marked moment, and whether it can still be replayed. No Qt."""

import time
from dataclasses import dataclass

from voipmon.ui import wording
from voipmon.ui.card import Card
from voipmon.ui.state import WindowState
from voipmon.ui.strip_data import StripMark


@dataclass(slots=True, eq=False)
class Mark:
    """A moment of one call.

    Attributes:
        at_s: Unix time by the server's clock at which it was said.
        who, other: As the list names the call.
        stream_id: The stream in which it was heard.
        engine: Which engine that was, since each counts a stream's time anew.
        heard_s: Second of the stream's own time, None if nothing was heard yet.
        second: Second of the stream's ten-minute strip.
        text: The note, "" for none.
    """

    at_s: float
    who: str
    other: str
    stream_id: int
    engine: int
    heard_s: float | None
    second: int
    text: str = ""


def mark_now(card: Card, state: WindowState) -> Mark:
    """Mark what is heard of a card now, also on its strip."""
    snap = card.snap
    heard = snap is not None and snap.now_s > 0
    behind_s = snap.now_s - snap.heard_s if snap is not None and heard else 0.0
    now_s = card.closed_at_s if card.closed else time.time()
    second = card.strip.second_ago(behind_s)
    card.strip.mark(StripMark.NOTE, second)
    row = card.row
    return Mark(
        at_s=now_s - behind_s + state.clock_offset_s,
        who=wording.who(row) if row else card.kind.value,
        other=wording.other(row) if row else "",
        stream_id=card.stream_id,
        engine=state.engines,
        heard_s=snap.heard_s if snap is not None and heard else None,
        second=second,
    )


def unmark(mark: Mark, state: WindowState, others: list[Mark]) -> None:
    """Take a mark off the strip, unless another one is in the same second."""
    place = (mark.stream_id, mark.second)
    if any((other.stream_id, other.second) == place for other in others):
        return
    if card := state.stream(mark.stream_id):
        card.strip.unmark(StripMark.NOTE, mark.second)


def out_of_reach(mark: Mark, state: WindowState) -> str:
    """Why it cannot be played, in a few words; "" if it can."""
    card = state.card(mark.stream_id)
    if card is None:
        return "call left"
    snap = card.snap
    if snap is None or state.engine_dead or mark.engine != state.engines:
        return "not kept"
    if mark.heard_s is None or snap.kept_s <= 0:
        return "nothing was heard"
    if mark.heard_s < snap.now_s - snap.kept_s:
        return "older than 60 s" if snap.kept_s >= _RING_S else "not kept"
    return ""


_RING_S = 59.0  # [s] of sound that is kept, but for what is being replaced


def as_text(marks: list[Mark]) -> str:
    """Lines for the clipboard, the oldest first."""
    lines = []
    for mark in sorted(marks, key=lambda mark: mark.at_s):
        call = f"{mark.who} ({mark.other})" if mark.other else mark.who
        words = (wording.clock_time(mark.at_s), call, mark.text)
        lines.append("  ".join(filter(None, words)))
    return "\n".join(lines)
