"""The platform's request limits.

Source: VoIPBIN api-manager `lib/middleware/{ratelimit,customer_ratelimit}.go`
(2026-08) with the defaults of `internal/config/main.go`.
"""

import math
from dataclasses import dataclass

AUTH_PER_IP = (10.0, 20)  # requests a second, burst
API_PER_IP = (200.0, 400)
API_PER_CUSTOMER = (17.0, 33)


@dataclass(slots=True)
class TokenBucket:
    """Fills at `rate` a second up to `burst`; each request takes one."""

    rate: float
    burst: int
    tokens: float = -1.0
    filled_s: float = 0.0

    def take(self, now: float) -> float:
        """Take one; gives 0, or how long until there is one [s]."""
        if self.tokens < 0:
            self.tokens, self.filled_s = float(self.burst), now
        gained = max(0.0, now - self.filled_s) * self.rate
        self.tokens = min(float(self.burst), self.tokens + gained)
        self.filled_s = now
        if self.tokens >= 1:
            self.tokens -= 1
            return 0.0
        return (1 - self.tokens) / self.rate


class Limits:
    """The three tiers; clients are all on one address here."""

    def __init__(self, *, enabled: bool = True) -> None:
        self._enabled = enabled
        self._auth = TokenBucket(*AUTH_PER_IP)
        self._ip = TokenBucket(*API_PER_IP)
        self._customers: dict[str, TokenBucket] = {}

    def by_ip(self, now: float, *, auth: bool) -> int:
        """Count one request of an address; gives whole seconds to wait, or 0."""
        return self._wait(self._auth if auth else self._ip, now)

    def by_customer(self, now: float, customer: str) -> int:
        """Count one request of a company."""
        if customer not in self._customers:
            self._customers[customer] = TokenBucket(*API_PER_CUSTOMER)
        return self._wait(self._customers[customer], now)

    def _wait(self, bucket: TokenBucket, now: float) -> int:
        if not self._enabled:
            return 0
        wait = bucket.take(now)
        return math.ceil(wait) if wait else 0
