"""The socket that can only listen, against `websockets` and raw servers."""

import select
import socket
import struct
import threading

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Opcode

from tests.support.certificates import make_identity
from tests.support.listening import TOKEN, closed, connect, read_until
from tests.support.media_server import (
    RawServer,
    accept_upgrade,
    frame,
    media_server,
    read_request,
    upgrade_answer,
)
from voipmon.core.domain.facts import Session
from voipmon.core.wire.names import Encapsulation
from voipmon.core.wire.wake import WAKE
from voipmon.net import errors
from voipmon.net.media_socket import ListenSocket
from voipmon.net.trust import Trust


def test_messages_of_a_second_implementation_arrive_in_order():
    sent = [bytes([n]) * 160 for n in range(50)] + [bytes(60_000)]

    def script(ws):
        for number, message in enumerate(sent):
            ws.send(message)
            if number % 10 == 0:
                ws.send("text is skipped")
                ws.ping()
                ws.send([b"in ", b"three ", b"parts"])
        ws.close(1001)

    with media_server(script) as server:
        sock = connect(server.url)
        got, read = read_until(sock, closed)
        sock.close()
    assert [m for m in got if m != b"in three parts"] == sent
    assert got.count(b"in three parts") == 6
    assert read.closed == "closed by the server, code 1001"
    assert read.breach is None
    request = server.requests[0]
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert request.path == "/v1.0/calls/c1/media_stream?encapsulation=sln"
    assert "Sec-WebSocket-Extensions" not in request.headers
    assert server.audio() == []


def test_an_access_key_travels_in_the_query():
    with media_server(lambda _: None) as server:
        session = Session(server=server.url, accesskey="key")
        sock = connect(server.url, session=session)
        read_until(sock, closed)
        sock.close()
    assert server.requests[0].path.endswith("?encapsulation=sln&accesskey=key")
    assert "Authorization" not in server.requests[0].headers


def test_over_tls_with_a_pinned_certificate(tmp_path):
    identity = make_identity(tmp_path)
    sent = [bytes([n % 256]) * (n * 37 % 900) for n in range(1, 400)]

    def script(ws):
        for message in sent:
            ws.send(message)

    with media_server(script, identity.context()) as server:
        url = server.url.replace("http:", "https:")
        trust = Trust(pin_sha256=identity.pin)
        sock = connect(url, trust=trust)
        got, _ = read_until(sock, closed)
        sock.close()
        with pytest.raises(errors.TlsError):
            connect(url)
    assert got == sent


@pytest.mark.parametrize("encapsulation", list(Encapsulation))
def test_nothing_but_control_frames_and_the_wake_constant_can_leave(encapsulation):
    over = threading.Event()

    def script(ws):
        ws.ping(b"one")
        ws.send(b"\xff" * 160)
        over.wait(5)

    with media_server(script) as server:
        sock = connect(server.url, encapsulation=encapsulation)
        read_until(sock, lambda got, _: got)
        sock.ping()
        sock.wake()
        sock.wake()
        assert sock.flush()
        sock.begin_close()
        over.set()
        read_until(sock, closed)
        sock.wake()  # too late: nothing follows a close frame
        sock.close()
    assert server.audio() == [WAKE[encapsulation]] * 2
    kinds = [heard.opcode for heard in server.heard]
    assert kinds[:1] == [Opcode.PONG]
    assert server.heard[0].body == b"one"
    assert set(kinds) == {Opcode.PONG, Opcode.PING, Opcode.BINARY, Opcode.CLOSE}


def test_its_type_has_no_way_to_send_anything_else():
    public = {name for name in dir(ListenSocket) if not name.startswith("_")}
    assert public == {
        "begin_close", "close", "connect", "fileno", "flush", "has_early", "ping",
        "read", "unsent", "wake",
    }  # fmt: skip
    takes_data = {
        name
        for name, method in vars(ListenSocket).items()
        if callable(method) and method.__code__.co_argcount > 1
    }
    # `_queue` and `_control` take frames; the latter refuses all but control frames.
    assert takes_data <= {
        "__init__", "read", "_receive", "_note_end", "_control", "_queue", "_say_close",
    }  # fmt: skip
    ours, theirs = socket.socketpair()
    sock = ListenSocket(ours, Encapsulation.SLN)
    for opcode in range(8):
        with pytest.raises(ValueError, match="not a control frame"):
            sock._control(opcode, b"speech")
    sock.close()
    theirs.close()


def test_frames_that_come_with_the_answer_are_not_lost():
    def script(sock):
        answer = upgrade_answer(read_request(sock))
        sock.sendall(answer + frame(b"first") + frame(b"second")[:3])
        sock.sendall(frame(b"second")[3:])

    with RawServer(script) as server:
        sock = connect(server.url)
        got, read = read_until(sock, closed)
        sock.close()
    assert got == [b"first", b"second"]
    assert read.closed == "end of stream"


@pytest.mark.parametrize(
    ("name", "stream", "code"),
    [
        ("16 MB", b"\x82\x7f" + struct.pack("!Q", 1 << 24), 1009),
        ("masked", b"\x82\x81\0\0\0\0x", 1002),
        ("endless", b"\x02\x00" + b"\x00\x00" * 2000, 1009),
    ],
)
def test_a_peer_that_breaks_the_rules_is_told_so(name, stream, code):
    answers = []

    def script(sock):
        accept_upgrade(sock)
        sock.sendall(frame(b"good") + stream)
        data = b""
        while part := sock.recv(4096):
            data += part
        answers.append(data)

    with RawServer(script) as server:
        sock = connect(server.url)
        got, read = read_until(sock, closed)
        sock.close()
    assert got == [b"good"], name
    assert read.breach is not None
    opcode, length, mask = answers[0][0], answers[0][1], answers[0][2:6]
    assert (opcode, length) == (0x88, 0x82)
    body = bytes(a ^ b for a, b in zip(answers[0][6:8], mask[:2], strict=True))
    assert int.from_bytes(body, "big") == code


def test_a_reset_is_an_end():
    def script(sock):
        accept_upgrade(sock)
        sock.sendall(frame(b"last"))
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with RawServer(script) as server:
        sock = connect(server.url)
        _, read = read_until(sock, closed)
        assert read.breach is None
        sock.ping()  # into the void
        assert sock.flush()
        sock.close()
        sock.close()
    assert sock.fileno() == -1


def test_one_turn_of_a_flood_is_bounded_and_says_that_there_is_more():
    def script(ws):
        while True:
            ws.send(bytes(1000))

    with media_server(script) as server:
        sock = connect(server.url)
        read_until(sock, lambda _, read: read.more)
        read = sock.read(budget_bytes=30_000, budget_ns=10**12)
        while not read.more:
            select.select([sock], [], [], 1)
            read = sock.read(budget_bytes=30_000, budget_ns=10**12)
        assert 30_000 <= read.received < 30_000 + 16_384
        sock.close()


def test_a_peer_that_pings_and_reads_nothing_costs_no_memory():
    def script(sock):
        accept_upgrade(sock)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for _ in range(20_000):
            sock.sendall(frame(bytes(125), 9))

    with RawServer(script) as server:
        sock = connect(server.url)
        sock._sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        read_until(sock, closed, 20)
        assert sock.unsent <= 4096 + 200
        sock.close()


def test_a_long_row_of_turns_decodes_a_fast_tls_stream(tmp_path):
    """Bytes that TLS has decrypted but nobody read are invisible to a selector."""
    identity = make_identity(tmp_path)

    def script(ws):
        for _ in range(30):
            ws.send(bytes(50_000))
        with pytest.raises(ConnectionClosed):
            ws.recv()

    with media_server(script, identity.context()) as server:
        sock = connect(
            server.url.replace("http:", "https:"),
            trust=Trust(ca_file=str(identity.pem)),
        )
        read_until(sock, lambda got, _: len(got) == 30)
        sock.close()
