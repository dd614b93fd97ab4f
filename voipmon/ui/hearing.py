"""The banner's sentence: who hears the supervisor (nobody), and what is heard.

The order of the words is fixed for translation: who hears, dash, what happens.
"""

import math
from dataclasses import dataclass

from voipmon.core.domain.snapshot import (
    EndCause,
    LinkState,
    ResourceKind,
    StreamHint,
    StreamState,
)
from voipmon.ui import wording
from voipmon.ui.card import Card
from voipmon.ui.state import WindowState
from voipmon.ui.tokens import BANNER_BLUE, BANNER_GREY, BANNER_LOST

_NOBODY = "NOBODY CAN HEAR YOU"
_STALL_SHOWN_MS = 1000.0  # shorter stalls are told by the card; the banner stays calm
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
    practice: bool = False

    @property
    def text(self) -> str:
        """The whole sentence."""
        prefix = "PRACTICE — " if self.practice else ""
        return f"{prefix}{self.head} — {self.detail}"


def hearing(state: WindowState) -> Hearing:
    """What the banner has to say now."""
    found = _hearing(state)
    if not state.practice:
        return found
    return Hearing(
        found.head, found.detail, found.icon, found.said, found.fill, found.edge, True
    )


def _hearing(state: WindowState) -> Hearing:
    if state.engine_dead:
        return _say("the sound engine stopped; starting it again", "engine")
    card = _leading(state)
    if card is not None:
        more = sum(1 for c in state.listened() if c is not card)
        if card.closed:
            return _closed(state, card)
        return _open(state, card, more)
    if state.link.state is LinkState.SIGNED_OUT:
        detail = "no calls are shown"
        return Hearing("NOT SIGNED IN", detail, "key", detail)
    if state.link.state is LinkState.SIGNING_IN:
        return Hearing("NOT SIGNED IN", "signing in…", "connecting", "signing in")
    return _say("microphone off, not listening", "mic-off")


def _say(detail: str, icon: str, fill: str = BANNER_GREY, edge: str = "") -> Hearing:
    return Hearing(_NOBODY, detail, icon, detail, fill, edge)


def _leading(state: WindowState) -> Card | None:
    """The card to name: the selected one if it is open, else the newest open one."""
    if state.selected is not None and not state.selected.closed:
        return state.selected
    newest = max(state.listened(), key=lambda c: c.stream_id, default=None)
    return newest or state.selected or (state.cards[-1] if state.cards else None)


def _name(card: Card, more: int) -> str:
    name = wording.who(card.row) if card.row else f"the {card.kind.value}"
    return f"{name} + {more} more" if more else name


def _open(state: WindowState, card: Card, more: int) -> Hearing:
    snap = card.snap
    talk = wording.talk_of(card.row, card.kind)
    if snap is not None and snap.hint is StreamHint.NOT_ANSWERED:
        return _say(f"waiting until {talk} is answered (cancel: Esc)", "ringing")
    if snap is not None and snap.hint is StreamHint.EMPTY_ROOM:
        return _say(
            f"listening to {_name(card, more)} · waiting for others to join",
            "conference-empty",
            BANNER_BLUE,
        )
    if snap is not None and snap.state is StreamState.CONNECTING and snap.attempt:
        seconds = math.ceil(snap.retry_in_s)
        name = _name(card, more)
        when = f"try {snap.attempt}, {seconds} s" if seconds else f"try {snap.attempt}"
        detail = f"reconnecting to {name} ({when})"
        return Hearing(_NOBODY, detail, "reconnect", f"reconnecting to {name}")
    if snap is not None and snap.hint is StreamHint.NO_SOUND:
        return _say(
            f"connected to {_name(card, more)}, but no sound arrives", "stalled"
        )
    if snap is None or snap.state in {StreamState.CONNECTING, StreamState.OPEN}:
        plus = f" + {more} more" if more else ""
        return _say(f"connecting to {talk}{plus}… (cancel: Esc)", "connecting")
    return _listening(state, card, more)


def _listening(state: WindowState, card: Card, more: int) -> Hearing:
    snap = card.snap
    assert snap is not None  # noqa: S101 - `_open` has looked
    name = _name(card, more)
    if state.output.state not in wording.PLAYING:
        why = wording.SILENT_OUTPUT[state.output.state]
        return _say(f"connected to {name}, nothing is played: {why}", "volume-off")
    said = f"listening to {name}"
    if snap.state is StreamState.STALLED and snap.stall_ms >= _STALL_SHOWN_MS:
        seconds = int(snap.stall_ms / 1000)
        detail = f"{said} · no sound for {seconds} s"
        return Hearing(_NOBODY, detail, "stalled", f"{said}, no sound arrives")
    if snap.buffering:
        return Hearing(_NOBODY, f"{said} · starting", "headphones", said, BANNER_BLUE)
    if state.master_muted or card.muted:
        return _say(f"{said} · muted by you", "volume-off", BANNER_BLUE)
    tail = ""
    if snap.lag_ms is not None:
        lag = _LAG_STEP_MS * round(snap.lag_ms / _LAG_STEP_MS)
        tail = f" · {lag} ms behind"
    return Hearing(_NOBODY, f"{said}{tail}", "headphones", said, BANNER_BLUE)


def _closed(state: WindowState, card: Card) -> Hearing:
    kind = "conference" if card.kind is ResourceKind.CONFERENCE else "call"
    match card.cause:
        case EndCause.ENDED | EndCause.LEFT:
            seconds = state.talk_seconds(card)
            after = f" after {wording.span(seconds)}" if seconds is not None else ""
            return _say(f"{kind} ended{after}", "call-ended")
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
            detail = f"connection lost {when}. Retry (F5) or leave"
            return _say(detail, "lost", edge=BANNER_LOST)
    what = {
        EndCause.REFUSED: f"the server refused this {kind}",
        EndCause.SILENT_OPEN: f"no sound came from this {kind}",
    }.get(card.cause or EndCause.PROTOCOL, "the stream could not be read")
    return _say(f"{what}. Retry (F5) or leave", "lost", edge=BANNER_LOST)
