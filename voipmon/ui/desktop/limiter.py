"""How many notifications are borne: one in 30 s about a call, six a minute in all."""

from collections import deque

APART_S = 30.0  # between two about the same call
MINUTE_S = 60.0
MOST = 6  # within any minute


class Limiter:
    """Pure; the caller brings the time, which must not go back."""

    def __init__(self) -> None:
        self._shown: deque[tuple[float, str]] = deque(maxlen=MOST)

    def allow(self, about: str, now_s: float) -> bool:
        """Whether another may be shown; True counts as shown.

        Args:
            about: Key of the call, or of what else it is about.
            now_s: Monotonic time [s].
        """
        while self._shown and now_s - self._shown[0][0] >= MINUTE_S:
            self._shown.popleft()
        if len(self._shown) == MOST:
            return False
        if any(about == key and now_s - at < APART_S for at, key in self._shown):
            return False
        self._shown.append((now_s, about))
        return True
