"""A link over its openings: ends, refusals, reconnects, with real servers."""

import socket
import struct
import threading

import pytest

from tests.support.listening import (
    ULAW,
    beat,
    connect,
    make_link,
    media_loop,
    wait_for,
)
from tests.support.media_server import (
    RawServer,
    accept_upgrade,
    frame,
    media_server,
    read_request,
)
from voipmon.core.domain.snapshot import (
    EndCause,
    StreamHint,
    StreamState,
)
from voipmon.core.domain.verdict import Fate, Verdict
from voipmon.core.wire.names import Codec
from voipmon.net import errors
from voipmon.services.link import RESTARTED

ENDED = Verdict(fate=Fate.ENDED)


def test_a_hang_up_ends_it_and_nothing_else_is_tried():
    opened = []

    def script(sock):
        accept_upgrade(sock)
        opened.append(1)
        for _ in range(20):
            sock.sendall(frame(ULAW))
            server.over.wait(0.02)

    with RawServer(script) as server:
        link = make_link(server.url, verdict=ENDED)
        with media_loop(link):
            wait_for(lambda: link.ended)
    assert link.status().cause is EndCause.ENDED
    assert len(opened) == 1
    assert link.status().frames == 20


def test_an_abrupt_end_of_a_live_call_is_reconnected_and_marked():
    over = threading.Event()
    opened = []

    def script(sock):
        accept_upgrade(sock)
        opened.append(1)
        for _ in range(10_000 if len(opened) > 1 else 15):
            sock.sendall(frame(ULAW))
            if over.wait(0.02):
                return
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with RawServer(script) as server:
        link = make_link(server.url)
        with media_loop(link):
            wait_for(lambda: link.status().reconnects == 1 and RESTARTED in link.inbox)
            wait_for(lambda: link.status().state is StreamState.STREAMING)
            items = tuple(link.inbox)
            assert 1 <= items.index(RESTARTED) <= 15
            assert link.status().codec is Codec.ULAW
        over.set()


def test_closed_at_once_thrice_is_refused():
    opened = []

    def script(sock):
        accept_upgrade(sock)
        opened.append(1)

    with RawServer(script) as server:
        link = make_link(server.url)
        with media_loop(link):
            wait_for(lambda: link.ended)
    assert link.status().cause is EndCause.REFUSED
    assert len(opened) == 3


def test_a_ringing_call_is_waited_for():
    answered, over = threading.Event(), threading.Event()

    def script(sock):
        accept_upgrade(sock)
        while answered.is_set() and not over.wait(0.02):
            sock.sendall(frame(ULAW))

    with RawServer(script) as server:
        link = make_link(
            server.url,
            verdict=lambda: Verdict(fate=Fate.LIVE, answered=answered.is_set()),
        )
        with media_loop(link):
            wait_for(lambda: link.status().hint is StreamHint.NOT_ANSWERED)
            answered.set()
            wait_for(lambda: link.status().state is StreamState.STREAMING)
        over.set()


def refuse(status, headers=b""):
    def script(sock):
        read_request(sock)
        head = b"HTTP/1.1 %d X\r\nContent-Length: 0\r\n" % status
        sock.sendall(head + headers + b"\r\n")

    return script


@pytest.mark.parametrize(
    ("status", "cause", "kind"),
    [
        (401, EndCause.SIGNED_OUT, errors.AuthError.kind),
        (403, EndCause.DENIED, errors.Forbidden.kind),
        (404, EndCause.GONE, errors.NotFound.kind),
        (409, EndCause.GONE, errors.Conflict.kind),
    ],
)
def test_a_refused_upgrade_ends_it_with_its_problem(status, cause, kind):
    with RawServer(refuse(status)) as server:
        link = make_link(server.url)
        with media_loop(link):
            wait_for(lambda: link.ended)
            assert server.accepted == 1
    assert link.status().cause is cause
    assert link.status().problem.kind == kind
    assert link.status().problem.status == status


def test_too_many_requests_waits_as_told_and_retry_does_not():
    with RawServer(refuse(429, b"Retry-After: 60\r\n")) as server:
        link = make_link(server.url)
        with media_loop(link):
            wait_for(lambda: link.status().problem)
            assert 58 < link.status().retry_in_s <= 60
            link.retry()
            wait_for(lambda: server.accepted == 2)


def test_a_server_that_comes_back_is_heard_again_and_retry_revives_the_lost():
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    gone = f"http://127.0.0.1:{port}"
    target = [gone]
    with media_server(lambda ws: beat(ws, over)) as server:
        link = make_link("", open_socket=lambda *_: connect(target[0]))
        with media_loop(link):
            wait_for(lambda: link.status().attempt == 2)
            assert link.status().problem.kind == errors.Unreachable.kind
            target[0] = server.url
            wait_for(lambda: link.status().state is StreamState.STREAMING)
            assert link.status().problem is None
        over.set()


def test_a_half_open_link_is_found_and_replaced():
    """Nothing comes any more, not even a pong; the stall's ping finds it."""
    over = threading.Event()

    def script(sock):
        accept_upgrade(sock)
        for _ in range(20):
            sock.sendall(frame(ULAW))
            if over.wait(0.02):
                return
        over.wait(20)

    with RawServer(script) as server:
        link = make_link(server.url)
        with media_loop(link):
            wait_for(lambda: link.status().reconnects == 1, timeout_s=10)
        over.set()


def test_a_peer_above_the_limits_ends_with_its_problem():
    def script(sock):
        accept_upgrade(sock)
        sock.sendall(frame(ULAW) + b"\x82\x7f" + struct.pack("!Q", 1 << 24))
        while sock.recv(4096):
            pass

    with RawServer(script) as server:
        link = make_link(server.url)
        with media_loop(link):
            wait_for(lambda: link.ended, timeout_s=10)
    assert link.status().cause is EndCause.PROTOCOL
    assert link.status().problem.kind == "net.protocol"
