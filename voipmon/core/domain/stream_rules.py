"""Numbers, orders and the published face of a media stream's life.

The rules that use them are in `stream_state`. Times in nanoseconds, since they are
compared with monotonic clock readings. Sources: measured against Asterisk 20.15.2
and the development branch of 2026-08 behind VoIPBIN's stream bridge (beat, silent
openings, closes), and VoIPBIN api-manager `pkg/streamhandler` (no server pings).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from voipmon.core.domain.snapshot import EndCause, Problem, StreamHint, StreamState
from voipmon.core.domain.verdict import Fate

MS: Final = 1_000_000  # [ns]
S: Final = 1_000_000_000  # [ns]
NEVER: Final = 1 << 62  # [ns] later than any monotonic clock

STALL: Final = 300 * MS  # a healthy stream beats every 20 ms, gaps reach 250 ms
WAKE_STEP: Final = 300 * MS  # silence after opening before each wake frame
WAKES: Final = 2  # wake frames before the stream is opened anew
STALL_PING: Final = 2 * S  # of stall: is the link dead, or only the media?
ROOM_STALL_ASK: Final = 1 * S  # of stall: has everybody left the room?
STALL_REOPEN: Final = 10 * S  # of stall although pongs come
NO_SOUND: Final = 2 * S  # open without a frame: the person is told
SILENT_LIMIT: Final = 60 * S  # open without a frame: given up
QUICK_CLOSE: Final = 20 * MS  # a start refused by the back end closes after 1-9 ms
QUICK_REOPENS: Final = 2
PING_EVERY: Final = 15 * S
PONG_WAIT: Final = 4500 * MS  # with PING_EVERY: a dead link is found within 20 s
HEALTH: Final = 5 * S  # of sound (or of an empty room) before the back-off resets
ASK_PATIENCE: Final = 2 * S  # for REST's answer, then we reconnect without it
HOLD_ASK: Final = 2 * S  # between questions whether a ringing call was answered
ROOM_LOOK: Final = 1 * S  # between looks at the number of participants
ROOM_ASK: Final = 15 * S  # between questions whether a silent room still exists
FAREWELL_WAIT: Final = 800 * MS  # for the peer's answer to our close frame
TRIES: Final = 12  # reconnects in a row before LOST
TROUBLE_LIMIT: Final = 120 * S  # without health before LOST
BREACHES: Final = 3  # messages over the limit that a reconnect may cure
FLOODS: Final = 1  # floods that a reconnect may cure (a computer that slept)
BREACH_MEMORY: Final = 60 * S
TALKERS: Final = 2  # participants from which on a conference must sound

# REST has nothing to say here; sound proves life better than an answer under way.
CERTAIN: Final = frozenset(
    {StreamState.STREAMING, StreamState.CLOSING, StreamState.CLOSED}
)
WITH_SOCKET: Final = frozenset(
    {StreamState.OPEN, StreamState.STREAMING, StreamState.STALLED}
)

CAUSES: Final[Mapping[Fate, EndCause]] = MappingProxyType(
    {
        Fate.ENDED: EndCause.ENDED,
        Fate.GONE: EndCause.GONE,
        Fate.DENIED: EndCause.DENIED,
        Fate.SIGNED_OUT: EndCause.SIGNED_OUT,
    }
)


class Do(Enum):
    """What the owner of a `StreamMachine` has to carry out."""

    CONNECT = auto()  # on the connect pool; report `opened` or `failed`
    ASK = auto()  # REST, on the pool; report `answered`
    LOOK = auto()  # at the roster in memory, at once; report `looked`
    WAKE = auto()  # send the one frame of silence, discard the lump it frees
    PING = auto()
    FAREWELL = auto()  # send a close frame; report `closed`
    CLOSE = auto()  # let go of the socket


class Phase(Enum):
    """What a stream without a socket is waiting for."""

    DIALLING = auto()  # the connect pool
    ASKING = auto()  # REST's answer, at most `ASK_PATIENCE`
    WAITING = auto()  # the back-off
    HELD = auto()  # a call to be answered, a room to be entered


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamView:
    """What others may see, replaced as a whole at each change.

    Attributes:
        due_ns: When the next opening is due, 0 if none is.
        stalled_ns: Since when there should have been sound, 0 if not STALLED.
    """

    state: StreamState = StreamState.CONNECTING
    cause: EndCause | None = None
    hint: StreamHint = StreamHint.NONE
    problem: Problem | None = None
    attempt: int = 0
    due_ns: int = 0
    stalled_ns: int = 0
