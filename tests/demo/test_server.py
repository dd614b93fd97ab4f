import time
from email.utils import parsedate_to_datetime

import pytest

from tests.support.demo import demo_server, wait_for


def test_ping_needs_no_credentials(demo):
    answer = demo.get("/ping")
    assert (answer.status, answer.json) == (200, {"message": "pong"})


@pytest.mark.parametrize("given", ["abc-DEF_09", "x" * 64])
def test_a_request_id_of_ours_comes_back(demo, given):
    answer = demo.request("GET", "/ping", headers={"X-Request-Id": given})
    assert answer.headers["X-Request-Id"] == given
    refused = demo.request("GET", "/v1.0/me", headers={"X-Request-Id": given})
    assert refused.headers["X-Request-Id"] == given
    assert refused.json["error"]["request_id"] == given


@pytest.mark.parametrize("given", ["", "with space", "x" * 65, "ü"])
def test_any_other_request_id_is_replaced(demo, given):
    headers = {"X-Request-Id": given.encode()} if given else {}
    answer = demo.request("GET", "/v1.0/me", headers=headers)
    assert answer.headers["X-Request-Id"].startswith("req_")
    assert answer.json["error"]["request_id"] == answer.headers["X-Request-Id"]


def test_even_what_nobody_foresaw_has_the_envelope():
    with demo_server("--calls", "0") as demo:
        answer = demo.get("/__demo__/uplink/no-number")
        assert (answer.status, answer.reason) == (500, "INTERNAL")
        assert answer.json["error"]["request_id"] == answer.headers["X-Request-Id"]
        large = demo.request("POST", "/auth/login", body="x" * (2 << 20))
        assert large.status == 413
        assert large.json["error"]["request_id"] == large.headers["X-Request-Id"]
        assert "no-number" in demo.log()


def test_a_company_has_17_requests_a_second_and_33_at_once():
    with demo_server("--calls", "0") as demo:
        token = demo.login()
        begun, served, refused = time.monotonic(), 0, None
        while refused is None:
            answer = demo.get("/v1.0/me", token=token)
            served += answer.status == 200
            refused = answer if answer.status == 429 else None
        allowed = 33 + 17 * (time.monotonic() - begun)
        assert 33 <= served <= allowed + 1
        assert refused.headers["Retry-After"] == "1"
        assert refused.reason == "RATE_LIMIT_EXCEEDED"
        assert refused.json["error"]["details"] == [{"limited_by": "customer"}]
        assert demo.get("/ping").status == 200


def test_sign_in_has_a_limit_of_its_own():
    with demo_server("--calls", "0") as demo:
        body = {"username": "a", "password": "b"}
        answers = [demo.request("POST", "/auth/login", body=body) for _ in range(200)]
        refused = [a for a in answers if a.status == 429]
        assert [a.status for a in answers[:20]] == [400] * 20
        assert refused
        assert refused[0].json["error"]["details"] == [{"limited_by": "ip"}]


@pytest.mark.parametrize(
    ("code", "wait", "word"),
    [
        (401, 0, "UNAUTHENTICATED"),
        (403, 0, "PERMISSION_DENIED"),
        (404, 0, "NOT_FOUND"),
        (429, 7, "RESOURCE_EXHAUSTED"),
        (500, 0, "INTERNAL"),
        (503, 3, "UNAVAILABLE"),
    ],
)
def test_any_status_can_be_asked_for(demo, token, code, wait, word):
    params = {"code": code, "path": "/v1.0/calls", "retry_after": wait, "times": 2}
    demo.fault("status", **params)
    for _ in range(2):
        answer = demo.get("/v1.0/calls", token=token)
        assert answer.status == code
        assert answer.json["error"]["status"] == word
        assert answer.headers.get("Retry-After") == (str(wait) if wait else None)
    assert demo.get("/v1.0/me", token=token).status == 200
    assert demo.get("/v1.0/calls", token=token).status == 200


def test_a_fault_of_lists_ends_in_time_though_no_stream_runs(demo, token):
    demo.fault("status", code=503, path="/v1.0/calls", seconds=0.2)
    wait_for(lambda: demo.get("/v1.0/calls", token=token).status == 200, 3.0)
    assert demo.control("GET", "/faults").json == []


def test_answers_can_be_slow(demo):
    demo.fault("slow-rest", s=0.4, path="/ping", times=1)
    begun = time.monotonic()
    demo.get("/ping")
    assert time.monotonic() - begun >= 0.4


def test_the_clock_can_be_told_wrong(demo):
    def told_s() -> float:
        answer = demo.get("/ping")
        return parsedate_to_datetime(answer.headers["Date"]).timestamp()

    demo.fault("clock", ahead=240)
    wrong = told_s()
    demo.clear_faults()
    right = told_s()
    assert abs(wrong - right - 240) <= 1


def test_lists_can_be_empty_while_what_was_on_them_is_there(demo):
    token, call = demo.login(), demo.talking_call()
    demo.fault("no-rows")
    assert demo.get("/v1.0/calls", token=token).json["result"] == []
    assert demo.get("/v1.0/conferences", token=token).json["result"] == []
    assert demo.get(f"/v1.0/calls/{call}", token=token).status == 200
