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


# What the window says of these holds while a program runs on; a command is over.
_LAST = {
    "net.auth": (
        "The server does not accept this token or access key. "
        "It is wrong, expired or withdrawn. "
        "Set VOIPMON_TOKEN or VOIPMON_ACCESSKEY anew, or sign in by user name."
    ),
    "net.not-found": (
        "The server does not know this. "
        "The address leads to another service, or the object is gone. "
        "Check VOIPMON_SERVER and the ID."
    ),
    "net.server": (
        "The server reports a fault of its own. "
        "Nothing was listed or heard. "
        "Try again in a moment; tell the administrator if it stays."
    ),
    "net.tls": (
        "The server's certificate is not trusted. "
        "Nothing was sent, because somebody else could be answering. "
        "If this installation signs its own certificate, set VOIPMON_CA_FILE or "
        "VOIPMON_PIN_SHA256."
    ),
}


def last_sentence(problem: Problem) -> str:
    """Give the words for what ended a command: nothing goes on by itself."""
    details = message(problem).details
    if problem.kind == "net.rate-limited":
        wait_s = problem.retry_after_s
        when = f"in {wait_s:.0f} s" if wait_s >= 1 else "in a moment"
        words = "The server asks us to slow down: too many requests of your company. "
        words += f"Try again {when}."
    elif problem.kind in _LAST:
        words = _LAST[problem.kind]
    else:
        return sentence(problem)
    return f"{words} ({details})" if details else words


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
