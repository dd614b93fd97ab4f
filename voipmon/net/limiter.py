"""The one budget of requests that REST and WebSocket upgrades share.

VoIPBIN allows 17 requests a second for a whole customer since 2026-08-05, shared by
every program of the company (api-manager lib/middleware/customer_ratelimit). We
stay below: never above 15 in any second, seen from the server.
"""

import threading
from collections import deque
from collections.abc import Callable
from time import monotonic

from voipmon.net.errors import RateLimited

LIMIT = 15  # requests in any second
WINDOW_S = 1.25  # a second, and 250 ms for requests that bunch up on their way
MAX_PAUSE_S = 300.0  # longest wish of a server that we follow


class RequestBudget:
    """Sliding window over the last `limit` grants.

    Threads: any, any method. The lock guards the deque and the pause only; waiting
    happens outside it. Ask immediately before the bytes are written: a grant that
    waits for a TCP or TLS handshake bunches up with later ones.
    """

    def __init__(
        self,
        limit: int = LIMIT,
        window_s: float = WINDOW_S,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._window_s = window_s
        self._clock = clock
        self._granted: deque[float] = deque(maxlen=limit)
        self._paused_until = 0.0
        self._closed = threading.Event()
        self._lock = threading.Lock()

    def try_acquire(self) -> float:
        """Take a grant if there is one.

        Returns:
            0.0 when granted, else seconds until it is worth asking again.
        """
        with self._lock:
            now = self._clock()
            wait_s = self._paused_until - now
            if len(self._granted) == self._granted.maxlen:
                wait_s = max(wait_s, self._granted[0] + self._window_s - now)
            if wait_s > 0:
                return wait_s
            self._granted.append(now)  # the oldest one falls out
            return 0.0

    def acquire(self, timeout_s: float) -> None:
        """Wait for a grant.

        Raises:
            RateLimited: There will be none within `timeout_s`, said at once;
                `retry_after_s` is when there will be. Also after `close`.
        """
        until = self._clock() + timeout_s
        while (wait_s := self.try_acquire()) > 0:
            if self._closed.is_set() or self._clock() + wait_s > until:
                raise RateLimited(
                    "waiting as the server asked or the request budget is used up",
                    retry_after_s=wait_s,
                    limited_by="client",
                    status=0,
                )
            self._closed.wait(wait_s)

    def pause(self, seconds: float) -> None:
        """Nobody asks anything for so long: the server's `Retry-After`."""
        seconds = min(max(seconds, 0.0), MAX_PAUSE_S)
        with self._lock:
            self._paused_until = max(self._paused_until, self._clock() + seconds)

    def close(self) -> None:
        """Wake every waiting thread; from now on `acquire` never waits."""
        self._closed.set()
