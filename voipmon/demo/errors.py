"""Refusals, as the platform words them.

Source: VoIPBIN api-manager `lib/apierror/envelope.go`, `server/error_translate.go`.
"""

from typing import Any

# HTTP status -> (status word, usual reason)
WORDS = {
    400: ("INVALID_ARGUMENT", "INVALID_ARGUMENT"),
    401: ("UNAUTHENTICATED", "INVALID_CREDENTIALS"),
    402: ("PAYMENT_REQUIRED", "INSUFFICIENT_BALANCE"),
    403: ("PERMISSION_DENIED", "PERMISSION_DENIED"),
    404: ("NOT_FOUND", "RESOURCE_NOT_FOUND"),
    409: ("FAILED_PRECONDITION", "STATE_INVALID"),
    429: ("RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"),
    500: ("INTERNAL", "INTERNAL"),
    503: ("UNAVAILABLE", "SERVICE_UNAVAILABLE"),
}


class ApiError(Exception):
    """An answer other than success, raised anywhere in a request.

    Args:
        status: HTTP status.
        reason: The envelope's `reason`; "" for the usual one of the status.
        retry_after_s: Sent as `Retry-After` unless 0.
        details: The envelope's `details`.
    """

    def __init__(
        self,
        status: int,
        reason: str = "",
        *,
        message: str = "",
        retry_after_s: int = 0,
        details: list[dict[str, str]] | None = None,
    ) -> None:
        word, usual = WORDS.get(status, ("INTERNAL", "INTERNAL"))
        super().__init__(reason or usual)
        self.status = status
        self.word = word
        self.reason = reason or usual
        self.message = message or f"{self.reason.replace('_', ' ').capitalize()}."
        self.retry_after_s = retry_after_s
        self.details = details

    def envelope(self, request_id: str) -> dict[str, Any]:
        """Give the JSON body."""
        error: dict[str, Any] = {
            "status": self.word,
            "reason": self.reason,
            "message": self.message,
            "request_id": request_id,
        }
        if self.details:
            error["details"] = self.details
        return {"error": error}


def rate_limited(wait_s: int, limited_by: str) -> ApiError:
    """Give the refusal of a request too many."""
    details = [{"limited_by": limited_by}]
    return ApiError(429, retry_after_s=wait_s, details=details)
