"""The platform's REST interface: sign in, lists by the page, single objects.

Source: VoIPBIN api-manager (server/, lib/middleware/authenticate.go): a token goes
into the `Authorization` header, an access key into the query, nothing into cookies.
"""

import logging
import re
import uuid
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

import msgspec

from voipmon import __version__
from voipmon.core.errors import WireError
from voipmon.core.wire.resource_reader import AGENTS, CALLS, CONFERENCES, CUSTOMERS
from voipmon.core.wire.resources import Agent, Call, Conference, Customer, Page
from voipmon.net.errors import (
    AuthError,
    BadAnswer,
    LoginRejected,
    NetError,
    NotFound,
    RateLimited,
)
from voipmon.net.limiter import RequestBudget
from voipmon.net.status import error_from
from voipmon.net.transport import Answer, Request, Transport
from voipmon.net.trust import Trust
from voipmon.net.urls import Server, scrub

_log = logging.getLogger(__name__)

TIMEOUT_S = 10.0  # the platform gives up on its own back end after 10 s
LOGIN_TIMEOUT_S = 30.0  # and after 30 s at login
PAGE_SIZE = 100  # the platform's maximum
_SECRET = re.compile(r"[\x21-\x7e]{1,8192}")  # what fits into a header and a query

T = TypeVar("T")


class _Login(msgspec.Struct):
    token: str


class RestClient:
    """Asks one server on behalf of one person.

    Threads: any, any method; clients made by `with_credentials` share connections,
    budget and clock. Every method can raise any `NetError`; none ever holds the
    credentials.

    Args:
        server: Where.
        trust: Whom to believe to be it.
        budget: Shared with the media sockets of the same customer.
    """

    def __init__(
        self,
        server: Server,
        trust: Trust | None = None,
        budget: RequestBudget | None = None,
    ) -> None:
        self._budget = budget or RequestBudget()
        self._transport = Transport(server, trust or Trust(), self._budget)
        self._token = ""
        self._accesskey = ""

    def with_credentials(self, *, token: str = "", accesskey: str = "") -> "RestClient":
        """Return a client that signs its requests; the token wins, as on the server.

        Raises:
            AuthError: They hold characters that no credential has.
        """
        for secret in filter(None, (token, accesskey)):
            if not _SECRET.fullmatch(secret):
                raise AuthError("the token or access key has impossible characters")
        client = object.__new__(RestClient)
        client._budget = self._budget
        client._transport = self._transport
        client._token = token
        client._accesskey = "" if token else accesskey
        return client

    @property
    def server(self) -> Server:
        """The installation that is asked."""
        return self._transport.server

    @property
    def trust(self) -> Trust:
        """Whom we believe to be it."""
        return self._transport.trust

    @property
    def server_offset_s(self) -> float:
        """Server's clock minus ours [s]."""
        return self._transport.clock.offset_s

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._transport.requests

    def close(self) -> None:
        """Break off everything under way, for all clients that share it."""
        self._transport.close()

    # -- who ---------------------------------------------------------------------------

    def login(
        self, username: str, password: str, timeout_s: float = LOGIN_TIMEOUT_S
    ) -> str:
        """Exchange a password for a token (valid for 7 days).

        Raises:
            LoginRejected: Wrong user name or password; the platform answers 400.
        """
        try:
            login = {"username": username, "password": password}
            body = msgspec.json.encode(login)
        except ValueError:  # lone surrogates; its text would hold the password
            raise LoginRejected("impossible characters") from None
        answer = self._send("POST", "/auth/login", {}, timeout_s, body)
        if answer.status in {400, 401}:
            raise LoginRejected("wrong user name or password", status=answer.status)
        self._check(answer, password)
        try:
            token = msgspec.json.decode(answer.body, type=_Login).token
        except (msgspec.MsgspecError, ValueError, RecursionError):
            raise BadAnswer("the login's answer holds no token") from None
        if not _SECRET.fullmatch(token):
            raise BadAnswer("the login's answer holds no usable token")
        return token

    def me(self, timeout_s: float = TIMEOUT_S) -> Agent:
        """Return the person a token belongs to; 404 with an access key."""
        return self._get("/v1.0/me", {}, timeout_s, AGENTS.one)

    def customer(self, timeout_s: float = TIMEOUT_S) -> Customer:
        """Return the company, for tokens of administrators and for access keys."""
        return self._get("/v1.0/customer", {}, timeout_s, CUSTOMERS.one)

    def ping(self, timeout_s: float = TIMEOUT_S) -> None:
        """Ask the server whether it is there; needs no credentials."""
        self._check(self._send("GET", "/ping", {}, timeout_s))

    # -- what --------------------------------------------------------------------------

    def calls_page(self, token: str = "", timeout_s: float = TIMEOUT_S) -> Page[Call]:
        """Return up to 100 calls, newest first, finished ones too."""
        return self._page("/v1.0/calls", token, timeout_s, CALLS.page)

    def conferences_page(
        self, token: str = "", timeout_s: float = TIMEOUT_S
    ) -> Page[Conference]:
        """Return up to 100 conferences, newest first, empty ones too."""
        return self._page("/v1.0/conferences", token, timeout_s, CONFERENCES.page)

    def agents_page(self, token: str = "", timeout_s: float = TIMEOUT_S) -> Page[Agent]:
        """Return up to 100 agents, newest first."""
        return self._page("/v1.0/agents", token, timeout_s, AGENTS.page)

    def call(self, call_id: str, timeout_s: float = TIMEOUT_S) -> Call:
        """Return one call; `NotFound`, or `Conflict` once it was deleted."""
        return self._single("/v1.0/calls", call_id, timeout_s, CALLS.one)

    def conference(
        self, conference_id: str, timeout_s: float = TIMEOUT_S
    ) -> Conference:
        """Return one conference."""
        return self._single(
            "/v1.0/conferences", conference_id, timeout_s, CONFERENCES.one
        )

    # -- how ---------------------------------------------------------------------------

    def _page(
        self, path: str, token: str, timeout_s: float, read: Callable[[bytes], T]
    ) -> T:
        query = {"page_size": str(PAGE_SIZE)}
        if token:
            query["page_token"] = token
        return self._get(path, query, timeout_s, read)

    def _single(
        self, path: str, object_id: str, timeout_s: float, read: Callable[[bytes], T]
    ) -> T:
        try:
            name = quote(object_id, safe="")
        except ValueError:
            name = ""
        if not name.strip("."):
            raise NotFound("not an id")
        return self._get(f"{path}/{name}", {}, timeout_s, read)

    def _get(
        self,
        path: str,
        query: dict[str, str],
        timeout_s: float,
        read: Callable[[bytes], T],
    ) -> T:
        answer = self._send("GET", path, query, timeout_s)
        self._check(answer)
        try:
            return read(answer.body)
        except WireError as error:
            raise BadAnswer(f"{path}: {error.reason}", status=answer.status) from None

    def _send(
        self,
        method: str,
        path: str,
        query: dict[str, str],
        timeout_s: float,
        body: bytes | None = None,
    ) -> Answer:
        answer = self._once(method, path, query, timeout_s, body)
        if answer.status in {307, 308}:
            path, query = self._same_origin(answer)
            answer = self._once(method, path, query, timeout_s, body)
        return answer

    def _once(
        self,
        method: str,
        path: str,
        query: dict[str, str],
        timeout_s: float,
        body: bytes | None,
    ) -> Answer:
        headers = {
            "Accept": "application/json",
            "User-Agent": f"voipmon/{__version__}",
            "X-Request-Id": f"voipmon-{uuid.uuid4().hex}",
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        if path.startswith("/v1.0/"):  # nothing else needs to know who asks
            if self._token:
                headers["Authorization"] = f"Bearer {self._token}"
            elif self._accesskey:
                query = {**query, "accesskey": self._accesskey}
        target = f"{path}?{urlencode(query)}" if query else path
        request = Request(method=method, target=target, headers=headers, body=body)
        answer = self._transport.exchange(request, timeout_s)
        _log.debug("%s %s: %d", method, path, answer.status)  # no query: secrets
        if answer.status >= 400:
            answer.headers.setdefault("x-request-id", headers["X-Request-Id"])
        return answer

    def _check(self, answer: Answer, password: str = "") -> None:
        """Raise what a status other than 2xx means; a server may repeat secrets."""
        if 200 <= answer.status < 300:
            return
        if 300 <= answer.status < 400:
            raise self._redirected(answer)
        error = error_from(
            answer.status,
            answer.headers,
            answer.body,
            scrub=lambda text: self._scrub(text, password),
        )
        if isinstance(error, RateLimited):
            self._budget.pause(error.retry_after_s)
        raise error

    def _same_origin(self, answer: Answer) -> tuple[str, dict[str, str]]:
        """Where a 307 or 308 leads, if it stays on this very server."""
        here = urlsplit(self.server.root)
        try:
            location = answer.headers.get("location", "")
            there = urlsplit(urljoin(self.server.root, location))
            same = (there.scheme, there.netloc) == (here.scheme, here.netloc)
            path = quote(there.path, safe="/%:@!$&'()*+,;=~-._")
            query = dict(parse_qsl(there.query, keep_blank_values=True))
        except ValueError:
            same, path, query = False, "", {}
        if not same or not path.startswith("/"):
            raise self._redirected(answer)
        query.pop("accesskey", None)  # ours is put back by the request itself
        return path, query

    def _redirected(self, answer: Answer) -> NetError:
        try:
            host = urlsplit(answer.headers.get("location", "")).hostname or "itself"
        except ValueError:
            host = "an unreadable address"
        words = f"redirected to {self._scrub(host[:100])}, not followed"
        return BadAnswer(f"HTTP {answer.status} {words}", status=answer.status)

    def _scrub(self, text: str, password: str = "") -> str:
        """Remove our own secrets and whatever looks like one."""
        return scrub(text, (self._token, self._accesskey, password))
