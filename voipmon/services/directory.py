"""One-shot questions of the command line: is it there, who am I, what is live.

Runs on the caller's thread and asks until it has the whole answer; the window's
ever-running counterpart is `roster.RosterKeeper`.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic, sleep, time
from typing import TypeVar

from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.facts import RosterRow, Session
from voipmon.core.domain.roster import Roster
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.core.wire.resources import Agent, Call, Conference, Page
from voipmon.net.errors import RateLimited
from voipmon.net.limiter import RequestBudget
from voipmon.net.rest import RestClient
from voipmon.net.trust import Trust
from voipmon.net.urls import Server
from voipmon.services.poller import CALL_LIFE_S
from voipmon.services.sign_in import sign_in
from voipmon.services.walk import Walk

PATIENCE_S = 20.0  # a command waits so long for a server that asks it to
MIN_WAIT_S = 0.25

D = TypeVar("D", Call, Conference, Agent)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Live rows, newest first, and how many objects could not be read."""

    rows: tuple[RosterRow, ...]
    unreadable: int


def ping(request: SignIn) -> str:
    """Reach the server without credentials; its address. Raises `NetError`."""
    server = Server.parse(request.server)
    trust = Trust(ca_file=request.ca_file, pin_sha256=request.pin_sha256)
    client = RestClient(server, trust)
    try:
        client.ping()
    finally:
        client.close()
    return server.root


def who(request: SignIn) -> str:
    """Sign in; the name of the person or company. Raises `NetError`."""
    with _signed_in(request) as (_, session):
        return session.user or "signed in"


def live(request: SignIn, kind: ResourceKind) -> Listing:
    """All live calls, or all conferences. Raises `NetError`."""
    with _signed_in(request) as (client, _):
        roster = Roster()
        unreadable = _walk(roster, client.agents_page, lambda: None)
        if kind is ResourceKind.CALL:
            unreadable += _walk(
                roster,
                client.calls_page,
                lambda: time() + client.server_offset_s - CALL_LIFE_S,
            )
        # conferences name the rooms that calls are in
        unreadable += _walk(roster, client.conferences_page, lambda: None)
        while roster.take_changes(time() + client.server_offset_s).more:
            pass
        rows = [row for row in roster.rows() if row.kind is kind and row.live]
        rows.sort(key=lambda row: row.started_s or 0.0, reverse=True)
        return Listing(rows=tuple(rows), unreadable=unreadable)


def patiently(ask: Callable[[], T]) -> T:
    """Ask, and again when a 429 says so, as long as that is soon."""
    until_s = monotonic() + PATIENCE_S
    while True:
        try:
            return ask()
        except RateLimited as error:
            wait_s = max(error.retry_after_s, MIN_WAIT_S)
            if monotonic() + wait_s > until_s:
                raise
            sleep(wait_s)


@contextlib.contextmanager
def _signed_in(request: SignIn) -> Iterator[tuple[RestClient, Session]]:
    budget = RequestBudget()
    client, session = patiently(lambda: sign_in(request, budget, lambda _: None))
    try:
        yield client, session
    finally:
        client.close()


def _walk(
    roster: Roster,
    fetch: Callable[[str], Page[D]],
    until: Callable[[], float | None],
) -> int:
    """Take in a whole list; how many of its objects could not be read."""
    walk: Walk[D] = Walk(fetch, until)
    unreadable = 0
    while not walk.done:
        asked_s = monotonic()
        page = patiently(walk.step)
        unreadable += page.unreadable
        roster.apply(page.items, asked_s)
    return unreadable
