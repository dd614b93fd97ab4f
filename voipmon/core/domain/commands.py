"""What a window or the command line can ask of the engine.

Each is one method of `services.Monitor` and of `engine.client.EngineClient`.
"""

import msgspec

from voipmon.core.domain.facts import Session
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.core.wire.names import Codec, Encapsulation

MASTER = 0  # the stream id of `SetVolume` that means all of them


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


class SignOut(msgspec.Struct, frozen=True, tag=True):
    """Forget the session; every stream is closed."""


class Listen(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Open a stream.

    Attributes:
        stream_id: Chosen by the caller, never used before in this engine.
        replace: Leave every other stream, once this one is asked for.
        codec: None finds it from the bytes.
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


class SetAudible(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Hear a stream that was only metered, or only meter one that was heard.

    For a window that meters calls before it hears them; none does yet.
    """

    stream_id: int
    audible: bool


class SetCodec(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Force what the payload means, or None: find it."""

    stream_id: int
    codec: Codec | None


class SelectOutput(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Choose the output device by name and host API; empty: the system's default."""

    name: str = ""
    host_api: str = ""


class Refresh(msgspec.Struct, frozen=True, tag=True):
    """Ask for the list now; devices too."""


Command = (
    SignIn
    | Resume
    | SignOut
    | Listen
    | Leave
    | Retry
    | SetVolume
    | SetAudible
    | SetCodec
    | SelectOutput
    | Refresh
)
