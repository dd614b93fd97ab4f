"""Messages between window and engine: typed MessagePack, length-prefixed.

Down go `Hello`, commands, `Ack` and `Bye`; up go `Hello` and `Update`. One update
is outstanding at a time: the next is built only when the window has acknowledged
the last, so that a window that does not read costs nothing and holds nothing up.

Decision: msgspec structs over a pipe / because both ends are one program, the types
are checked on arrival and nothing is unpickled / instead of pickle, JSON, shared
memory / would change if samples had to cross.
"""

import struct
from typing import IO, TypeVar

import msgspec

from voipmon.core.domain.commands import Command
from voipmon.core.domain.facts import Fact
from voipmon.core.domain.snapshot import MonitorSnapshot

VERSION = 5  # raised with every change of any type that crosses
LIMIT = 64 * 1024 * 1024  # [bytes] one message; a roster of 10,000 rows needs 3 MB

_LENGTH = struct.Struct("!I")
T = TypeVar("T")


class Hello(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """First message of both ends; differing versions end the connection."""

    version: int = VERSION


class Ack(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """The window has taken update `number`."""

    number: int


class Bye(msgspec.Struct, frozen=True, tag=True):
    """The window is closing; the engine stops in order."""


class Update(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """What happened since the last update, and how things are now."""

    snapshot: MonitorSnapshot
    facts: tuple[Fact, ...] = ()


ToEngine = Hello | Ack | Bye | Command
FromEngine = Hello | Update

_encoder = msgspec.msgpack.Encoder()
_to_engine = msgspec.msgpack.Decoder[ToEngine](ToEngine)
_from_engine = msgspec.msgpack.Decoder[FromEngine](FromEngine)


class ProtocolError(Exception):
    """The other end is not this program, or not this version of it."""


def write(pipe: IO[bytes], message: ToEngine | FromEngine) -> None:
    """Write one message whole and flush it; blocks while the pipe is full."""
    body = _encoder.encode(message)
    pipe.write(_LENGTH.pack(len(body)) + body)
    pipe.flush()


def read_command(pipe: IO[bytes]) -> ToEngine | None:
    """Next message for the engine; None at end of file."""
    body = _read_body(pipe)
    return None if body is None else _decode(_to_engine, body)


def read_update(pipe: IO[bytes]) -> FromEngine | None:
    """Next message for the window; None at end of file."""
    body = _read_body(pipe)
    return None if body is None else _decode(_from_engine, body)


def _decode(decoder: "msgspec.msgpack.Decoder[T]", body: bytes) -> T:
    try:
        return decoder.decode(body)
    except msgspec.MsgspecError as error:
        # the text of a msgspec error names fields and types, never values
        raise ProtocolError(str(error)) from error


def _read_body(pipe: IO[bytes]) -> bytes | None:
    head = _read_exactly(pipe, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > LIMIT:
        raise ProtocolError(f"message of {length} bytes")
    return _read_exactly(pipe, length)


def _read_exactly(pipe: IO[bytes], size: int) -> bytes | None:
    """`size` bytes, or None if the pipe ends before."""
    parts = []
    while size:
        part = pipe.read(size)
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
