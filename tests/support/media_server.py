"""WebSocket servers for the transport tests: a real one, and one that misbehaves.

`MediaServer` stands on `websockets`, a second implementation of RFC 6455, and keeps
everything that clients send it. `RawServer` gives a script the bare TCP connection.
"""

import base64
import hashlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Self

from websockets.exceptions import ConnectionClosed
from websockets.frames import Opcode
from websockets.protocol import Protocol
from websockets.server import ServerProtocol
from websockets.sync.server import ServerConnection, serve

Script = Callable[[ServerConnection], None]


@dataclass
class Heard:
    """One frame that a client sent."""

    opcode: Opcode
    body: bytes


@dataclass
class MediaServer:
    """Where it is, and what it was told."""

    port: int
    heard: list[Heard] = field(default_factory=list)
    requests: list[object] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def audio(self) -> list[bytes]:
        """Binary or text messages; pings, pongs and closes are no audio."""
        kinds = {Opcode.BINARY, Opcode.TEXT, Opcode.CONT}
        return [frame.body for frame in self.heard if frame.opcode in kinds]


@contextmanager
def media_server(
    script: Script, context: ssl.SSLContext | None = None
) -> Iterator[MediaServer]:
    """Serve `script`, once per connection; it may return to close with 1000."""
    state = MediaServer(0)

    class Recorder(ServerProtocol):
        def recv_frame(self, frame):
            state.heard.append(Heard(frame.opcode, bytes(frame.data)))
            super().recv_frame(frame)

    class Connection(ServerConnection):
        def __init__(self, sock, protocol: Protocol, *args, **kwargs):
            protocol.__class__ = Recorder
            super().__init__(sock, protocol, *args, **kwargs)

    def handler(connection):
        state.requests.append(connection.request)
        with suppress(ConnectionClosed):
            script(connection)

    server = serve(
        handler,
        "127.0.0.1",
        0,
        compression=None,
        ssl=context,
        create_connection=Connection,
        ping_interval=None,
        close_timeout=0.2,
    )
    with server:
        state.port = server.socket.getsockname()[1]
        thread = threading.Thread(target=server.serve_forever, name="media-server")
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join(5)


class RawServer:
    """Hands each accepted TCP connection to `script`, on a thread of its own."""

    def __init__(self, script: Callable[[socket.socket], None]) -> None:
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.accepted = 0
        self.over = threading.Event()  # scripts wait for it instead of sleeping
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []
        self._thread = threading.Thread(target=self._accept, name="raw-server")

    def _accept(self) -> None:
        while not self.over.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            if self.over.is_set():
                sock.close()
                return
            self.accepted += 1
            self._sockets.append(sock)
            thread = threading.Thread(target=self._serve, args=(sock,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        with sock, suppress(OSError):
            self._script(sock)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        self._thread.join(5)
        self._listener.close()
        for sock in self._sockets:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)


def read_request(sock: socket.socket) -> bytes:
    """The upgrade request, complete."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += sock.recv(65536)
    return data


def accept_upgrade(sock: socket.socket) -> None:
    """Read the request and answer 101 as VoIPBIN does: three headers."""
    sock.sendall(upgrade_answer(read_request(sock)))


def upgrade_answer(request: bytes) -> bytes:
    """The 101 that fits `request`."""
    key = next(
        line.split(b":", 1)[1].strip()
        for line in request.split(b"\r\n")
        if line.lower().startswith(b"sec-websocket-key")
    )
    magic = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    accept = base64.b64encode(hashlib.sha1(key + magic).digest())  # noqa: S324 - RFC
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )


def frame(body: bytes, opcode: int = 2) -> bytes:
    """One unmasked frame."""
    if len(body) < 126:
        return bytes([0x80 | opcode, len(body)]) + body
    return bytes([0x80 | opcode, 126]) + len(body).to_bytes(2, "big") + body
