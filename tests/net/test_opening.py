import socket
import threading
import time

import pytest

from tests.support.rest import wait_for
from voipmon.net.errors import Unreachable
from voipmon.net.limiter import RequestBudget
from voipmon.net.opening import Opening
from voipmon.net.transport import Request, Transport
from voipmon.net.trust import Trust
from voipmon.net.urls import Server


def test_gives_what_connect_gives():
    with socket.socket() as sock:
        assert Opening(lambda: sock).run() is sock


def test_raises_what_connect_raises():
    def refuse():
        raise ConnectionRefusedError

    with pytest.raises(ConnectionRefusedError):
        Opening(refuse).run()


def test_given_up_it_returns_at_once_and_closes_what_still_comes():
    sock, release = socket.socket(), threading.Event()

    def connect():
        release.wait(10)
        return sock

    opening = Opening(connect)
    timer = threading.Timer(0.05, opening.give_up)
    timer.start()
    assert opening.run() is None
    assert sock.fileno() != -1
    release.set()
    wait_for(lambda: sock.fileno() == -1)
    timer.join()


def test_given_up_before_it_began():
    sock = socket.socket()
    opening = Opening(lambda: sock)
    opening.give_up()
    assert opening.run() is None
    wait_for(lambda: sock.fileno() == -1)


def full_backlog():
    """A port that answers no handshake: its queue of connections is full."""
    hole = socket.socket()
    hole.bind(("127.0.0.1", 0))
    hole.listen(0)
    stuffing = []
    for _ in range(4):
        one = socket.socket()
        one.setblocking(False)
        one.connect_ex(hole.getsockname())
        stuffing.append(one)
    return hole, stuffing


def test_closing_ends_a_connection_that_is_still_being_opened():
    hole, stuffing = full_backlog()
    server = Server.parse(f"http://127.0.0.1:{hole.getsockname()[1]}")
    link = Transport(server, Trust(), RequestBudget())
    request = Request(method="GET", target="/x", headers={})
    timer = threading.Timer(0.3, link.close)
    begun = time.monotonic()
    timer.start()
    try:
        with pytest.raises(Unreachable, match="closed by us"):
            link.exchange(request, 20)
    finally:
        timer.join()
        for one in (*stuffing, hole):
            one.close()
    assert time.monotonic() - begun < 5
