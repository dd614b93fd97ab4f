"""A listened stream's state in words, for its card and its row. No Qt."""

import math

from voipmon.core.domain.snapshot import StreamHint, StreamState
from voipmon.ui import wording
from voipmon.ui.card import Card
from voipmon.ui.state import WindowState
from voipmon.ui.wording import Word

_HINTS = {
    StreamHint.NOT_ANSWERED: "Not answered yet. "
    "You will hear it as soon as it is answered.",
    StreamHint.EMPTY_ROOM: "Fewer than two people are inside. "
    "You will hear them as soon as they talk.",
    StreamHint.NO_SOUND: "Connected, but no sound arrives. "
    "The call may be on hold, or only one side is sending.",
}
_WAITING = Word("Waiting", "connecting", "soft")
_HINT_WORDS = {
    StreamHint.NOT_ANSWERED: _WAITING,
    StreamHint.EMPTY_ROOM: _WAITING,
    StreamHint.NO_SOUND: Word("No sound", "volume-off", "patchy"),
}
_SHORT = {
    "Connection lost": "Lost",
    "No sound came": "No sound",
    "No longer exists": "Gone",
    "Unreadable stream": "Unreadable",
}
_CONNECTING = Word("Connecting", "connecting", "soft")
_WORDS = {
    StreamState.CONNECTING: _CONNECTING,
    StreamState.OPEN: _CONNECTING,
    StreamState.STREAMING: Word("Listening", "headphones", "accent"),
    StreamState.STALLED: Word("Stalled", "stalled", "patchy"),
    StreamState.CLOSING: Word("Closing", "close", "soft"),
    StreamState.CLOSED: Word("Closed", "close", "soft"),
}


def stream_word(card: Card, state: WindowState) -> Word:
    """One or two words for the state, with icon and tone."""
    snap = card.snap
    if card.cause is not None:
        return wording.CLOSED[card.cause]
    if state.engine_dead:
        return Word("Interrupted", "engine", "patchy")
    if snap is None:
        return _CONNECTING
    if snap.hint in _HINT_WORDS:
        return _HINT_WORDS[snap.hint]
    if snap.state is StreamState.CONNECTING and snap.attempt:
        return Word("Reconnecting", "reconnect", "patchy")
    if snap.state is StreamState.STREAMING and snap.buffering:
        return Word("Starting", "headphones", "accent")
    if snap.state is StreamState.STREAMING and not _played(state):
        return Word("Not played", "volume-off", "patchy")
    return _WORDS[snap.state]


def _played(state: WindowState) -> bool:
    return state.output.state in wording.PLAYING


def row_stream_word(card: Card, state: WindowState) -> Word:
    """The same in the room of a table's cell."""
    word = stream_word(card, state)
    return Word(_SHORT.get(word.text, word.text), word.icon, word.tone)


def stream_detail(card: Card, state: WindowState) -> str:
    """What stands beside the word: lag, next try, how long it lasted."""
    snap = card.snap
    if card.closed:
        seconds = state.talk_seconds(card)
        if card.cause is not None and card.cause.value == "ended":
            after = f" after {wording.span(seconds)}" if seconds is not None else ""
            return f"{card.kind.value} ended{after}"
        return wording.clock_time(card.closed_at_s)
    if snap is None or state.engine_dead:
        return ""
    if snap.state is StreamState.CONNECTING and snap.attempt:
        seconds = math.ceil(snap.retry_in_s)
        return f"try {snap.attempt}" + (f", in {seconds} s" if seconds else "")
    if snap.state is StreamState.STALLED:
        return f"no sound for {snap.stall_ms / 1000:.1f} s"
    if card.heard and _played(state) and snap.lag_ms is not None:
        return f"{round(snap.lag_ms)} ms behind"
    return ""


def stream_note(card: Card) -> tuple[str, str]:
    """A sentence for the card and its tone; ("", "") if there is nothing to say."""
    if card.cause is not None:
        return wording.closed_note(card.cause), "broken"
    if card.skip_note_s > 0:
        skipped = card.skipped_ms / 1000
        return f"Skipped {skipped:.1f} s to get back to live.", "patchy"
    if card.snap is not None and card.snap.hint in _HINTS:
        calm = card.snap.hint is not StreamHint.NO_SOUND
        return _HINTS[card.snap.hint], "soft" if calm else "patchy"
    return "", ""
