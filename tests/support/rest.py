"""A scripted HTTP server on loopback that remembers everything it was asked."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    at_s: float


@dataclass
class Reply:
    """What to answer; a `body` that is no bytes is sent as JSON."""

    status: int = 200
    body: object = b""
    headers: dict[str, str] = field(default_factory=dict)


Script = Callable[[Asked], Reply | object]


class RestServer:
    """`script` answers; may raise `ConnectionError` to hang up instead."""

    def __init__(self, script: Script, context: ssl.SSLContext | None) -> None:
        self.script = script
        self.asked: list[Asked] = []
        self.context = context
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                outer._answer(self)

            do_POST = do_GET  # noqa: N815 - named by the base class

            def log_message(self, *args):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def finish_request(self, request, address):
                if outer.context is not None:
                    request.settimeout(5)
                    request = outer.context.wrap_socket(request, server_side=True)
                with request:
                    super().finish_request(request, address)

            def handle_error(self, request, address):
                pass  # clients of these tests hang up when they like

        self._server = Server(("127.0.0.1", 0), Handler)

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        scheme = "http" if self.context is None else "https"
        return f"{scheme}://127.0.0.1:{self.port}"

    def count(self, path: str) -> int:
        return sum(asked.path == path for asked in self.asked)

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        asked = Asked(
            handler.command,
            parts.path,
            {key: values[-1] for key, values in parse_qs(parts.query).items()},
            {key.lower(): value for key, value in handler.headers.items()},
            handler.rfile.read(int(handler.headers.get("content-length") or 0)),
            time.monotonic(),
        )
        self.asked.append(asked)
        try:
            reply = self.script(asked)
        except ConnectionError:
            handler.close_connection = True
            return
        if not isinstance(reply, Reply):
            reply = Reply(body=reply)
        body = reply.body
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        with suppress(OSError):
            handler.wfile.write(body)

    def run(self) -> None:
        self._server.serve_forever(poll_interval=0.02)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def rest_server(
    script: Script, context: ssl.SSLContext | None = None
) -> Iterator[RestServer]:
    """Serve `script` on a free port; always joined."""
    server = RestServer(script, context)
    thread = threading.Thread(target=server.run, name="rest-server")
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(5)


@contextmanager
def tcp_server(script: Callable[[socket.socket], None]) -> Iterator[int]:
    """Run `script` on each accepted connection, then close it; yields the port."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    stopping = threading.Event()

    def serve():
        while not stopping.is_set():
            try:
                sock, _ = listener.accept()
            except TimeoutError:
                continue
            sock.settimeout(5)
            with sock, suppress(OSError):
                script(sock)

    thread = threading.Thread(target=serve, name="tcp-server")
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        stopping.set()
        thread.join(6)
        listener.close()


def wait_for(condition: Callable[[], object], timeout_s: float = 8.0) -> None:
    """Return when `condition` holds; AssertionError if it never does."""
    until = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.005)
