"""Listening sockets for tests: open one, read what comes."""

import select
import time

import pytest

from voipmon.core.domain.facts import Session
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.core.wire.names import Encapsulation
from voipmon.net.media_socket import ListenSocket
from voipmon.net.trust import Trust
from voipmon.net.urls import Server

TOKEN = "secret.token.value"


def connect(url, *, encapsulation=Encapsulation.SLN, trust=None, **kwargs):
    session = kwargs.pop("session", Session(server=url, token=TOKEN))
    return ListenSocket.connect(
        Server.parse(url),
        session,
        ResourceKind.CALL,
        "c1",
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
