import json
import logging
import traceback

import pytest

from tests.support.rest import Asked, Reply, rest_server
from voipmon import __version__
from voipmon.core.wire.resource_reader import NO_ID
from voipmon.net.errors import (
    AuthError,
    BadAnswer,
    Conflict,
    Forbidden,
    LoginRejected,
    NetError,
    NotFound,
    RateLimited,
    ServerError,
)
from voipmon.net.limiter import RequestBudget
from voipmon.net.rest import RestClient
from voipmon.net.trust import Trust
from voipmon.net.urls import Server

TOKEN = "eyJhbGciOi.eyJ0eXBlIjoi.GEHEIM-token_1"
KEY = "vb_GEHEIM/key+1&x"
PASSWORD = "s3cret=GEHEIM pass&word"


def client_of(server, *, token: str = TOKEN, accesskey: str = "") -> RestClient:
    budget = RequestBudget(1000, 0.1)
    client = RestClient(Server.parse(server.url), Trust(), budget)
    return client.with_credentials(token=token, accesskey=accesskey)


def page(*items: object, token: str = "") -> dict[str, object]:
    return {"result": list(items), "next_page_token": token}


def everything(client: RestClient):
    """Each question once."""
    return [
        client.me,
        client.customer,
        client.calls_page,
        client.conferences_page,
        client.agents_page,
        lambda: client.call("c1"),
        lambda: client.conference("k1"),
    ]


def with_login(client: RestClient):
    return [*everything(client), lambda: client.login("kim", PASSWORD)]


def test_login_and_what_is_sent():
    with rest_server(lambda _: {"username": "u", "token": TOKEN}) as server:
        client = client_of(server, token="")
        assert client.login("kim@example.org", PASSWORD) == TOKEN
        client.close()
    asked = server.asked[0]
    assert (asked.method, asked.path, asked.query) == ("POST", "/auth/login", {})
    login = {"username": "kim@example.org", "password": PASSWORD}
    assert json.loads(asked.body) == login
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["user-agent"] == f"voipmon/{__version__}"
    assert "authorization" not in asked.headers


@pytest.mark.parametrize("body", [b"", b"wrong", {"error": {"reason": "X"}}])
@pytest.mark.parametrize("status", [400, 401])
def test_wrong_password(status, body):
    with rest_server(lambda _: Reply(status, body)) as server:
        client = client_of(server, token="")
        with pytest.raises(LoginRejected, match="wrong user name or password"):
            client.login("kim", "x")
        client.close()


@pytest.mark.parametrize(
    "body", [b"", b"[]", {"token": ""}, {"token": 3}, {"token": "a b"}]
)
def test_login_without_a_usable_token(body):
    with rest_server(lambda _: Reply(200, body)) as server:
        client = client_of(server, token="")
        with pytest.raises(BadAnswer):
            client.login("kim", "x")
        client.close()


def test_token_in_header_and_key_in_query():
    def script(asked: Asked):
        if asked.path.endswith("1"):
            return {"id": "x1"}
        return page() if asked.path.endswith("s") else {"id": "x1", "name": "N"}

    with rest_server(script) as server:
        client = client_of(server)
        for ask in everything(client):
            ask()
        signed = list(server.asked)
        server.asked.clear()
        client.close()
        client = client_of(server, token="", accesskey=KEY)
        for ask in everything(client):
            ask()
        client.ping()
        client.close()
    for asked in signed:
        assert asked.headers["authorization"] == f"Bearer {TOKEN}"
        assert "accesskey" not in asked.query
    for asked in server.asked[:-1]:
        assert "authorization" not in asked.headers
        assert asked.query["accesskey"] == KEY
    assert server.asked[-1].query == {}
    ids = {asked.headers["x-request-id"] for asked in signed}
    assert len(ids) == len(signed)


def test_no_cookie_is_ever_sent():
    cookie = {"Set-Cookie": f"token={TOKEN}; Path=/; HttpOnly"}
    with rest_server(lambda _: Reply(200, {"token": TOKEN}, cookie)) as server:
        client = client_of(server, token="")
        client.login("a", "b")
        server.script = lambda _: Reply(200, page(), cookie)
        client = client.with_credentials(accesskey=KEY)
        for _ in range(3):
            client.calls_page()
        client.close()
    assert not any("cookie" in asked.headers for asked in server.asked)


def test_pages_and_cursors():
    items = [{"id": "c1"}, {"id": 7}, {"id": NO_ID}, {"id": "c2", "new": []}]
    with rest_server(lambda _: page(*items, token="2026-08-22 1")) as server:
        client = client_of(server)
        found = client.calls_page("2026-08-22T10:15:30.123456Z")
        client.close()
    assert [call.id for call in found.items] == ["c1", "c2"]
    assert (found.listed, found.unreadable) == (4, 2)
    assert found.next_token == "2026-08-22 1"
    assert server.asked[0].query == {
        "page_size": "100",
        "page_token": "2026-08-22T10:15:30.123456Z",
    }


def test_ids_are_quoted():
    with rest_server(lambda _: {"id": "x"}) as server:
        client = client_of(server)
        client.call("a/../b?c=#d")
        for empty in ("", ".", "..", "\ud800"):
            with pytest.raises(NotFound):
                client.conference(empty)
        client.close()
    assert [asked.path for asked in server.asked] == [
        "/v1.0/calls/a%2F..%2Fb%3Fc%3D%23d"
    ]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, AuthError),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (500, ServerError),
        (302, BadAnswer),
    ],
)
def test_statuses(status, kind):
    with rest_server(lambda _: Reply(status)) as server:
        client = client_of(server)
        for ask in everything(client):
            with pytest.raises(kind) as caught:
                ask()
            assert caught.value.status == status
        assert caught.value.request_id.startswith("voipmon-" if status > 302 else "")
        client.close()


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b"\xff", b"[" * 50_000])
def test_answers_that_are_not_what_they_should_be(body):
    with rest_server(lambda _: body) as server:
        client = client_of(server)
        for ask in everything(client):
            with pytest.raises(BadAnswer):
                ask()
        client.close()


def test_limit_pauses_everybody_who_shares_the_budget():
    limited = Reply(429, headers={"Retry-After": "30"})
    with rest_server(lambda _: limited) as server:
        client = client_of(server)
        with pytest.raises(RateLimited) as caught:
            client.calls_page()
        assert caught.value.retry_after_s == 30
        other = client.with_credentials(accesskey=KEY)
        with pytest.raises(RateLimited) as caught:
            other.customer(timeout_s=1)
        assert caught.value.limited_by == "client"
        client.close()
    assert len(server.asked) == 1


def test_redirect_on_the_same_server_is_followed_once():
    def script(asked: Asked):
        if asked.path == "/v1.0/calls":
            return Reply(307, headers={"Location": "/v1.0/calls2?a=b&accesskey=x"})
        if asked.path == "/v1.0/agents":
            return Reply(308, headers={"Location": f"{server.url}/v1.0/agents"})
        return page()

    with rest_server(script) as server:
        client = client_of(server, token="", accesskey=KEY)
        client.calls_page()
        assert server.asked[-1].query == {"a": "b", "accesskey": KEY}
        with pytest.raises(BadAnswer, match="not followed"):
            client.agents_page()
        assert server.count("/v1.0/agents") == 2
        client.close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_leads_elsewhere(status):
    with (
        rest_server(lambda _: page()) as other,
        rest_server(lambda _: page()) as server,
    ):
        for location in (
            f"http://127.0.0.1:{other.port}/v1.0/calls",
            f"//127.0.0.1:{other.port}/v1.0/calls",
            f"http://localhost:{other.port}/",
            f"https://127.0.0.1:{server.port}/v1.0/calls",
            f"http://x@127.0.0.1:{server.port}/v1.0/calls",
            "http://[bad",
            "",
        ):
            server.asked.clear()
            headers = {"Location": location} if location else {}
            server.script = lambda _, h=headers: Reply(status, headers=h)
            client = client_of(server)
            for ask in with_login(client)[-2:]:
                with pytest.raises(BadAnswer, match="redirected"):
                    ask()
            assert len(server.asked) == 2 or not location
            client.close()
    assert not other.asked


@pytest.mark.parametrize("secret", ["a b", "a\nb", "käse", "\ud800", "x" * 9000])
def test_impossible_credentials(secret):
    client = RestClient(Server.parse("https://h.example"))
    for bad in ({"token": secret}, {"accesskey": secret}):
        with pytest.raises(AuthError) as caught:
            client.with_credentials(**bad)
        assert secret not in "".join(traceback.format_exception(caught.value))


def test_secrets_are_nowhere(caplog):
    """A server that repeats them in every way it can, logged at the lowest level."""
    caplog.set_level(logging.NOTSET)
    for name in ("urllib3", "urllib3.connection", "urllib3.connectionpool"):
        caplog.set_level(logging.DEBUG, name)
    texts = []

    def script(asked: Asked):
        echo = f"{asked.headers.get('authorization')} {asked.query} {asked.body!r}"
        plain = json.loads(asked.body)["password"] if asked.body else ""
        said = f"{plain} {asked.query.get('accesskey')} {echo}"
        error = {"error": {"reason": said, "message": said, "request_id": "r"}}
        headers = {"Location": f"https://{KEY[:9]}.x/?t={TOKEN}", "Retry-After": "0"}
        return Reply(statuses[0], error, headers)

    statuses = [0]
    with rest_server(script) as server:
        for secret in ({"token": TOKEN}, {"token": "", "accesskey": KEY}):
            client = client_of(server, **secret)
            texts.append(repr(client))
            for statuses[0] in (302, 307, 401, 403, 404, 409, 429, 500, 400, 200):
                for ask in with_login(client):
                    try:
                        ask()
                    except NetError as error:
                        texts += traceback.format_exception(error)
                        texts += [str(error), repr(error), error.detail]
            client.close()
    everywhere = "\n".join(texts) + caplog.text
    assert "GEHEIM" not in everywhere
    assert len(texts) > 100


def test_password_that_is_no_text():
    client = RestClient(Server.parse("http://127.0.0.1:1"))
    with pytest.raises(LoginRejected):
        client.login("kim", "\ud800")
