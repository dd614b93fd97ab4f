import base64
import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.demo import Demo, demo_server
from voipmon.demo.auth import Credentials


def claims(token: str) -> dict[str, object]:
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def me(demo: Demo, **how: str) -> tuple[int, str]:
    """Ask who I am; gives status and reason or user name."""
    path = "/v1.0/me"
    query = "&".join(f"{k}={v}" for k, v in how.items() if k in {"token", "accesskey"})
    headers = {}
    if "bearer" in how:
        headers["Authorization"] = f"Bearer {how['bearer']}"
    cookies = {k[7:]: v for k, v in how.items() if k.startswith("cookie_")}
    if cookies:
        headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in cookies.items())
    answer = demo.request("GET", f"{path}?{query}", headers=headers)
    if answer.status == 200:
        return 200, str(answer.json["username"])
    return answer.status, answer.reason


def test_a_token_is_a_jwt_that_lasts_a_week_and_names_the_agent(demo):
    said = claims(demo.login())
    assert said["type"] == "agent"
    assert "exp" not in said
    expire = datetime.fromisoformat(str(said["expire"]))
    left = expire - datetime.now(UTC)
    assert timedelta(days=6, hours=23) < left < timedelta(days=7, seconds=5)
    assert said["agent"]["permission"] == 0x40
    assert said["agent"]["username"] == demo.username


@pytest.mark.parametrize(
    "body",
    [
        {"username": "supervisor@demo.example", "password": "wrong"},
        {"username": "nobody", "password": "x"},
        {"username": "supervisor@demo.example"},
        {"username": 5, "password": None},
        ["no", "object"],
        "text",
    ],
)
def test_a_wrong_sign_in_is_400_without_a_body(demo, body):
    answer = demo.request("POST", "/auth/login", body=body)
    assert (answer.status, answer.body) == (400, b"")


def test_a_new_login_does_not_end_older_tokens(demo):
    first, second = demo.login(), demo.login()
    assert me(demo, bearer=first) == me(demo, bearer=second) == (200, demo.username)


def test_the_cookie_of_a_login_is_for_the_browser_alone(demo):
    body = {"username": demo.username, "password": demo.password}
    answer = demo.request("POST", "/auth/login", body=body)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"token={answer.json['token']};")
    for word in ("HttpOnly", "Secure", "SameSite=Strict", "Max-Age=604800"):
        assert word in cookie


def test_each_place_of_a_token_works(demo, token):
    for how in ({"cookie_token": token}, {"token": token}, {"bearer": token}):
        assert me(demo, **how) == (200, demo.username)


def test_the_first_credential_decides_alone(demo, token):
    wrong = (401, "INVALID_CREDENTIALS")
    assert me(demo, cookie_token="bad", token=token) == wrong
    assert me(demo, token="bad", bearer=token) == wrong
    assert me(demo, bearer="bad", accesskey=demo.accesskey) == wrong
    assert me(demo, cookie_accesskey="bad", accesskey=demo.accesskey) == wrong
    assert me(demo, token=token, bearer="bad") == (200, demo.username)


def test_an_access_key_is_nobody_and_no_bearer(demo):
    assert me(demo, accesskey=demo.accesskey) == (404, "AGENT_NOT_FOUND")
    assert me(demo, bearer=demo.accesskey) == (401, "INVALID_CREDENTIALS")
    assert me(demo) == (401, "AUTHENTICATION_REQUIRED")
    customer = demo.get(f"/v1.0/customer?accesskey={demo.accesskey}")
    calls = demo.get(f"/v1.0/calls?accesskey={demo.accesskey}").json["result"]
    assert {call["customer_id"] for call in calls} == {customer.json["id"]}


def test_bytes_that_no_credential_has_are_refused_in_the_envelope(demo):
    wrong = (401, "INVALID_CREDENTIALS")
    for header, value in (
        ("Authorization", b"Bearer \xff.\xfe.\xfd"),
        ("Cookie", b"accesskey=vb_\xff"),
    ):
        answer = demo.request("GET", "/v1.0/calls", headers={header: value})
        assert (answer.status, answer.reason) == wrong
    body = {"username": demo.username, "password": "\ud800"}
    answer = demo.request("POST", "/auth/login", body=body)
    assert (answer.status, answer.body) == (400, b"")


def test_a_forged_token_is_refused(demo, token):
    head, _, signature = token.split(".")
    said = claims(token)
    said["expire"] = "2999-01-01T00:00:00.000000Z"
    forged = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
    assert me(demo, bearer=f"{head}.{forged}.{signature}")[0] == 401


def test_a_plain_agent_is_known_and_may_not_supervise(demo):
    token = demo.login(demo.ready["agent_username"])
    assert demo.get("/v1.0/me", token=token).status == 200
    for path in ("/calls", "/conferences", "/customer", "/agents"):
        answer = demo.get(f"/v1.0{path}", token=token)
        assert (answer.status, answer.reason) == (403, "PERMISSION_DENIED")


def test_an_expired_token_is_refused():
    with demo_server("--calls", "0", "--token-lifetime", "0") as demo:
        assert me(demo, bearer=demo.login()) == (401, "INVALID_CREDENTIALS")


def test_credentials_can_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("VOIPMON_DEMO_USERNAME", "kim")
    monkeypatch.setenv("VOIPMON_DEMO_PASSWORD", "secret-1")
    monkeypatch.setenv("VOIPMON_DEMO_ACCESSKEY", "vb_secret-2")
    given = Credentials.from_environment()
    assert given == Credentials(
        username="kim", password="secret-1", accesskey="vb_secret-2"
    )
    assert "secret" not in repr(given).replace("<secret>", "")
    assert Credentials.random().password != Credentials.random().password
