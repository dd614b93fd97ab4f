"""What a window or the command line can ask of the engine.

Each is one method of `services.Monitor` and of `engine.client.EngineClient`.
"""

from enum import StrEnum

import msgspec

from voipmon.core.domain.facts import Session
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.core.wire.names import Codec, Encapsulation

MASTER = 0  # the stream id of `SetVolume` that means all of them


class Ear(StrEnum):
    """Which side of the headset is meant."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"


class SignIn(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """User name and password, or an access key; secrets are hidden from `repr`."""

    server: str
    username: str = ""
    password: str = ""
    accesskey: str = ""
    token: str = ""
    ca_file: str = ""
    pin_sha256: str = ""

    def __repr__(self) -> str:
        """Name the server, not the secret."""
        return f"SignIn(server={self.server!r}, <secret>)"

    __str__ = __repr__


class Resume(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Go on with a session that an earlier engine established."""

    session: Session


class CancelSignIn(msgspec.Struct, frozen=True, tag=True):
    """Break off a sign-in under way; the session in force and its streams stay."""


class SignOut(msgspec.Struct, frozen=True, tag=True):
    """Forget the session; every stream is closed."""


class Listen(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Open a stream.

    Attributes:
        stream_id: Chosen by the caller, never used before in this engine.
        replace: Leave every other stream, once this one is asked for.
        codec: None finds it from the bytes.
        azimuth_deg: As `SetPlace`'s, so that a stream begins in its place.
        under_db: Likewise.
    """

    stream_id: int
    kind: ResourceKind
    resource_id: str
    encapsulation: Encapsulation = Encapsulation.SLN
    codec: Codec | None = None
    replace: bool = False
    audible: bool = True  # False: metered only
    volume_db: float = 0.0
    muted: bool = False
    speed: float = 1.25  # as of `SetSpeed`
    skip_silence: bool = True
    azimuth_deg: float = 0.0
    under_db: float = 0.0


class Leave(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Close one stream."""

    stream_id: int


class Retry(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Try a lost stream again now."""

    stream_id: int


class SetVolume(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Volume of one stream; `stream_id` `MASTER` is all of them."""

    stream_id: int
    volume_db: float  # -60 .. +12
    muted: bool = False


class SetPlace(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Where a stream is heard; it moves there without a click.

    Attributes:
        azimuth_deg: -90 left, 0 straight ahead, +90 right; what lies beyond is taken
            as the nearer end.
        under_db: How far below the selected stream, 0 for that one itself.
    """

    stream_id: int
    azimuth_deg: float = 0.0
    under_db: float = 0.0


class SetHearing(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """How the supervisor hears, for the whole output.

    Attributes:
        mono: Both ears get the same; places are given up.
        ear: One ear gets everything and the other nothing; places are given up.
        levelling: Bring the speech of every stream to one level.
        ceiling_dbfs: No sample of either ear is greater; -24 to -1, what lies beyond
            is taken as the nearer end.
    """

    mono: bool = False
    ear: Ear = Ear.BOTH
    levelling: bool = False
    ceiling_dbfs: float = -6.0


class SetAudible(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Hear a stream that was only metered, or only meter one that was heard.

    Attributes:
        back_s: Heard from so many seconds ago, then catching up with live; 0 is
            live. Bounded by what is kept.
    """

    stream_id: int
    audible: bool
    back_s: float = 0.0


class Seek(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Hear what was said before, again; it then catches up with live by itself.

    Bounded by what is kept; without anything kept nothing happens.

    Attributes:
        by_s: From where it is heard now; negative is back.
        at_s: Second of the stream's own time (`StreamSnapshot.now_s` is its live
            edge) instead; `by_s` is then ignored.
    """

    stream_id: int
    by_s: float = 0.0
    at_s: float | None = None


class GoLive(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Hear what is said now; nothing changes for a stream that is live."""

    stream_id: int


class SetSpeed(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Pace of a stream while it is behind live; the voice keeps its pitch.

    Attributes:
        speed: 1.0 (stays behind until `GoLive`), 1.25 or 1.5.
        skip_silence: Shorten long pauses while behind live.
    """

    stream_id: int
    speed: float
    skip_silence: bool = True


class SetCodec(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Force what the payload means, or None: find it."""

    stream_id: int
    codec: Codec | None


class SetBlock(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Length of the sound device's blocks; the device is opened anew if it changes."""

    block_ms: int = 20  # or 10


class SelectOutput(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Choose the output device by name and host API; empty: the system's default."""

    name: str = ""
    host_api: str = ""


class PlayTestSound(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Play a short test sound at the master volume, over whatever is heard.

    Attributes:
        number: Chosen by the caller; `Chimed` names it again.
        ear: Side of the device, whatever `SetHearing` says.
    """

    number: int
    ear: Ear = Ear.BOTH


class Refresh(msgspec.Struct, frozen=True, tag=True):
    """Ask for the list now; devices too."""


Command = (
    SignIn
    | Resume
    | CancelSignIn
    | SignOut
    | Listen
    | Leave
    | Retry
    | SetVolume
    | SetPlace
    | SetHearing
    | SetBlock
    | SetAudible
    | Seek
    | GoLive
    | SetSpeed
    | SetCodec
    | SelectOutput
    | PlayTestSound
    | Refresh
)
