"""Upgrades that are refused, redirected, slow, endless or no upgrades at all."""

import socket
import time
from urllib.parse import quote_plus

import pytest

from tests.support.listening import TOKEN, connect
from tests.support.media_server import RawServer, read_request, upgrade_answer
from voipmon.core.domain.facts import Session
from voipmon.net import errors
from voipmon.net.limiter import RequestBudget


def refusal(status, body=b"", headers=b""):
    def script(sock):
        read_request(sock)
        length = f"Content-Length: {len(body)}\r\n".encode()
        head = f"HTTP/1.1 {status} Whatever\r\n".encode()
        sock.sendall(head + headers + length + b"\r\n" + body)

    return script


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadAnswer),
        (401, errors.AuthError),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (409, errors.Conflict),
        (429, errors.RateLimited),
        (500, errors.ServerError),
        (503, errors.ServerError),
        (200, errors.BadAnswer),
    ],
)
def test_a_refused_upgrade_is_the_error_of_its_status(status, kind):
    body = b'{"error":{"reason":"SOME_REASON","message":"words","request_id":"r1"}}'
    with (
        RawServer(refusal(status, body, b"Retry-After: 7\r\n")) as server,
        pytest.raises(kind) as caught,
    ):
        connect(server.url)
    assert caught.value.status == status
    assert "SOME_REASON" in caught.value.detail
    assert caught.value.request_id == "r1"
    assert TOKEN not in repr(caught.value)
    if status == 429:
        assert caught.value.retry_after_s == 7


@pytest.mark.parametrize("keys", [{"token": "plain words?"}, {"accesskey": "k+y 7/x"}])
def test_a_server_that_repeats_our_credentials_is_cut_short(keys):
    def script(sock):
        request = read_request(sock)
        secret = next(iter(keys.values()))
        body = f"denied: {secret} | ".encode() + request.split(b" ")[1]
        head = b"HTTP/1.1 403 X\r\nContent-Length: %d\r\n\r\n" % len(body)
        sock.sendall(head + body)

    with RawServer(script) as server, pytest.raises(errors.Forbidden) as caught:
        connect(server.url, session=Session(server=server.url, **keys))
    text = repr(caught.value) + caught.value.detail
    assert "denied" in text
    for secret in keys.values():
        assert secret not in text
        assert quote_plus(secret) not in text


def test_a_429_pauses_everybody_who_shares_the_budget():
    budget = RequestBudget()
    with (
        RawServer(refusal(429, b"", b"Retry-After: 30\r\n")) as server,
        pytest.raises(errors.RateLimited),
    ):
        connect(server.url, budget=budget)
    assert 29 < budget.try_acquire() <= 30


def test_a_redirect_is_not_followed():
    seen = []
    with RawServer(lambda sock: seen.append(read_request(sock))) as other:
        headers = f"Location: ws://127.0.0.1:{other.port}/\r\n".encode()
        with (
            RawServer(refusal(302, b"", headers)) as server,
            pytest.raises(errors.BadAnswer),
        ):
            connect(server.url)
    assert seen == []


def test_cookies_are_neither_kept_nor_sent():
    seen = []

    def script(sock):
        request = read_request(sock)
        seen.append(request)
        cookie = b"\r\nSet-Cookie: a=b; Domain=127.0.0.1\r\n\r\n"
        sock.sendall(upgrade_answer(request)[:-4] + cookie)

    with RawServer(script) as server:
        for _ in range(2):
            connect(server.url).close()
    assert b"cookie" not in seen[1].lower()


def hang_up(sock):
    read_request(sock)


def speak_nonsense(sock):
    read_request(sock)
    sock.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")


def answer_without_key(sock):
    read_request(sock)
    sock.sendall(b"HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")


def endless_head(sock):
    read_request(sock)
    while True:
        sock.sendall(b"X-Header: more\r\n" * 1000)


def endless_body(sock):
    read_request(sock)
    sock.sendall(b"HTTP/1.1 500 X\r\nContent-Length: 999999999\r\n\r\n")
    while True:
        sock.sendall(bytes(65536))


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (hang_up, errors.Unreachable),
        (speak_nonsense, errors.BadAnswer),
        (answer_without_key, errors.BadAnswer),
        (endless_head, errors.BadAnswer),
        (endless_body, errors.BadAnswer),
    ],
)
def test_what_is_no_websocket_server_is_told_and_leaves_nothing_open(script, kind):
    with RawServer(script) as server, pytest.raises(kind):
        connect(server.url)


def test_the_deadline_is_for_the_whole_upgrade_however_busy_the_server():
    def drip(sock):
        read_request(sock)
        while not server.over.wait(0.05):
            sock.sendall(b"X")

    with RawServer(drip) as server:
        begun = time.monotonic()
        with pytest.raises(errors.TimedOut):
            connect(server.url, timeout_s=0.4)
        assert time.monotonic() - begun < 2


def test_nobody_listens_there():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(errors.Unreachable):
        connect(f"http://127.0.0.1:{port}")
