"""What the world can do to us, as one tree of exceptions.

Our own bugs are `ValueError` or `AssertionError`, never these. `kind` is stable:
it selects the words a person reads (`voipmon.core.domain.problem`, `ui.messages`)
and the exit code of the command line.
"""

from enum import Enum, auto
from typing import ClassVar


class Retry(Enum):
    """What the caller should do next."""

    NEVER = auto()
    BACKOFF = auto()
    ON_USER = auto()


class VoipmonError(Exception):
    """Base of everything the outside world causes.

    Args:
        detail: Technical addition for logs and *Details*; never a secret.
    """

    kind: ClassVar[str] = "voipmon"
    retry: ClassVar[Retry] = Retry.NEVER

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class WireError(VoipmonError):
    """Bytes from the peer that do not fit their format; counted, never fatal.

    Args:
        reason: Short and stable, a counter's key ("short header").
        offset: Where in `data` it went wrong [bytes].
        data: The message; only its first 16 bytes are kept, too little for speech.
    """

    kind = "wire"

    def __init__(self, reason: str, *, offset: int = 0, data: bytes = b"") -> None:
        super().__init__(f"{reason} at byte {offset}")
        self.reason = reason
        self.offset = offset
        self.head = bytes(data[:16])
