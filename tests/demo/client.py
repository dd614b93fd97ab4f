"""A listening client made of the `websockets` library, another implementation."""

import asyncio
from collections.abc import Callable
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.support.demo import Demo, wait_for


def listen(
    demo: Demo,
    resource: str,
    encapsulation: str | None = "sln",
    *,
    kind: str = "call",
    **options: Any,
) -> ClientConnection:
    """Open a stream with the access key; no pings of its own, no compression."""
    url = demo.media_url(resource, encapsulation, kind)
    join = "&" if "?" in url else "?"
    return connect(
        f"{url}{join}accesskey={demo.accesskey}",
        ping_interval=None,
        compression=None,
        proxy=None,
        **{"open_timeout": 10, "close_timeout": 1, **options},
    )


def messages(client: ClientConnection, count: int) -> list[bytes]:
    """Give the next messages, all binary."""
    out = []
    for _ in range(count):
        data = client.recv(timeout=5)
        assert isinstance(data, bytes)
        out.append(data)
    return out


def how_it_ends(client: ClientConnection, timeout: float = 5) -> ConnectionClosed:
    """Read until the server ends the connection."""
    try:
        while True:
            client.recv(timeout=timeout)
    except ConnectionClosed as closed:
        return closed


def no_close_frame(client: ClientConnection) -> bool:
    """Tell whether the server closed TCP without a WebSocket close frame."""
    return how_it_ends(client).rcvd is None


def stream_of(demo: Demo, resource: str) -> dict[str, Any]:
    """Give what the server knows of the one stream on `resource`."""

    def found() -> list[dict[str, Any]]:
        return [s for s in demo.streams() if s["resource"] == resource]

    return dict(wait_for(found)[-1])


async def until(condition: Callable[[], object], seconds: float = 5) -> None:
    """Let the event loop run until something holds."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - the script has no events for tests
            await asyncio.sleep(0.01)
