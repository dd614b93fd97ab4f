import math
import socket
import threading
import time

import pytest

from voipmon.net.deadline_socket import DeadlineSocket


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with theirs:
        sock = DeadlineSocket(ours)
        yield sock, theirs
        sock.close()


def test_reads_and_writes(ends):
    sock, theirs = ends
    sock.sendall(b"ask\n")
    assert theirs.recv(10) == b"ask\n"
    theirs.sendall(b"line\nrest")
    theirs.shutdown(socket.SHUT_WR)
    with sock.makefile("rb") as reader:
        assert reader.readline() == b"line\n"
        assert reader.read() == b"rest"


def test_deadline_counts_for_all_reads_together(ends):
    sock, theirs = ends
    stop = threading.Event()

    def trickle():
        while not stop.wait(0.02):
            theirs.sendall(b"x")

    thread = threading.Thread(target=trickle)
    thread.start()
    began = time.monotonic()
    sock.until = began + 0.3
    sock.settimeout(None)  # what http.client and urllib3 say does not matter
    with sock.makefile("rb") as reader, pytest.raises(TimeoutError):
        reader.read(1000)
    assert time.monotonic() - began < 3
    stop.set()
    thread.join()


def test_nothing_is_sent_after_the_deadline(ends):
    sock, _ = ends
    sock.until = time.monotonic() - 1
    with pytest.raises(TimeoutError):
        sock.sendall(b"late")
    sock.until = math.inf
    sock.sendall(b"in time")


def test_reader_outlives_close(ends):
    """http.client closes the socket before it has read the body."""
    sock, theirs = ends
    reader = sock.makefile("rb")
    sock.close()
    theirs.sendall(b"body")
    assert reader.read(4) == b"body"
    assert sock.fileno() != -1
    reader.close()
    assert sock.fileno() == -1


def test_abort_wakes_a_reader(ends):
    sock, _ = ends
    got = []
    with sock.makefile("rb") as reader:
        thread = threading.Thread(target=lambda: got.append(reader.read(1)))
        thread.start()
        sock.abort()
        thread.join(5)
    assert got == [b""]
    sock.abort()  # harmless any number of times
