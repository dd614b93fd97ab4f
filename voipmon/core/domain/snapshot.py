"""What the engine looks like at one instant: all that a window may see.

Built by `services.Monitor.snapshot` about 30 times a second, sent through the
engine's pipe, drawn by the window. Frozen msgspec structs rather than dataclasses:
they are the protocol's own encoding and cost the garbage collector nothing.
"""

from enum import StrEnum

import msgspec

from voipmon.core.analysis.quality import Quality
from voipmon.core.wire.names import Codec, Encapsulation

ENVELOPE_COLUMN_MS = 20  # one waveform column
ENVELOPE_COLUMNS = 500  # kept per stream: 10 s
HISTORY_S = 600  # seconds of `HistoryPoint` kept per stream


class ResourceKind(StrEnum):
    """What can be listened to; the value is the word used on the command line."""

    CALL = "call"
    CONFERENCE = "conference"


class StreamState(StrEnum):
    """Life of one media stream; rules in `stream_state`."""

    CONNECTING = "connecting"  # no socket; also while waiting for the next try
    OPEN = "open"  # upgraded, no frame yet
    STREAMING = "streaming"
    STALLED = "stalled"  # no frame for 300 ms although there should be
    CLOSING = "closing"
    CLOSED = "closed"


class EndCause(StrEnum):
    """Why a stream is closed, established by asking REST; never guessed."""

    LEFT = "left"  # the supervisor left
    ENDED = "ended"  # the call hung up, the conference was terminated
    REFUSED = "refused"  # the platform closes each opening at once
    SILENT_OPEN = "silent-open"  # opened, but never a frame
    LOST = "lost"  # the link or the server; tries used up
    DENIED = "denied"  # 403
    GONE = "gone"  # 404, 409: no such call
    SIGNED_OUT = "signed-out"  # 401: token expired or withdrawn
    PROTOCOL = "protocol"  # the peer sent what no bridge sends (64 kB, bad frames)


class StreamHint(StrEnum):
    """Why a stream that is not streaming may be healthy."""

    NONE = ""
    NOT_ANSWERED = "not-answered"  # the call still rings; opens when answered
    EMPTY_ROOM = "empty-room"  # conference with fewer than two participants
    NO_SOUND = "no-sound"  # open for 2 s and not one frame; trying again


class LinkState(StrEnum):
    """The sign-in and the list."""

    SIGNED_OUT = "signed-out"
    SIGNING_IN = "signing-in"
    LIVE = "live"  # the list was confirmed within the last 10 s
    STALE = "stale"  # signed in, but not confirmed for more than 10 s


class OutputState(StrEnum):
    """The loudspeaker or headset."""

    OFF = "off"  # not wanted (--no-play)
    STARTING = "starting"
    RUNNING = "running"
    PAUSED = "paused"  # the device went away; nothing is played on another
    RETRYING = "retrying"  # it failed; opened again after 0.5, 1, 2, 5 s
    ABSENT = "absent"  # the system has no output device, or no sound server
    BUSY = "busy"  # another program holds it
    REFUSED = "refused"  # it will not open as we need it


class Problem(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Something that went wrong, for a person; `ui.messages` has the words.

    Attributes:
        kind: `VoipmonError.kind`, e.g. "net.tls".
        detail: Technical addition without secrets, shown under *Details*.
        status: HTTP status, 0 if none.
        retry_after_s: Seconds the server asked us to wait, 0 if none.
    """

    kind: str
    detail: str = ""
    status: int = 0
    retry_after_s: float = 0.0


class HistoryPoint(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One second of a stream's life, for the *Link quality* tab."""

    lag_ms: float  # arrival to the device's play time; -1 while nothing plays
    buffer_ms: float
    target_ms: float
    concealed_ms: float  # in this second
    frames: int  # received in this second
    stalls: int  # begun in this second
    delay_ms: float = 0.0  # part of the lag that playout adds
    skipped_ms: float = 0.0  # jumped over in this second to be live again


class PlayoutFigures(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What the playout of one heard stream does; counts since it began.

    As `core.playout.stats.PlayoutStats`, which says what each means, and the
    evidence on which `StreamSnapshot.quality` stands.
    """

    delay_ms: float = 0.0
    buffer_ms: float = 0.0
    target_ms: float = 0.0
    holes: int = 0
    stalls: int = 0
    concealed_ms: float = 0.0
    squeezed_ms: float = 0.0
    stretched_ms: float = 0.0
    skipped_ms: float = 0.0
    late: int = 0
    duplicates: int = 0
    drift_ppm: float = 0.0
    recent_concealed_ms: float = 0.0  # within the last 30 s
    recent_s: int = 0  # of these 30 s, those in which anything was played


class StreamSnapshot(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One listened stream.

    `envelope` holds columns that the reader has not acknowledged yet: pairs of
    int8 (min, max, full scale 127), `ENVELOPE_COLUMN_MS` each, the first of them
    column number `envelope_first` since the stream's start. `history` likewise,
    one point a second, the first being second number `history_first`.

    A stream that is only metered has neither lag, quality, playout nor history:
    nobody hears it, so nothing of that was established.
    """

    stream_id: int
    kind: ResourceKind
    resource_id: str
    state: StreamState
    cause: EndCause | None = None
    hint: StreamHint = StreamHint.NONE
    problem: Problem | None = None
    attempt: int = 0  # 0 the first opening, then the reconnects in a row
    retry_in_s: float = 0.0  # until the next opening, while CONNECTING
    encapsulation: Encapsulation = Encapsulation.SLN
    codec: Codec | None = None  # None until found
    codec_forced: bool = False
    volume_db: float = 0.0
    muted: bool = False
    azimuth_deg: float = 0.0  # asked for; one ear or mono do without
    under_db: float = 0.0
    levelling_db: float | None = None  # gain applied now; None: not levelled
    buffering: bool = True  # nothing was played yet
    peak_dbfs: float = -120.0  # highest since the last snapshot, of the source
    rms_dbfs: float = -120.0
    level_fresh: bool = False  # False: no sound data for 0.5 s
    behind_s: float = 0.0  # what is heard is so much later than live; 0.0: live
    speed: float = 1.25  # pace while behind live; 1.0 stays behind
    kept_s: float = 0.0  # what can be replayed, back from `now_s`
    now_s: float = 0.0  # live edge, in seconds of the stream's own time
    heard_s: float = 0.0  # what is heard now, in the same time
    skipped_s: float = 0.0  # silence left out of replays since the stream began
    lag_ms: float | None = None  # arrival to loudspeaker, None while nothing plays
    quality: Quality | None = None  # None until there is evidence
    playout: PlayoutFigures | None = None
    frames: int = 0
    frames_per_s: float = 0.0
    received_bytes: int = 0
    bad: dict[str, int] = {}  # bad packets by reason
    arrival_gap_ms: float = 0.0  # longest between two frames in the last 10 s
    stalls: int = 0
    stall_ms: float = 0.0  # since when stalled, 0 if not
    reconnects: int = 0
    envelope_first: int = 0
    envelope: bytes = b""
    history_first: int = 0
    history: tuple[HistoryPoint, ...] = ()


class OutputSnapshot(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The sound device as it is, not as it was asked for."""

    state: OutputState = OutputState.OFF
    device: str = ""  # name of what plays, or of what went away
    label: str = ""  # its description, for a person
    chosen: str = ""  # name the user chose, "" for the system's default
    library: str = ""  # what opened it last, with its version
    offer: str = ""  # while PAUSED: a device that could be used instead
    latency_ms: float = 0.0  # ring and device together
    underruns: int = 0
    resting: bool = False  # closed until something is to be heard
    limiting_db: float = 0.0  # most that the limiter took since the last snapshot
    shock_db: float = 0.0  # likewise what was taken of a piercing tone
    retry_in_s: float = 0.0
    problem: Problem | None = None


class LinkSnapshot(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Sign-in and freshness of the list."""

    state: LinkState = LinkState.SIGNED_OUT
    server: str = ""
    user: str = ""
    age_s: float | None = None  # since the list was last confirmed
    problem: Problem | None = None
    requests: int = 0
    unreadable: int = 0  # objects that could not be read, since sign-in


class MonitorSnapshot(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Everything at one instant.

    Attributes:
        number: Counts up; acknowledging it lets the next one be sent.
        clock_offset_s: Server clock minus ours, from the HTTP `Date` header.
    """

    number: int = 0
    link: LinkSnapshot = LinkSnapshot()
    output: OutputSnapshot = OutputSnapshot()
    streams: tuple[StreamSnapshot, ...] = ()
    master_db: float = 0.0
    master_muted: bool = False
    clock_offset_s: float = 0.0
