"""Everything that belongs to one sign-in: its client, its list, its troubles."""

import random
from collections.abc import Iterator
from time import monotonic

from voipmon.core.domain.facts import Fact, RosterChanged, Session, Trouble
from voipmon.core.domain.snapshot import LinkSnapshot, LinkState, Problem
from voipmon.net.errors import NetError, to_problem
from voipmon.net.rest import RestClient
from voipmon.services.poller import Poller

STALE_S = 10.0  # without a confirmed list for so long, it may be out of date
BACKOFF_FIRST_S = 0.5
BACKOFF_MAX_S = 15.0


class Account:
    """One sign-in, replaced whole by the next and never reused.

    Written by the keeper's thread alone; `link` and single attributes may be read
    by any.
    """

    def __init__(self, client: RestClient, session: Session) -> None:
        self.client = client
        self.session = session
        self.poller = Poller(client)
        self.retry_s = 0.0  # monotonic; nothing is asked before
        self._since_s = monotonic()
        self._problem: Problem | None = None
        self._failures = 0
        self._listed = False  # a whole list was published

    def succeeded(self) -> None:
        """The platform answered."""
        self._failures = 0
        self._problem = None

    def failed(self, error: NetError, now_s: float) -> None:
        """It did not: wait, longer each time, and as long as it asks us to."""
        self._problem = to_problem(error)
        chance = random.random()  # noqa: S311 - spreads clients, protects nothing
        delay_s = min(BACKOFF_FIRST_S * 2**self._failures, BACKOFF_MAX_S)
        # Many clients may have got the same wish: spread them behind it.
        wish_s = error.retry_after_s * (1 + chance / 10)
        self.retry_s = now_s + max(delay_s * (0.5 + chance / 2), wish_s)
        self._failures = min(self._failures + 1, 10)

    def link(self, now_s: float) -> LinkSnapshot:
        """How fresh the list is."""
        confirmed_s = self.poller.confirmed_s
        stale = now_s - (confirmed_s or self._since_s) > STALE_S
        return LinkSnapshot(
            state=LinkState.STALE if stale else LinkState.LIVE,
            server=self.session.server,
            user=self.session.user,
            age_s=None if confirmed_s is None else now_s - confirmed_s,
            problem=self._problem,
            requests=self.client.requests,
            unreadable=self.poller.unreadable,
        )

    def take_facts(self) -> Iterator[Fact]:
        """What is new in the list; the first one is whole, be it empty."""
        while self.poller.troubles:
            yield Trouble(problem=self.poller.troubles.popleft())
        more = self.poller.confirmed_s is not None
        while more:
            changes = self.poller.roster.take_changes(self.poller.server_now_s)
            more = changes.more
            if changes.rows or changes.removed or not self._listed:
                whole, self._listed = not self._listed, True
                yield RosterChanged(
                    rows=changes.rows, removed=changes.removed, whole=whole
                )
