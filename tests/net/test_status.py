import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.net.errors import (
    AuthError,
    BadAnswer,
    Conflict,
    Forbidden,
    NetError,
    NotFound,
    RateLimited,
    ServerError,
    TimedOut,
)
from voipmon.net.status import MAX_RETRY_S, error_from, retry_after_s


def envelope(reason: str, message: str = "", **more: object) -> bytes:
    error = {"status": "X", "reason": reason, "message": message, **more}
    return json.dumps({"error": error}).encode()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadAnswer),
        (401, AuthError),
        (402, Forbidden),
        (403, Forbidden),
        (404, NotFound),
        (405, BadAnswer),
        (408, TimedOut),
        (409, Conflict),
        (410, NotFound),
        (429, RateLimited),
        (500, ServerError),
        (502, ServerError),
        (503, ServerError),
        (599, ServerError),
        (101, BadAnswer),
    ],
)
@pytest.mark.parametrize("body", [b"", b"plain words", envelope("A"), b"{", b"[[["])
def test_the_status_alone_decides(status, kind, body):
    error = error_from(status, {}, body)
    assert type(error) is kind
    assert error.status == status


def test_reason_message_and_request_are_kept():
    body = envelope("ACCOUNT_FROZEN", "Frozen.\nSorry.", request_id="req_7")
    error = error_from(403, {}, body)
    assert error.detail == "HTTP 403 ACCOUNT_FROZEN: Frozen. Sorry."
    assert error.request_id == "req_7"
    assert error_from(403, {"x-request-id": "req_8\r\n!"}, body).request_id == "req_8"
    assert error_from(500, {}, b"", request_id="ours").request_id == "ours"


def test_foreign_words_are_tidied():
    assert error_from(502, {}, b"  <html>nginx").detail == "HTTP 502"
    assert (
        error_from(500, {}, b"a\x00\x1b[31m\xff b").detail == "HTTP 500 a[31m\ufffd b"
    )
    assert len(error_from(500, {}, b"x" * 100_000).detail) < 250
    assert "eyJ" not in error_from(401, {}, b"token=eyJabc.d.e is bad").detail


def test_who_limits():
    body = envelope("RATE_LIMIT_EXCEEDED", details=[{"limited_by": "customer"}])
    error = error_from(429, {"retry-after": "7"}, body)
    assert isinstance(error, RateLimited)
    assert (error.retry_after_s, error.limited_by) == (7, "customer")
    for details in (None, [], "x", [1], [{"limited_by": 3}], {}):
        error = error_from(429, {}, envelope("R", details=details))
        assert isinstance(error, RateLimited)
        assert (error.retry_after_s, error.limited_by) == (1, "")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 1),
        ("0", 0),
        ("12", 12),
        (" 3 ", 3),
        ("1.5", 1.5),
        ("-4", 1),
        ("soon", 1),
        ("99999999", MAX_RETRY_S),
        ("Wed, 21 Oct 2026 07:28:30 GMT", 30),
        ("Wed, 21 Oct 2026 07:27:00 GMT", 0),
        ("Wed, 21 Oct 2036 07:28:00 GMT", MAX_RETRY_S),
        ("Wed, 99 Oct 2026 07:28:00 GMT", 1),
    ],
)
def test_retry_after(text, seconds):
    headers = {"retry-after": text, "date": "Wed, 21 Oct 2026 07:28:00 GMT"}
    assert retry_after_s(headers) == seconds


def test_a_broken_server_may_ask_to_wait():
    assert error_from(503, {"retry-after": "9"}, b"").retry_after_s == 9
    assert error_from(503, {}, b"").retry_after_s == 0


@given(
    st.integers(100, 999),
    st.binary(max_size=40) | st.text(max_size=20).map(lambda t: envelope(t, t)),
    st.text(max_size=30),
)
def test_any_answer_gives_an_error(status, body, header):
    error = error_from(status, {"retry-after": header, "date": header}, body)
    assert isinstance(error, NetError)
    assert error.detail.isprintable()
    assert 0 <= error.retry_after_s <= MAX_RETRY_S
