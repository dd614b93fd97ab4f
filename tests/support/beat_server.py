"""A process that plays many bridges: a frame every 20 ms on each stream, or a flood.

``python -m tests.support.beat_server [CERTIFICATE_AND_KEY]`` prints its port and ends
when its standard input does. Streams whose id begins with "flood" get frames as fast
as the client reads. Another process, so that it does not share our interpreter.
"""

import asyncio
import ssl
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.support.media_server import frame, upgrade_answer

PTIME_S = 0.02
SPEECH = bytes(range(0x20, 0x70)) + bytes(range(0xA0, 0xF0))  # 20 ms of something


async def serve_one(reader, writer) -> None:
    """Upgrade, then beat until the client goes."""
    request = await reader.readuntil(b"\r\n\r\n")
    writer.write(upgrade_answer(request))
    gone = asyncio.ensure_future(reader.read(1 << 20))
    with suppress(ConnectionError):
        if b"/flood" in request:
            await flood(writer, gone)
        else:
            await beat(writer, gone)
    gone.cancel()
    with suppress(ConnectionError, ssl.SSLError):
        writer.close()
        await writer.wait_closed()


async def beat(writer, gone) -> None:
    """RTP as the bridge makes it, sequence numbers from 1."""
    loop = asyncio.get_running_loop()
    begun, number = loop.time(), 0
    while not gone.done():
        number += 1
        head = struct.pack("!BBHII", 0x80, 96, number & 0xFFFF, number * 160, 0)
        writer.write(frame(head + SPEECH))
        await asyncio.sleep(max(0.0, begun + number * PTIME_S - loop.time()))


async def flood(writer, gone) -> None:
    """As fast as it is read."""
    head = struct.pack("!BBHII", 0x80, 96, 1, 160, 0)
    block = frame(head + SPEECH) * 400
    while not gone.done():
        writer.write(block)
        await writer.drain()


async def main(certificate: str = "") -> None:
    """Serve until standard input ends."""
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    server = await asyncio.start_server(
        serve_one, "127.0.0.1", 0, ssl=context, backlog=256
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


@contextmanager
def beat_server(certificate: str = "") -> Iterator[int]:
    """Run it; yield its port."""
    command = [sys.executable, "-m", "tests.support.beat_server", certificate]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
