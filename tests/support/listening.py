"""Listening sockets for tests: open one, read what comes."""

import select
import threading
import time
from contextlib import contextmanager

import numpy as np
import pytest

from voipmon.core.domain.facts import Session
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.core.domain.verdict import Fate, Verdict
from voipmon.core.wire.g711 import compress_ulaw
from voipmon.core.wire.names import Encapsulation
from voipmon.net.media_socket import ListenSocket
from voipmon.net.trust import Trust
from voipmon.net.urls import Server
from voipmon.services.link import RESTARTED, MediaLink
from voipmon.services.media import MediaLoop

TOKEN = "secret.token.value"


def connect(
    url, *, encapsulation=Encapsulation.SLN, trust=None, resource_id="c1", **kwargs
):
    session = kwargs.pop("session", Session(server=url, token=TOKEN))
    return ListenSocket.connect(
        Server.parse(url),
        session,
        ResourceKind.CALL,
        resource_id,
        encapsulation,
        trust=trust or Trust(),
        **kwargs,
    )


def read_until(sock, done, timeout_s=5.0):
    """Read whatever comes until `done(messages, read)`; return all messages."""
    got, until = [], time.monotonic() + timeout_s
    while time.monotonic() < until:
        read = sock.read()
        got += read.messages
        if done(got, read):
            return got, read
        sock.flush()
        if not read.more:
            select.select([sock], [], [], 0.05)
    pytest.fail("nothing more came")


def closed(_, read):
    return read.closed is not None


def wait_for(done, what="it", timeout_s=8.0):
    """Wait until `done()` is true; fail with `what` if it never is."""
    until = time.monotonic() + timeout_s
    while not (value := done()):
        if time.monotonic() > until:
            pytest.fail(f"waited in vain for {what}")
        threading.Event().wait(0.005)
    return value


def make_link(
    url,
    *,
    kind=ResourceKind.CALL,
    encapsulation=Encapsulation.SLN,
    verdict=None,
    participants=None,
    stream_id=1,
    open_socket=None,
    **kwargs,
):
    """A link to `url`; REST says `verdict` (a value or a function), LIVE by default."""

    def find_cause(*_):
        said = verdict() if callable(verdict) else verdict
        return said or Verdict(fate=Fate.LIVE, answered=True)

    def dial(kind, resource_id, encapsulation):
        return ListenSocket.connect(
            Server.parse(url),
            Session(server=url, token=TOKEN),
            kind,
            resource_id,
            encapsulation,
            trust=Trust(),
            timeout_s=2.0,
        )

    return MediaLink(
        stream_id=stream_id,
        kind=kind,
        resource_id=f"c{stream_id}",
        encapsulation=encapsulation,
        codec=None,
        open_socket=open_socket or dial,
        find_cause=find_cause,
        participants=lambda _: participants() if callable(participants) else None,
        **kwargs,
    )


@contextmanager
def media_loop(*links):
    """A running loop that drives `links`; it must end in time."""
    loop = MediaLoop()
    loop.start()
    for link in links:
        loop.add(link)
    try:
        yield loop
    finally:
        begun = time.monotonic()
        loop.request_stop()
        assert loop.join(3.0)
        assert time.monotonic() - begun < 2.5
    for link in links:
        assert link.socket is None


def states(link):
    """The states a link went through, in order."""
    return [state for _, state in link.status().state_history]


TONE = 3000 * np.sin(np.arange(160) * 2 * np.pi * 400 / 8000)
ULAW = compress_ulaw(TONE.astype(np.int16))  # 20 ms


def beat(ws, over, message=ULAW, seconds=30.0):
    """Send a frame every 20 ms until `over`."""
    begun = time.monotonic()
    for number in range(1, int(seconds * 50)):
        ws.send(message)
        if over.wait(max(0.0, begun + number * 0.02 - time.monotonic())):
            return


def frames_of(link):
    """What is in the inbox, without marks."""
    return [item for item in tuple(link.inbox) if item is not RESTARTED]
