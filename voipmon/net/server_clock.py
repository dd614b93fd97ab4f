"""How far the server's clock is from ours, from the HTTP `Date` header."""

import threading
from email.utils import parsedate_to_datetime


class ServerClock:
    """Narrows the offset with every answer, although `Date` has whole seconds only.

    An answer dated D was made at some server time in [D, D + 1), between our sending
    and our receiving; so the offset lies in [D - received, D + 1 - sent]. The
    intersection of all answers is the estimate; an empty one means that a clock was
    set, and counting begins anew.

    Threads: any. The lock guards the two bounds.
    """

    def __init__(self) -> None:
        self._bounds: tuple[float, float] | None = None
        self._lock = threading.Lock()

    @property
    def offset_s(self) -> float:
        """Server minus ours [s]; 0.0 before the first answer."""
        bounds = self._bounds
        return 0.0 if bounds is None else (bounds[0] + bounds[1]) / 2

    def note(self, date: str, sent_s: float, received_s: float) -> None:
        """Take in one answer.

        Args:
            date: The header's text; anything unreadable is ignored.
            sent_s: Our wall clock just before the request was sent [Unix s].
            received_s: The same after the answer's headers were read.
        """
        try:
            server_s = parsedate_to_datetime(date).timestamp()
        except (ValueError, OverflowError, OSError):
            return
        low, high = server_s - received_s, server_s + 1 - sent_s
        if low > high:  # our clock was set back meanwhile
            return
        with self._lock:
            if self._bounds is not None:
                both = max(low, self._bounds[0]), min(high, self._bounds[1])
                if both[0] <= both[1]:
                    low, high = both
            self._bounds = low, high
