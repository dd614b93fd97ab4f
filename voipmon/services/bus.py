"""Rare and exact news on their way to whoever reads them, bounded.

The one lock of the services layer: it guards the queue and the mirror below, and is
held only around the few lines of each method.
"""

import threading
from collections import deque

from voipmon.core.domain.facts import (
    DevicesChanged,
    Fact,
    Resync,
    RosterChanged,
    RosterRow,
)

LIMIT = 2000  # facts a reader may be behind; then one `Resync` instead


class FactBus:
    """Facts from any thread, for one reader.

    Keeps a mirror of the roster and the devices, so that a reader that lost facts
    gets the whole truth again instead of a hole.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._queue: deque[Fact] = deque()
        self._rows: dict[str, RosterRow] = {}
        self._devices = DevicesChanged()
        self._lost = 0
        self._news = threading.Event()

    def publish(self, fact: Fact) -> None:
        """Append; any thread. On overflow all waiting facts become one resync."""
        with self._lock:
            self._remember(fact)
            self._queue.append(fact)
            if len(self._queue) > self._limit:
                self._lost += len(self._queue)
                self._queue.clear()
        self._news.set()

    def rouse(self) -> None:
        """End the reader's `wait` as a fact would; any thread."""
        self._news.set()

    def wait(self, timeout_s: float) -> None:
        """Sleep until there may be something to take; the reader."""
        self._news.wait(timeout_s)

    def take(self) -> tuple[Fact, ...]:
        """All that came since the last call, in order; one reader."""
        self._news.clear()  # first: what comes from here on is news again
        with self._lock:
            facts = tuple(self._queue)
            self._queue.clear()
            if not self._lost:
                return facts
            lost, self._lost = self._lost, 0
            whole = RosterChanged(rows=tuple(self._rows.values()), whole=True)
            return (Resync(lost=lost), whole, self._devices, *facts)

    @property
    def waiting(self) -> bool:
        """Whether `take` would return anything."""
        return bool(self._queue) or self._lost > 0

    def _remember(self, fact: Fact) -> None:
        if isinstance(fact, RosterChanged):
            if fact.whole:
                self._rows.clear()
            for key in fact.removed:
                self._rows.pop(key, None)
            for row in fact.rows:
                self._rows[row.key] = row
        elif isinstance(fact, DevicesChanged):
            self._devices = fact
