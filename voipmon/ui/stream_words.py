"""A listened stream's state in words, for its card and its row. No Qt."""

import math

from voipmon.core.domain.snapshot import StreamSnapshot
from voipmon.ui import wording
from voipmon.ui.card import Card
from voipmon.ui.link_words import established, skip_note
from voipmon.ui.situation import TOLD, UNCONNECTED, Situation, situation
from voipmon.ui.state import WindowState
from voipmon.ui.wording import Word

_NOTES = {
    Situation.NOT_ANSWERED: "Not answered yet. "
    "You will hear it as soon as it is answered.",
    Situation.EMPTY_ROOM: "Fewer than two people are inside. "
    "You will hear them as soon as they talk.",
    Situation.NO_SOUND: "Connected, but no sound arrives. "
    "The call may be on hold, or only one side is sending.",
}
_SHORT = {
    "Connection lost": "Lost",
    "No sound came": "No sound",
    "No longer exists": "Gone",
    "Unreadable stream": "Unreadable",
}


def stream_word(card: Card, state: WindowState) -> Word:
    """One or two words for the state, with icon and tone."""
    now = situation(card, state)
    if now is Situation.CLOSED and card.cause is not None:
        return wording.CLOSED[card.cause]
    return TOLD[now].word


def row_stream_word(card: Card, state: WindowState) -> Word:
    """The same in the room of a table's cell."""
    return short(stream_word(card, state))


def short(word: Word) -> Word:
    """A word of a few letters, if it has a shorter form."""
    return Word(_SHORT.get(word.text, word.text), word.icon, word.tone)


def tries(snap: StreamSnapshot) -> tuple[str, str]:
    """Which try comes next, and in how many seconds, "" if now."""
    seconds = math.ceil(snap.retry_in_s)
    return f"try {snap.attempt}", f"{seconds} s" if seconds else ""


def stall(snap: StreamSnapshot) -> str:
    """How long nothing has come."""
    seconds = snap.stall_ms / 1000
    return (
        f"no sound for {seconds:.1f} s"
        if seconds < 1
        else (f"no sound for {int(seconds)} s")
    )


def stream_detail(card: Card, state: WindowState) -> str:
    """What stands beside the word: lag, next try, how long it lasted."""
    snap = card.snap
    now = situation(card, state)
    if now is Situation.CLOSED:
        return _closed_detail(card, state)
    if snap is None:
        return ""
    if now is Situation.LAST and card.cause is not None:
        over = wording.CLOSED[card.cause].text.lower()
        return f"{over}, {wording.behind(snap.behind_s)} left"
    if now is Situation.RECONNECTING:
        attempt, wait = tries(snap)
        return f"{attempt}, in {wait}" if wait else attempt
    if now is Situation.STALLED:
        return stall(snap)
    if now is Situation.BEHIND:
        return f"{wording.behind(snap.behind_s)} behind live"
    if now is Situation.LISTENING and card.heard and snap.lag_ms is not None:
        return f"{wording.delay(snap.lag_ms)} behind"
    return ""


def _closed_detail(card: Card, state: WindowState) -> str:
    if card.cause is not None and card.cause.value == "ended":
        seconds = state.talk_seconds(card)
        after = f" after {wording.span(seconds)}" if seconds is not None else ""
        return f"{card.kind.value} ended{after}"
    return wording.clock_time(card.closed_at_s)


def stream_note(card: Card, state: WindowState) -> tuple[str, str]:
    """A sentence for the card and its tone; ("", "") if there is nothing to say."""
    now = situation(card, state)
    if now is Situation.CLOSED and card.cause is not None:
        return wording.closed_note(card.cause, card.kind.value), "broken"
    if now in _NOTES:
        return _NOTES[now], "patchy" if now is Situation.NO_SOUND else "soft"
    if now is Situation.BEHIND and card.snap and card.snap.state in UNCONNECTED:
        attempt = ", in ".join(filter(None, tries(card.snap)))
        return f"Connection lost, trying again: {attempt}", "patchy"
    if card.skips and established(card, state):
        return skip_note(card), "patchy"
    return "", ""
