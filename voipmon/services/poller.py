"""What to ask the platform next, and when: the list kept true by polling.

Steady: the newest page of calls every 2 s, of conferences every 6 s, agents every
60 s, and every 4 s something for live objects that have left the newest pages; at
most one request a second together. At the start the lists are walked back first,
8 pages a second, while the newest page keeps its rhythm.
"""

import logging
import random
from collections import deque
from collections.abc import Callable
from time import monotonic, time
from typing import Any, Generic, TypeVar

from voipmon.core.domain.lifecycle import Resource
from voipmon.core.domain.roster import Roster
from voipmon.core.domain.snapshot import Problem, ResourceKind
from voipmon.core.wire.resources import Agent, Call, Conference, Page
from voipmon.core.wire.times import cursor_after
from voipmon.net.errors import (
    BadAnswer,
    Conflict,
    Forbidden,
    NotFound,
    ServerError,
    to_problem,
)
from voipmon.net.rest import RestClient
from voipmon.services.inquiry import observe
from voipmon.services.walk import Walk

_log = logging.getLogger(__name__)

CALLS_S = 2.0
CONFERENCES_S = 6.0
AGENTS_S = 60.0  # for each page of them
RECHECK_S = 4.0
RECHECK_TIMEOUT_S = 5.0
WALK_S = 0.125  # between the pages of a walk
QUIET_S = 12.0  # unconfirmed for so long, an object is asked for
# Calls end after an hour by the platform's own limit; ten minutes for ringing.
CALL_LIFE_S = 4200.0
_OVERLAP_S = 5.0  # how late an object may become visible after its own tm_create
_MAX_WALKS = 8
_SIDE_PAUSE_S = 30.0  # a side list that fails is left alone so long

D = TypeVar("D", Call, Conference)
# What may be wrong with one list while the platform is reached all the same.
_LOCAL = (BadAnswer, Conflict, Forbidden, NotFound, ServerError)


class _Newest(Generic[D]):
    """Rhythm of one list: its newest page, and walks where one is not enough.

    Args:
        fetch: Asks for the page at a cursor.
        period_s: From one newest page to the next.
        first_until: How far back the first walk goes; asked after its first answer,
            when the server's clock is known.
    """

    def __init__(
        self,
        fetch: Callable[[str], Page[D]],
        period_s: float,
        first_until: Callable[[], float | None],
    ) -> None:
        self._fetch: Callable[[str], Page[D]] = fetch
        self._period_s = period_s
        self._until = first_until
        self.walks: deque[Walk[D]] = deque()
        self.due_s = 0.0

    def poll(self, now_s: float) -> Page[D]:
        """Fetch the newest page; go on from there later, if it leaves a gap."""
        walk = Walk(self._fetch, self._until)
        page = walk.step()
        # Not before the answer: a failure leaves it due. The jitter keeps clients
        # apart, and lets the server's clock be seen from within a second.
        chance = random.random()  # noqa: S311 - protects nothing
        self.due_s = now_s + self._period_s * (0.9 + chance / 5)
        created = [item.created_s for item in page.items if item.created_s is not None]
        if created:
            known_s = max(created) - _OVERLAP_S
            self._until = lambda: known_s
        if not walk.done and len(self.walks) < _MAX_WALKS:
            self.walks.append(walk)
        return page

    def walk(self) -> Page[D]:
        """Fetch the next page of the oldest walk."""
        page = self.walks[0].step()
        if self.walks[0].done:
            self.walks.popleft()
        return page


class Poller:
    """Asks, one request a `step`, and feeds the roster. Owned by one thread.

    Args:
        client: Signed in.
        clock: Monotonic seconds.
    """

    def __init__(
        self, client: RestClient, clock: Callable[[], float] = monotonic
    ) -> None:
        self.roster = Roster()
        self.unreadable = 0
        self.confirmed_s: float | None = None  # monotonic, of the newest calls page
        self.troubles: deque[Problem] = deque(maxlen=8)
        self._client = client
        self._clock = clock
        self._failing: dict[str, str] = {}  # side question -> kind of its problem
        self._sweeps = True
        self._missed: tuple[type, str] | None = None
        self._agents: Walk[Agent] | None = None
        self._agents_due_s = 0.0
        self._recheck_due_s = 0.0
        self._walk_due_s = 0.0
        self._calls: _Newest[Call] = _Newest(
            client.calls_page, CALLS_S, lambda: self.server_now_s - CALL_LIFE_S
        )
        self._conferences: _Newest[Conference] = _Newest(
            client.conferences_page, CONFERENCES_S, lambda: None
        )

    @property
    def server_now_s(self) -> float:
        """Unix time by the server's clock."""
        return time() + self._client.server_offset_s

    def refresh(self) -> None:
        """Make everything due now."""
        self._calls.due_s = self._conferences.due_s = self._agents_due_s = 0.0

    def wait_s(self, now_s: float) -> float:
        """Seconds until `step` has something to do."""
        due = [self._calls.due_s, self._conferences.due_s, self._agents_due_s]
        if self._calls.walks or self._conferences.walks:
            due.append(self._walk_due_s)
        due.append(self._recheck_due_s)
        return max(min(due) - now_s, 0.0)

    def step(self) -> None:
        """Ask one thing, the most urgent one, if any is due.

        Raises:
            NetError: The platform, or the list of calls, cannot be had.
        """
        now_s = self._clock()
        if now_s >= self._calls.due_s:
            self._poll_calls(now_s)
        elif now_s >= self._conferences.due_s:
            self._side(self._poll_conferences, now_s)
        elif now_s >= self._agents_due_s:
            self._side(self._poll_agents, now_s)
        elif self._walks() and now_s >= self._walk_due_s:
            self._side(self._walk, now_s)
        elif now_s >= self._recheck_due_s:
            self._side(self._recheck, now_s)

    # -- the lists -----------------------------------------------------------------

    def _take(self, page: Page[Any], asked_s: float) -> None:
        self.unreadable += page.unreadable
        items: tuple[Resource, ...] = page.items
        self.roster.apply(items, asked_s)

    def _poll_calls(self, now_s: float) -> None:
        self._take(self._calls.poll(now_s), now_s)
        self.confirmed_s = self._clock()

    def _poll_conferences(self, now_s: float) -> None:
        self._take(self._conferences.poll(now_s), now_s)

    def _poll_agents(self, now_s: float) -> None:
        self._agents = self._agents or Walk(self._client.agents_page, lambda: None)
        self._agents_due_s = now_s + WALK_S
        self._take(self._agents.step(), now_s)
        if self._agents.done:
            self._agents_due_s = now_s + AGENTS_S * self._agents.pages
            self._agents = None

    def _walk(self, now_s: float) -> None:
        if (walks := self._walks()) is not None:
            self._walk_due_s = now_s + WALK_S
            self._take(walks.walk(), now_s)

    def _walks(self) -> _Newest[Any] | None:
        if self._calls.walks:
            return self._calls
        return self._conferences if self._conferences.walks else None

    # -- objects that have left the newest pages -----------------------------------

    def _recheck(self, now_s: float) -> None:
        self._recheck_due_s = now_s + RECHECK_S
        quiet = self.roster.quiet(now_s, QUIET_S, limit=3)
        if not quiet:
            return
        item = quiet[0]
        key = (type(item), item.id)
        created_s = item.created_s
        if len(quiet) < 3 or key == self._missed or not self._sweeps:
            created_s = None
        self._missed = key
        if created_s is None:
            self._recheck_one(item, now_s)
        else:
            self._recheck_around(item, created_s, now_s)

    def _recheck_one(self, item: Call | Conference, now_s: float) -> None:
        try:
            found = observe(self._client, _kind(item), item.id, RECHECK_TIMEOUT_S)
        except (NotFound, Conflict, Forbidden):
            self.roster.gone(_kind(item), item.id)
        except BadAnswer:  # costs this object, and it must not block the others
            self.unreadable += 1
            self.roster.postpone(_kind(item), item.id, now_s)
        else:
            self.roster.apply((found,), now_s)

    def _recheck_around(
        self, item: Call | Conference, created_s: float, now_s: float
    ) -> None:
        """Fetch the page that begins with `item`: confirms up to 100 at once.

        Any time is a valid cursor (VoIPBIN bin-api-manager/server/calls.go).
        """
        cursor = cursor_after(created_s)
        try:
            if isinstance(item, Call):
                self._take(self._client.calls_page(cursor), now_s)
            else:
                self._take(self._client.conferences_page(cursor), now_s)
        except BadAnswer:
            self._sweeps = False  # a server that wants its own cursors only

    def _side(self, ask: Callable[[float], None], now_s: float) -> None:
        """Ask what the list of calls can do without; told once if it fails."""
        name = ask.__name__
        try:
            ask(now_s)
        except _LOCAL as error:
            _log.warning("%s: %s (%s)", name, error.kind, error.detail)
            if self._failing.get(name) != error.kind:
                self._failing[name] = error.kind
                self.troubles.append(to_problem(error))
            self._put_off(ask, now_s + _SIDE_PAUSE_S)
        else:
            self._failing.pop(name, None)

    def _put_off(self, ask: Callable[[float], None], until_s: float) -> None:
        if ask == self._poll_conferences:
            self._conferences.due_s = until_s
        elif ask == self._poll_agents:
            self._agents, self._agents_due_s = None, until_s
        elif ask == self._walk:
            self._walk_due_s = until_s
        else:
            self._recheck_due_s = until_s


def _kind(item: Call | Conference) -> ResourceKind:
    return ResourceKind.CALL if isinstance(item, Call) else ResourceKind.CONFERENCE
