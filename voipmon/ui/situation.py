"""What a listened stream is doing, in one word and one sentence. No Qt.

The only source for banner, card and row: each asks `situation` and reads `TOLD`, so
that they cannot contradict each other.
"""

from dataclasses import dataclass
from enum import Enum, auto

from voipmon.core.domain.snapshot import StreamHint, StreamSnapshot, StreamState
from voipmon.ui import wording
from voipmon.ui.card import Card
from voipmon.ui.state import Pause, WindowState
from voipmon.ui.wording import Word


class Situation(Enum):
    """What is true of a card now; exactly one."""

    CLOSED = auto()  # the card's cause has the words
    LAST = auto()  # nothing comes any more, what was kept is played again
    INTERRUPTED = auto()  # the engine is dead
    LOCKED = auto()  # closed while the session is locked
    ASLEEP = auto()  # closed while the machine sleeps
    CONNECTING = auto()
    NOT_ANSWERED = auto()  # opens when the call is answered
    EMPTY_ROOM = auto()  # fewer than two people are inside
    RECONNECTING = auto()  # no connection, tried again
    NO_SOUND = auto()  # connected, but not one frame
    NOT_PLAYED = auto()  # sound comes, no loudspeaker plays it
    BEHIND = auto()  # what was said before is played again
    STALLED = auto()  # sound came, none comes now
    MUTED = auto()  # by the supervisor
    STARTING = auto()  # sound comes, the first of it is not played yet
    LISTENING = auto()
    CLOSING = auto()


@dataclass(frozen=True, slots=True)
class Told:
    """How a situation is told.

    Attributes:
        word: On the card and in the row, with icon and tone.
        sentence: In the banner; takes {name}, {talk} and {detail}, and the keys that
            {cancel} and go {live}.
        icon: In the banner.
        heard: Its sound is played; the banner is blue.
        hatched: What is played is not live; the banner is hatched.
    """

    word: Word
    sentence: str
    icon: str
    heard: bool = False
    hatched: bool = False


_S = Situation
TOLD: dict[Situation, Told] = {
    _S.INTERRUPTED: Told(
        Word("Interrupted", "engine", "patchy"),
        "the sound engine stopped; starting it again",
        "engine",
    ),
    _S.LOCKED: Told(
        Word("Paused", "lock", "soft"),
        "listening paused while this computer is locked",
        "lock",
    ),
    _S.ASLEEP: Told(
        Word("Paused", "lock", "soft"),
        "listening paused while this computer sleeps",
        "lock",
    ),
    _S.CONNECTING: Told(
        Word("Connecting", "connecting", "soft"),
        "connecting to {talk}…{cancel}",
        "connecting",
    ),
    _S.NOT_ANSWERED: Told(
        Word("Waiting", "connecting", "soft"),
        "waiting until {talk} is answered{cancel}",
        "ringing",
    ),
    _S.EMPTY_ROOM: Told(
        Word("Waiting", "connecting", "soft"),
        "connected to {name} · waiting for others to join",
        "conference-empty",
    ),
    _S.RECONNECTING: Told(
        Word("Reconnecting", "reconnect", "patchy"),
        "reconnecting to {name} ({detail})",
        "reconnect",
    ),
    _S.NO_SOUND: Told(
        Word("No sound", "volume-off", "patchy"),
        "connected to {name}, but no sound arrives",
        "stalled",
    ),
    _S.NOT_PLAYED: Told(
        Word("Not played", "volume-off", "patchy"),
        "connected to {name}, nothing is played: {detail}",
        "volume-off",
    ),
    _S.BEHIND: Told(
        Word("Replay", "late", "accent"),
        "{detail} behind live{live}. Speaking is off",
        "late",
        heard=True,
        hatched=True,
    ),
    _S.LAST: Told(
        Word("Replay", "late", "accent"),
        "replaying the last of {talk} · {detail} left",
        "late",
        heard=True,
        hatched=True,
    ),
    _S.STALLED: Told(
        Word("Stalled", "stalled", "patchy"),
        "listening to {name} · {detail}",
        "stalled",
    ),
    _S.MUTED: Told(
        Word("Muted", "volume-off", "soft"),
        "connected to {name} · muted by you",
        "volume-off",
    ),
    _S.STARTING: Told(
        Word("Starting", "headphones", "accent"),
        "listening to {name} · starting",
        "headphones",
        heard=True,
    ),
    _S.LISTENING: Told(
        Word("Listening", "headphones", "accent"),
        "listening to {name}{detail}",
        "headphones",
        heard=True,
    ),
    _S.CLOSING: Told(Word("Closing", "close", "soft"), "leaving {talk}", "close"),
}  # CLOSED is told by its cause: `wording.CLOSED`, `hearing`

# One Esc ends what never began, and the banner says so. What only broke off takes two.
CANCELLED = frozenset({_S.CONNECTING, _S.NOT_ANSWERED, _S.EMPTY_ROOM, _S.NO_SOUND})
_HELD = {
    StreamHint.NOT_ANSWERED: _S.NOT_ANSWERED,
    StreamHint.EMPTY_ROOM: _S.EMPTY_ROOM,
}
_OVER = {StreamState.CLOSING, StreamState.CLOSED}
UNCONNECTED = frozenset({StreamState.CONNECTING, StreamState.OPEN})


def situation(card: Card, state: WindowState) -> Situation:
    """What is true of a card now."""
    snap = card.snap
    if card.closed:
        return _S.LAST if _plays_on(card, state) else _S.CLOSED
    if state.engine_dead:
        return _S.INTERRUPTED
    if state.pause is not None:
        return _S.LOCKED if state.pause is Pause.LOCKED else _S.ASLEEP
    if snap is None:
        return _S.CONNECTING
    if snap.state in _OVER:
        return _S.CLOSING
    if snap.state in UNCONNECTED:
        return _S.BEHIND if _replayed(card, state) else _unheard(snap)
    if state.output.state not in wording.PLAYING:
        return _S.NOT_PLAYED
    return _played(card, snap, state)


def _plays_on(card: Card, state: WindowState) -> bool:
    """Whether what was kept of a call is played, though nothing comes any more."""
    gone = state.engine_dead or state.pause is not None
    return not gone and _replayed(card, state)


def _replayed(card: Card, state: WindowState) -> bool:
    """Whether what was kept is played, whatever becomes of the connection."""
    return (
        card.snap is not None
        and card.snap.behind_s > 0
        and state.output.state in wording.PLAYING
        and not (card.muted or state.master_muted)
    )


def _played(card: Card, snap: StreamSnapshot, state: WindowState) -> Situation:
    """While there is a connection and something plays."""
    muted = card.muted or state.master_muted
    if snap.behind_s > 0 and not muted:
        return _S.BEHIND  # though nothing may be arriving
    if snap.state is StreamState.STALLED:
        return _S.STALLED
    if muted:
        return _S.MUTED
    if snap.buffering and not card.was_heard:
        return _S.STARTING
    return _S.LISTENING


def _unheard(snap: StreamSnapshot) -> Situation:
    """Before the first frame of this connection."""
    if snap.hint in _HELD:
        return _HELD[snap.hint]
    if snap.state is StreamState.OPEN and snap.hint is StreamHint.NO_SOUND:
        return _S.NO_SOUND
    return _S.RECONNECTING if snap.attempt else _S.CONNECTING
