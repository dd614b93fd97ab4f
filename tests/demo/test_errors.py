import pytest

from voipmon.demo.errors import ApiError, rate_limited


@pytest.mark.parametrize(
    ("status", "reason", "word"),
    [
        (401, "AUTHENTICATION_REQUIRED", "UNAUTHENTICATED"),
        (404, "CALL_NOT_FOUND", "NOT_FOUND"),
        (409, "STATE_INVALID", "FAILED_PRECONDITION"),
        (500, "INTERNAL", "INTERNAL"),
    ],
)
def test_the_envelope_has_status_reason_message_and_id(status, reason, word):
    error = ApiError(status, reason).envelope("req_1")["error"]
    assert error["status"] == word
    assert error["reason"] == reason
    assert error["message"]
    assert error["request_id"] == "req_1"
    assert "details" not in error


def test_too_many_says_who_limits_and_how_long_to_wait():
    error = rate_limited(2, "customer")
    assert error.retry_after_s == 2
    assert error.envelope("x")["error"]["details"] == [{"limited_by": "customer"}]
