"""The window's words, on one line of a terminal."""

from voipmon.core.domain.snapshot import (
    EndCause,
    Problem,
    StreamHint,
    StreamSnapshot,
    StreamState,
)
from voipmon.ui.messages import message
from voipmon.ui.wording import CLOSED, closed_note

_STATE = {
    StreamState.CONNECTING: "Connecting",
    StreamState.OPEN: "Connected, waiting for sound",
    StreamState.STREAMING: "Listening. Nobody can hear you",
    StreamState.STALLED: "No sound arrives at the moment",
    StreamState.CLOSING: "Leaving",
}
_HINT = {
    StreamHint.NOT_ANSWERED: "Not answered yet; listening begins when it is",
    StreamHint.EMPTY_ROOM: "Nobody talks here: fewer than two participants",
    StreamHint.NO_SOUND: "Connected, but no sound arrives; trying again",
}


def sentence(problem: Problem) -> str:
    """What happened, what it means, what to do; technical details in brackets."""
    words = message(problem)
    return f"{words.text} ({words.details})" if words.details else words.text


def of_state(snapshot: StreamSnapshot) -> str:
    """State of a stream in words."""
    if snapshot.cause is not None:
        return CLOSED[snapshot.cause].text
    if snapshot.hint is not StreamHint.NONE:
        return _HINT[snapshot.hint]
    if snapshot.state is StreamState.CONNECTING and snapshot.attempt:
        return f"Reconnecting (try {snapshot.attempt + 1})"
    return _STATE[snapshot.state]


def of_cause(cause: EndCause) -> str:
    """Why it is over, and what that means."""
    note = closed_note(cause)
    return f"{CLOSED[cause].text}. {note}" if note else f"{CLOSED[cause].text}."
