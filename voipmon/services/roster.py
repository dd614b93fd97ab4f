"""Signed in or not, and the list: one thread that asks the platform over REST."""

import itertools
import logging
import queue
from collections.abc import Callable
from time import monotonic

import msgspec

from voipmon.core.domain.commands import SignIn
from voipmon.core.domain.facts import (
    Fact,
    RosterChanged,
    Session,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from voipmon.core.domain.snapshot import (
    LinkSnapshot,
    LinkState,
    Problem,
    ResourceKind,
)
from voipmon.core.domain.verdict import Fate, Verdict
from voipmon.core.wire.names import Encapsulation
from voipmon.net.errors import AuthError, NetError, to_problem
from voipmon.net.limiter import RequestBudget
from voipmon.net.media_socket import CONNECT_S, ListenSocket
from voipmon.net.rest import RestClient
from voipmon.services.account import Account
from voipmon.services.inquiry import Inquiry, inquire
from voipmon.services.sign_in import resume, sign_in
from voipmon.services.worker import Worker

_log = logging.getLogger(__name__)

_SETTLE_S = 0.01  # between two looks at a sign-in under way


class RosterKeeper(Worker):
    """Signs in, polls, publishes; answers the media links' questions.

    Threads: commands (`sign_in`, `resume`, `sign_out`, `refresh`) come from any
    thread through a queue and return at once. `lookup` asks on its caller's thread
    and blocks; `participants`, `session`, `link`, `clock_offset_s` read memory.
    `publish` is called on the keeper's thread.

    Args:
        budget: Shared with the media sockets.
        publish: Takes the facts, must not block.
    """

    def __init__(
        self,
        *,
        budget: RequestBudget,
        publish: Callable[[Fact], None],
        on_crash: Callable[[str, Exception], None] | None = None,
    ) -> None:
        super().__init__("roster", on_crash)
        self._budget = budget
        self._publish = publish
        self._commands: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._account: Account | None = None
        self._signing_in: RestClient | None = None
        self._numbers = itertools.count(1)
        self._asked = 0  # number of the newest sign-in asked for
        self._finished = 0  # number of the newest one that was dealt with
        self._cancelled = 0  # sign-ins up to this number are not wanted any more

    # -- commands, any thread ----------------------------------------------------------

    def sign_in(self, request: SignIn) -> None:
        """Sign in; `SignedIn` or `SignInFailed` follows, until then all stays."""
        self._begin(lambda number: self._sign_in(request, number))

    def resume(self, session: Session) -> None:
        """Go on with a session; believed until the platform denies it."""
        self._begin(lambda number: self._resume(session, number))

    def sign_out(self) -> None:
        """Forget the session, break off a sign-in under way; `SignedOut` follows."""
        self.cancel_sign_in()
        self._commands.put(self._sign_out)

    def cancel_sign_in(self) -> None:
        """Let no sign-in asked for so far succeed; no fact follows."""
        self._cancelled = self._asked
        if (client := self._signing_in) is not None:
            client.close()

    def refresh(self) -> None:
        """Fetch the list now, in spite of a back-off."""
        self._commands.put(self._refresh)

    def request_stop(self) -> None:
        """Ask `_run` to return, and break off what it waits for; any thread."""
        super().request_stop()
        self.cancel_sign_in()
        if (account := self._account) is not None:
            account.client.close()

    # -- questions, any thread ---------------------------------------------------------

    @property
    def session(self) -> Session | None:
        """The session in force."""
        account = self._account
        return account.session if account is not None else None

    @property
    def clock_offset_s(self) -> float:
        """Server's clock minus ours [s]."""
        account = self._account
        return account.client.server_offset_s if account is not None else 0.0

    def link(self) -> LinkSnapshot:
        """Sign-in and freshness of the list, now."""
        account = self._account
        link = LinkSnapshot() if account is None else account.link(monotonic())
        if self._finished < self._asked:
            link = msgspec.structs.replace(link, state=LinkState.SIGNING_IN)
        return link

    def participants(self, conference_id: str) -> int | None:
        """How many are in a conference, as last heard; None if it is unknown."""
        account = self._account
        found = account.poller.roster.conference(conference_id) if account else None
        return None if found is None else len(found.conferencecall_ids)

    def lookup(
        self, kind: ResourceKind, resource_id: str, timeout_s: float = 5.0
    ) -> Verdict:
        """Ask the platform what became of a call or conference; blocks.

        What is learnt goes into the list, too; a 401 ends the session.
        """
        account = self._settled(timeout_s)
        if account is None:
            return Verdict(fate=Fate.SIGNED_OUT, problem=Problem(kind="net.auth"))
        inquiry = inquire(account.client, kind, resource_id, timeout_s)
        self._commands.put(lambda: self._learn(account, inquiry))
        return inquiry.verdict

    def open_socket(
        self,
        kind: ResourceKind,
        resource_id: str,
        encapsulation: Encapsulation,
        timeout_s: float = CONNECT_S,
    ) -> ListenSocket:
        """Open a media stream with the session's credentials; blocks.

        Raises:
            NetError: Nothing is left open; `AuthError` if nobody is signed in.
        """
        account = self._settled(timeout_s)
        if account is None:
            raise AuthError("signed out")
        session = account.session
        return ListenSocket.connect(
            account.client.server,
            session,
            kind,
            resource_id,
            encapsulation,
            trust=account.client.trust,
            timeout_s=timeout_s,
            budget=self._budget,
        )

    def _settled(self, timeout_s: float) -> Account | None:
        """Return the account, once a sign-in (told with its streams) has ended."""
        until_s = monotonic() + timeout_s
        while self._account is None and self._finished < self._asked:
            if monotonic() > until_s or self._stopping.wait(_SETTLE_S):
                break
        return self._account

    # -- the thread --------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping.is_set():
            wait_s = self._turn()
            try:
                command = self._commands.get(timeout=min(wait_s, self.POLL_S))
            except queue.Empty:
                continue
            command()

    def _cleanup(self) -> None:
        if self._account is not None:
            self._account.client.close()

    def _turn(self) -> float:
        """Ask one thing if it is time; return seconds until the next one."""
        account = self._account
        if account is None:
            return self.POLL_S
        now_s = monotonic()
        wait_s = max(account.poller.wait_s(now_s), account.retry_s - now_s)
        if wait_s <= 0:
            self._ask(account)
            wait_s = 0.001  # commands between any two requests
        if self._account is account:
            self._publish_changes(account)
        return wait_s

    def _ask(self, account: Account) -> None:
        try:
            account.poller.step()
        except AuthError as error:
            self._end(account, to_problem(error))
        except NetError as error:
            if not self._stopping.is_set():
                account.failed(error, monotonic())
        else:
            account.succeeded()

    def _publish_changes(self, account: Account) -> None:
        for fact in account.take_facts():
            self._publish(fact)

    # -- commands, on the thread -------------------------------------------------------

    def _begin(self, work: Callable[[int], None]) -> None:
        self.cancel_sign_in()
        self._asked = number = next(self._numbers)
        self._commands.put(lambda: work(number))

    def _sign_in(self, request: SignIn, number: int) -> None:
        def note(client: RestClient) -> None:
            self._signing_in = client
            if number <= self._cancelled:
                client.close()

        try:
            client, session = sign_in(request, self._budget, note)
        except NetError as error:
            self._failed(error, number)
        else:
            self._accept(client, session, number)
        finally:
            self._signing_in = None

    def _resume(self, session: Session, number: int) -> None:
        try:
            client = resume(session, self._budget)
        except NetError as error:
            self._failed(error, number)
        else:
            self._accept(client, session, number)

    def _failed(self, error: NetError, number: int) -> None:
        self._finished = number
        if number > self._cancelled:
            self._publish(SignInFailed(problem=to_problem(error)))

    def _accept(self, client: RestClient, session: Session, number: int) -> None:
        if number <= self._cancelled:
            self._finished = number
            client.close()
            return
        before, self._account = self._account, Account(client, session)
        self._finished = number  # last: whoever waits for it finds the account
        if before is not None:
            before.client.close()
        _log.info("signed in to %s", session.server)
        self._publish(SignedIn(session=session))

    def _sign_out(self) -> None:
        if (account := self._account) is not None:
            self._end(account, None)
        else:
            self._publish(SignedOut())

    def _end(self, account: Account, problem: Problem | None) -> None:
        self._account = None
        account.client.close()
        self._publish(SignedOut(problem=problem))
        self._publish(RosterChanged(whole=True))

    def _refresh(self) -> None:
        if (account := self._account) is not None:
            account.poller.refresh()
            account.retry_s = 0.0

    def _learn(self, account: Account, inquiry: Inquiry) -> None:
        """Take in what a link's question brought to light."""
        if account is not self._account:
            return
        roster = account.poller.roster
        if inquiry.found is not None:
            roster.apply((inquiry.found,), inquiry.asked_s)
        elif inquiry.verdict.fate is Fate.GONE:
            roster.gone(inquiry.kind, inquiry.resource_id)
        elif inquiry.verdict.fate is Fate.SIGNED_OUT:
            self._end(account, inquiry.verdict.problem)
