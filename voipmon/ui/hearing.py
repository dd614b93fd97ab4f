"""The banner's sentence: who hears the supervisor (nobody), and what is heard.

The order of the words is fixed for translation: who hears, dash, what happens.
"""

import re
from dataclasses import dataclass, replace

from voipmon.core.domain.snapshot import (
    EndCause,
    LinkState,
    ResourceKind,
)
from voipmon.ui import wording
from voipmon.ui.card import Card
from voipmon.ui.keys import hints
from voipmon.ui.situation import TOLD, UNCONNECTED, Situation, situation
from voipmon.ui.state import WindowState
from voipmon.ui.stream_words import stall, tries
from voipmon.ui.tokens import BANNER_BLUE, BANNER_GREY, BANNER_LOST

_NOBODY = "NOBODY CAN HEAR YOU"
_STALL_TOLD_MS = 1000.0  # shorter ones are shown, but neither read out nor grey
_LAG_STEP_MS = 10


@dataclass(frozen=True, slots=True)
class Hearing:
    """One state of the banner; `said` changes only when it is worth announcing."""

    head: str
    detail: str
    icon: str
    said: str
    fill: str = BANNER_GREY
    edge: str = ""
    hatched: bool = False  # what is heard is not live
    practice: bool = False

    @property
    def text(self) -> str:
        """The whole sentence."""
        prefix = "PRACTICE — " if self.practice else ""
        return f"{prefix}{self.head} — {self.detail}"

    @property
    def words(self) -> str:
        """The sentence without its lag, the one number that may change calmly."""
        return re.sub(r"\d+ ms", "", self.text)


def hearing(state: WindowState) -> Hearing:
    """What the banner has to say now."""
    found = _hearing(state)
    return replace(found, practice=True) if state.practice else found


def _hearing(state: WindowState) -> Hearing:
    if state.engine_dead:
        return _say("the sound engine stopped; starting it again", "engine")
    card = _leading(state)
    if card is not None:
        silent = situation(card, state) is Situation.CLOSED
        return _closed(state, card) if silent else _open(state, card)
    if state.link.state is LinkState.SIGNED_OUT:
        detail = "no calls are shown"
        return Hearing("NOT SIGNED IN", detail, "key", detail)
    if state.link.state is LinkState.SIGNING_IN:
        return Hearing("NOT SIGNED IN", "signing in…", "connecting", "signing in")
    return _say("microphone off, not listening", "mic-off")


def _say(detail: str, icon: str, fill: str = BANNER_GREY, edge: str = "") -> Hearing:
    return Hearing(_NOBODY, detail, icon, detail, fill, edge)


def _leading(state: WindowState) -> Card | None:
    """The card to name: the selected one if it goes on, else the newest that does."""
    going = _going(state)
    if state.selected in going:
        return state.selected
    newest = max(going, key=lambda c: c.stream_id, default=None)
    return newest or state.selected or (state.cards[-1] if state.cards else None)


def _going(state: WindowState) -> list[Card]:
    """Cards of which something is heard or may be yet."""
    return [c for c in state.cards if situation(c, state) is not Situation.CLOSED]


def _open(state: WindowState, card: Card) -> Hearing:
    now = situation(card, state)
    told = TOLD[now]
    behind = now is Situation.BEHIND
    others = [situation(c, state) for c in _going(state) if c is not card]
    name = wording.who(card.row) if card.row else f"the {card.kind.value}"
    talk = wording.talk_of(card.row, card.kind)
    same = sum(other is now or (told.heard and TOLD[other].heard) for other in others)
    if same and not told.hatched:  # a replay is of one call
        name, talk = f"{name} + {same} more", f"{talk} + {same} more"
    keys = {
        "cancel": _by("cancel: ", "stop"),
        "live": _by("", "replay.live", " = live"),
    }
    detail = _detail(now, card, state)
    text = told.sentence.format(name=name, talk=talk, detail=detail, **keys)
    calm = told.sentence.partition(" (")[0].partition(" ·")[0]
    said = calm.format(name=name, talk=talk, detail="", cancel="", live="")
    heard = told.heard
    if now is Situation.STALLED:
        heard = card.snap is not None and card.snap.stall_ms < _STALL_TOLD_MS
        said += "" if heard else ", no sound arrives"
    besides = sum(TOLD[other].heard for other in others)
    if besides and behind:  # with one call alone there is no doubt whose it is
        text = f"{name} is {text}"
    again = behind and card.snap is not None and card.snap.state in UNCONNECTED
    tail = (" · reconnecting" if again else "") + _besides(now, others)
    heard = heard or besides > 0
    fill = BANNER_BLUE if heard else BANNER_GREY
    said = (said + tail).strip()
    return Hearing(_NOBODY, text + tail, told.icon, said, fill, hatched=told.hatched)


def _by(before: str, action_id: str, after: str = "") -> str:
    """The key that does it, in brackets; nothing if there is none."""
    key = hints.key(action_id)
    return f" ({before}{key}{after})" if key else ""


def _besides(now: Situation, others: list[Situation]) -> str:
    """What is heard besides the named call, where its sentence does not say so."""
    tail = ""
    heard = sum(TOLD[other].heard for other in others)
    late = others.count(Situation.BEHIND)
    if heard and (TOLD[now].hatched or not TOLD[now].heard):
        tail += f" · listening to {heard} {'other' if heard == 1 else 'others'}"
    if late:
        tail += f" · {late} of them behind live"
    if over := others.count(Situation.LAST):
        tail += f" · {over} of them ended"
    return tail


def _detail(now: Situation, card: Card, state: WindowState) -> str:
    """The number in the sentence, or why nothing is played."""
    snap = card.snap
    if now is Situation.NOT_PLAYED:
        return wording.SILENT_OUTPUT[state.output.state]
    if snap is None:
        return ""
    if now is Situation.RECONNECTING:
        return ", ".join(filter(None, tries(snap)))
    if now is Situation.STALLED:
        return stall(snap)
    if TOLD[now].hatched:
        return wording.behind(snap.behind_s)
    if now is Situation.LISTENING and card.heard and snap.lag_ms is not None:
        lag = _LAG_STEP_MS * round(snap.lag_ms / _LAG_STEP_MS)
        return f" · {wording.delay(lag)} behind"
    return ""


def _closed(state: WindowState, card: Card) -> Hearing:
    kind = "conference" if card.kind is ResourceKind.CONFERENCE else "call"
    match card.cause:
        case EndCause.ENDED | EndCause.LEFT:
            seconds = state.talk_seconds(card)
            after = f" after {wording.span(seconds)}" if seconds is not None else ""
            return _say(
                f"{kind} ended{after}. Note?{_by('', 'mark.note')}", "call-ended"
            )
        case EndCause.DENIED:
            return _say(
                f"you may not listen to this {kind} (ask an administrator)", "lock"
            )
        case EndCause.GONE:
            return _say(f"this {kind} no longer exists", "call-ended")
        case EndCause.SIGNED_OUT:
            return _say("your sign-in ended. Sign in again", "key")
        case EndCause.LOST:
            when = wording.clock_time(card.closed_at_s)
            detail = f"connection lost {when}. Retry{_by('', 'refresh')} or leave"
            return _say(detail, "lost", edge=BANNER_LOST)
    what = {
        EndCause.REFUSED: f"the server refused this {kind}",
        EndCause.SILENT_OPEN: f"no sound came from this {kind}",
    }.get(card.cause or EndCause.PROTOCOL, "the stream could not be read")
    return _say(f"{what}. Retry{_by('', 'refresh')} or leave", "lost", edge=BANNER_LOST)
