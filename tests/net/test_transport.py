import gzip
import socket
import threading
import time

import pytest

from tests.support.certificates import make_identity
from tests.support.rest import Reply, rest_server, tcp_server, wait_for
from voipmon.net.errors import BadAnswer, RateLimited, TimedOut, TlsError, Unreachable
from voipmon.net.limiter import LIMIT, RequestBudget
from voipmon.net.transport import MAX_ANSWER, Request, Transport
from voipmon.net.trust import Trust
from voipmon.net.urls import Server

HEAD = b"HTTP/1.1 200 OK\r\n"


def transport(port: int, budget: RequestBudget | None = None) -> Transport:
    server = Server.parse(f"http://127.0.0.1:{port}")
    return Transport(server, Trust(), budget or RequestBudget())


def get(link: Transport, target: str = "/x", timeout_s: float = 5.0):
    return link.exchange(Request(method="GET", target=target, headers={}), timeout_s)


def against(script, timeout_s: float = 5.0):
    """One request to a server that is only a socket."""
    with tcp_server(script) as port:
        link = transport(port)
        try:
            return get(link, "/x?accesskey=GEHEIM", timeout_s)
        finally:
            link.close()


def says(*parts: bytes):
    def script(sock: socket.socket):
        sock.recv(65_536)
        for part in parts:
            sock.sendall(part)

    return script


def test_connections_are_kept_and_replaced():
    ports = set()
    replies = iter([Reply(), Reply(headers={"Connection": "close"}), Reply(), Reply()])
    with rest_server(lambda _: next(replies)) as server:
        link = transport(server.port)
        for _ in range(4):
            assert get(link).status == 200
        ports = {asked.headers["host"] for asked in server.asked}
        link.close()
    assert ports == {f"127.0.0.1:{server.port}"}
    assert link.requests == 4


def test_connection_that_died_while_idle_costs_nothing():
    def script(sock: socket.socket):
        sock.recv(65_536)
        sock.sendall(HEAD + b"Content-Length: 2\r\n\r\nok")

    with tcp_server(script) as port:  # closes after each answer without saying so
        link = transport(port)
        for _ in range(5):
            assert get(link).body == b"ok"
        link.close()


def test_post_is_never_repeated():
    calls = []

    def script(asked):
        calls.append(asked)
        if len(calls) == 2:
            raise ConnectionError
        return {}

    with rest_server(script) as server:
        link = transport(server.port)
        get(link)
        request = Request(method="POST", target="/x", headers={}, body=b"{}")
        with pytest.raises(Unreachable, match="without an answer"):
            link.exchange(request, 5)
        link.close()
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("script", "kind", "words"),
    [
        (says(), Unreachable, "without an answer"),
        (says(b"SSH-2.0-x\r\n\r\n"), BadAnswer, "not answer in HTTP"),
        (says(b"\x15\x03\x01\x00\x02\x02\x16"), BadAnswer, "not answer in HTTP"),
        (says(HEAD + b"Content-Length: 9\r\n\r\nab"), Unreachable, "broke off"),
        (
            says(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
            Unreachable,
            "broke",
        ),
        (
            says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
            Unreachable,
            "broke",
        ),
        (says(HEAD + b"A: " + b"x" * 70_000 + b"\r\n\r\n"), BadAnswer, "HTTP"),
        (says(HEAD + b"A: b\r\n" * 200 + b"\r\n"), BadAnswer, "HTTP"),
        (lambda s: s.sendall(s.recv(65_536)), BadAnswer, "not answer in HTTP"),
    ],
)
def test_answers_that_are_none(script, kind, words, caplog):
    caplog.set_level(0)
    with pytest.raises(kind, match=words) as caught:
        against(script)
    text = f"{caught.value!r} {caught.value} {caught.value.__cause__} {caplog.text}"
    assert "GEHEIM" not in text
    assert caught.value.__suppress_context__


def test_odd_header_lines_are_not_logged_with_the_address(caplog):
    """urllib3 warns about them with the whole URL."""
    caplog.set_level(0)
    answer = against(says(HEAD + b"bad line\r\nContent-Length: 0\r\n\r\n"))
    assert answer.status == 200
    assert "GEHEIM" not in caplog.text


def test_answer_without_length_ends_with_the_connection():
    assert against(says(HEAD + b"\r\nall", b" of it")).body == b"all of it"


def test_huge_answers_are_cut_off():
    with rest_server(lambda _: b"x" * (MAX_ANSWER + 1)) as server:
        link = transport(server.port)
        with pytest.raises(BadAnswer, match="8 MB"):
            get(link)
        server.script = lambda _: b"x" * MAX_ANSWER
        assert len(get(link).body) == MAX_ANSWER
        link.close()


def test_compressed_bombs_are_not_unpacked():
    bomb = gzip.compress(bytes(50_000_000))
    with rest_server(
        lambda _: Reply(body=bomb, headers={"Content-Encoding": "gzip"})
    ) as server:
        link = transport(server.port)
        assert get(link).body == bomb
        assert server.asked[0].headers["accept-encoding"] == "identity"
        link.close()


def test_silence_and_trickle_end_at_the_deadline():
    def trickle(sock: socket.socket):
        sock.sendall(HEAD)
        while True:
            sock.sendall(b"A: b\r\n")
            time.sleep(0.05)  # this is the server being slow

    for script in (
        lambda sock: sock.recv(9) and sock.recv(99_999) and sock.recv(1),
        trickle,
    ):
        began = time.monotonic()
        with pytest.raises(TimedOut, match="waiting for the answer"):
            against(script, 0.4)
        assert time.monotonic() - began < 4


def test_tls(tmp_path):
    identity = make_identity(tmp_path)
    with rest_server(lambda _: {}, identity.context()) as server:
        trust = Trust(pin_sha256=identity.pin)
        link = Transport(Server.parse(server.url), trust, RequestBudget())
        assert get(link).status == get(link).status == 200
        link.close()
        link = Transport(Server.parse(server.url), Trust(), RequestBudget())
        with pytest.raises(TlsError, match="not trusted"):
            get(link)
        assert len(server.asked) == 2


def test_closing_ends_what_is_under_way():
    entered, leave, failures = threading.Event(), threading.Event(), []

    def script(_):
        entered.set()
        leave.wait(5)
        return {}

    with rest_server(script) as server:
        link = transport(server.port)

        def ask():
            try:
                get(link, timeout_s=30)
            except Unreachable as error:
                failures.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        assert entered.wait(5)
        link.close()
        thread.join(5)
        leave.set()
    assert len(failures) == 1
    with pytest.raises(Unreachable, match="closed by us"):
        get(link)


def test_closing_ends_waiting_for_the_budget():
    budget, failures = RequestBudget(), []
    budget.pause(60)
    with rest_server(lambda _: {}) as server:
        link = transport(server.port, budget)

        def ask():
            try:
                get(link, timeout_s=100)
            except Unreachable as error:
                failures.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        link.close()
        thread.join(5)
        assert not thread.is_alive()
        assert len(failures) == 1
        assert not server.asked


def test_budget_is_kept_towards_the_server():
    """Eight threads, seen from the other side."""
    end = time.monotonic() + 3
    with rest_server(lambda _: {}) as server:
        link = transport(server.port)

        def ask():
            while time.monotonic() < end:
                get(link)

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        times = sorted(asked.at_s for asked in server.asked)
        link.close()
    assert max(sum(a <= t < a + 1 for t in times) for a in times) <= LIMIT
    assert len(times) >= LIMIT * 2


def test_paused_budget_is_said_at_once():
    budget = RequestBudget()
    budget.pause(30)
    with rest_server(lambda _: {}) as server:
        link = transport(server.port, budget)
        with pytest.raises(RateLimited) as caught:
            get(link, timeout_s=2)
        assert 25 < caught.value.retry_after_s <= 30
        assert not server.asked
        link.close()


def test_many_threads_share_it():
    done = []
    with rest_server(lambda asked: {"path": asked.path}) as server:
        link = transport(server.port, RequestBudget(1000, 0.1))

        def ask(i: int):
            for j in range(10):
                answer = get(link, f"/{i}-{j}")
                done.append(f'"/{i}-{j}"'.encode() in answer.body)

        threads = [threading.Thread(target=ask, args=(i,)) for i in range(8)]
        for thread in threads:
            thread.start()
        wait_for(lambda: len(done) == 80)
        for thread in threads:
            thread.join()
        link.close()
    assert all(done)
