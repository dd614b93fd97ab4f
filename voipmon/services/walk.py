"""Paging through one list, whatever the server does."""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from voipmon.core.wire.resources import Page
from voipmon.net.rest import PAGE_SIZE

MAX_PAGES = 1000  # 100,000 objects in one walk; a list without an end costs no more


class _Dated(Protocol):
    @property
    def created_s(self) -> float | None: ...


D = TypeVar("D", bound=_Dated)


class Walk(Generic[D]):
    """One walk from the newest object back; each `step` is one request.

    Args:
        fetch: Asks for the page at a cursor; "" is the newest.
        until: Asked after each answer: stop at a page that begins to be older
            [Unix s, server's clock]; None walks to the end.
    """

    def __init__(
        self, fetch: Callable[[str], Page[D]], until: Callable[[], float | None]
    ) -> None:
        self._fetch = fetch
        self._until = until
        self._token = ""
        self._tokens: set[str] = set()
        self.pages = 0
        self.done = False

    def step(self) -> Page[D]:
        """Fetch the next page; `done` afterwards tells whether it was the last.

        The server gives a cursor even on the last page (VoIPBIN api-manager
        server/main.go), so a short page is the end. A cursor seen before would
        lead in circles.
        """
        page = self._fetch(self._token)
        self.pages += 1
        created = [item.created_s for item in page.items if item.created_s is not None]
        until_s = self._until()
        self._token = page.next_token
        self.done = (
            page.listed < PAGE_SIZE
            or not self._token
            or self._token in self._tokens
            or self.pages >= MAX_PAGES
            or (until_s is not None and bool(created) and min(created) < until_s)
        )
        self._tokens.add(self._token)
        return page
