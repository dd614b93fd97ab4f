"""The REST interface: lists, single objects, hang-up, and the door to media."""

import asyncio
import math
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from aiohttp import web

from voipmon.demo.auth import Authority, Identity, require_manager
from voipmon.demo.errors import ApiError, rate_limited
from voipmon.demo.limits import Limits
from voipmon.demo.media import MediaHub
from voipmon.demo.objects import Agent, Call, Conference, Conferencecall, Item
from voipmon.demo.render import Renderer, micros
from voipmon.demo.world import Table, World

PAGE_MAX = 100
HANGUP_S = 0.05  # [s] from "terminating" to "hangup"

Handler = Callable[[web.Request], Any]


def json_response(data: object, status: int = 200) -> web.Response:
    """Answer with JSON."""
    return web.Response(
        body=msgspec.json.encode(data), status=status, content_type="application/json"
    )


class Rest:
    """Handlers of `/ping`, `/auth` and `/v1.0`."""

    def __init__(
        self,
        world: World,
        renderer: Renderer,
        authority: Authority,
        limits: Limits,
        hub: MediaHub,
    ) -> None:
        self._world = world
        self._renderer = renderer
        self._authority = authority
        self._limits = limits
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Give every route."""
        api = "/v1.0"
        lists: dict[str, Handler] = {
            "calls": self._list(self._world.calls),
            "conferences": self._list(self._world.conferences),
            "conferencecalls": self._list(self._world.conferencecalls),
            "agents": self._agents,
        }
        singles: dict[str, Handler] = {
            "calls": self._single(self._world.calls, "CALL_NOT_FOUND"),
            "conferences": self._single(
                self._world.conferences, "CONFERENCE_NOT_FOUND"
            ),
            "conferencecalls": self._single(
                self._world.conferencecalls, "CONFERENCECALL_NOT_FOUND"
            ),
            "agents": self._single(self._world.agents, "AGENT_NOT_FOUND"),
        }
        return [
            web.get("/ping", self._ping),
            web.post("/auth/login", self._login),
            web.get(f"{api}/me", self._me),
            web.get(f"{api}/customer", self._customer),
            *[web.get(f"{api}/{name}", handler) for name, handler in lists.items()],
            *[
                web.get(f"{api}/{name}/{{id}}", handler)
                for name, handler in singles.items()
            ],
            web.post(f"{api}/calls/{{id}}/hangup", self._hangup),
            web.get(f"{api}/calls/{{id}}/media_stream", self._call_media),
            web.get(f"{api}/conferences/{{id}}/media_stream", self._conference_media),
        ]

    def _identify(self, request: web.Request) -> Identity:
        """Say who asks, and count the request against the company."""
        identity = self._authority.identify(request)
        wait = self._limits.by_customer(self._world.now(), str(identity.customer_id))
        if wait:
            raise rate_limited(wait, "customer")
        return identity

    def _manager(self, request: web.Request) -> Identity:
        identity = self._identify(request)
        require_manager(identity)
        return identity

    async def _ping(self, request: web.Request) -> web.Response:  # noqa: ARG002 - aiohttp's form
        return json_response({"message": "pong"})

    async def _login(self, request: web.Request) -> web.Response:
        answer = self._authority.login(await request.read())
        if answer is None:
            return web.Response(status=400)
        username, token = answer
        response = json_response({"username": username, "token": token})
        response.set_cookie(
            "token",
            token,
            path="/",
            max_age=604800,
            httponly=True,
            secure=True,
            samesite="Strict",
        )
        return response

    async def _me(self, request: web.Request) -> web.Response:
        identity = self._identify(request)
        if identity.agent is None:
            raise ApiError(404, "AGENT_NOT_FOUND")
        return json_response(self._renderer.agent(identity.agent))

    async def _customer(self, request: web.Request) -> web.Response:
        self._manager(request)
        return json_response(self._renderer.customer(self._world.customer))

    def _list(
        self, table: Table[Call] | Table[Conference] | Table[Conferencecall]
    ) -> Handler:
        async def handler(request: web.Request) -> web.Response:
            identity = self._manager(request)
            size, before = self._paging(request)
            mine = self._visible(table.older_than(before), identity)
            return self._page(mine, size)

        return handler

    async def _agents(self, request: web.Request) -> web.Response:
        identity = self._manager(request)
        size, before = self._paging(request)
        status = request.query.get("status")
        tags = {t for t in request.query.get("tag_ids", "").split(",") if t}
        found = (
            agent
            for agent in self._world.agents.older_than(before)
            if (not status or agent.status == status)
            and (not tags or tags & {str(tag) for tag in agent.tag_ids})
        )
        return self._page(self._visible(found, identity), size)

    def _paging(self, request: web.Request) -> tuple[int, float]:
        """Read `page_size` and `page_token`; the default token is now."""
        text = request.query.get("page_size", "0")
        try:
            size = int(text)
        except ValueError:
            raise ApiError(400, "INVALID_REQUEST_PARAMETER") from None
        size = size if 1 <= size <= PAGE_MAX else PAGE_MAX
        token = request.query.get("page_token")
        if not token:
            return size, math.inf
        try:
            before = datetime.fromisoformat(token)
        except ValueError:
            raise ApiError(400, "INVALID_REQUEST_PARAMETER") from None
        if before.tzinfo is None:  # older servers' own tokens: UTC without saying so
            before = before.replace(tzinfo=UTC)
        return size, before.timestamp()

    def _visible(self, items: Iterator[Item], identity: Identity) -> Iterator[Item]:
        for item in items:
            if item.customer_id == identity.customer_id and item.tm_delete is None:
                yield item

    def _page(self, items: Iterator[Item], size: int) -> web.Response:
        rows = [item for item, _ in zip(items, range(size), strict=False)]
        return json_response(
            {
                "result": [self._renderer.item(item) for item in rows],
                # given on the last page too; "" only where there is no row
                "next_page_token": micros(rows[-1].tm_create) if rows else "",
            }
        )

    def _single(
        self,
        table: Table[Call] | Table[Conference] | Table[Conferencecall] | Table[Agent],
        unknown: str,
    ) -> Handler:
        async def handler(request: web.Request) -> web.Response:
            identity = self._manager(request)
            item = self._find(request, identity, table, unknown)
            return json_response(self._renderer.item(item))

        return handler

    @staticmethod
    def _find(
        request: web.Request,
        identity: Identity,
        table: Table[Call] | Table[Conference] | Table[Conferencecall] | Table[Agent],
        unknown: str,
    ) -> Item:
        """Give the object that the path names.

        Raises:
            ApiError: 400 no id, 404 unknown, 403 another company's, 409 deleted.
        """
        try:
            wanted = UUID(request.match_info["id"])
        except ValueError:
            raise ApiError(400, "INVALID_ID") from None
        item = table.get(wanted)
        if item is None:
            raise ApiError(404, unknown)
        if item.customer_id != identity.customer_id:
            raise ApiError(403)
        if item.tm_delete is not None:
            raise ApiError(409, "STATE_INVALID")
        return item

    async def _hangup(self, request: web.Request) -> web.Response:
        identity = self._manager(request)
        call = self._find(request, identity, self._world.calls, "CALL_NOT_FOUND")
        assert isinstance(call, Call)  # noqa: S101 - out of the calls' table
        if call.live:
            self._world.terminate(call)
            loop = asyncio.get_running_loop()
            loop.call_later(HANGUP_S, lambda: self._world.end(call, by="local"))
        return json_response(self._renderer.call(call))

    async def _call_media(self, request: web.Request) -> web.StreamResponse:
        identity = self._manager(request)
        call = self._find(request, identity, self._world.calls, "CALL_NOT_FOUND")
        return await self._media(request, call)

    async def _conference_media(self, request: web.Request) -> web.StreamResponse:
        identity = self._manager(request)
        if "encapsulation" not in request.query:
            raise ApiError(400, "MISSING_REQUEST_PARAMETER")
        table = self._world.conferences
        conference = self._find(request, identity, table, "CONFERENCE_NOT_FOUND")
        return await self._media(request, conference)

    async def _media(self, request: web.Request, item: Item) -> web.StreamResponse:
        assert isinstance(item, Call | Conference)  # noqa: S101 - by route
        if not web.WebSocketResponse().can_prepare(request).ok:
            raise ApiError(400)
        wanted = request.query.get("encapsulation", "")
        return await self._hub.serve(request, item, wanted)
