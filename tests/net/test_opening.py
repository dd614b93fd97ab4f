import socket
import threading

import pytest

from tests.support.rest import wait_for
from voipmon.net.opening import Opening


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
