"""The server put together: one port for REST and media, and what every request meets.

Order as in VoIPBIN's api-manager: request id, limit by address, authentication,
limit by company, handler.
"""

import asyncio
import logging
import re
import secrets
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import formatdate

from aiohttp import web

from voipmon.demo.auth import TOKEN_LIFETIME_S, Authority, Credentials
from voipmon.demo.control import Control
from voipmon.demo.errors import ApiError, rate_limited
from voipmon.demo.faults import Faults
from voipmon.demo.life import Life
from voipmon.demo.limits import Limits
from voipmon.demo.media import MediaHub
from voipmon.demo.profiles import PROFILES
from voipmon.demo.render import Renderer
from voipmon.demo.rest import Rest, json_response
from voipmon.demo.world import World

HOST = "127.0.0.1"
AGENT_USERNAME = "agent@demo.example"  # permission 16: may not supervise
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LISTS = frozenset({"/v1.0/calls", "/v1.0/conferences"})
BODY_MAX = 1 << 20  # [bytes]

Next = Callable[[web.Request], Awaitable[web.StreamResponse]]
log = logging.getLogger("voipmon.demo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How the demo platform is to be."""

    port: int = 0
    profile: str = "head-ulaw"
    asterisk: str = "20"
    calls: int = 8
    streams: int = 200
    attach_delay_ms: float = 30.0
    seed: int = 1
    pace: float = 1.0
    token_lifetime_s: float = TOKEN_LIFETIME_S
    limits: bool = True
    faults: tuple[str, ...] = ()


class DemoServer:
    """The whole platform in one event loop.

    Args:
        context: TLS, or None for plain HTTP.

    Raises:
        ValueError: A fault of the options cannot be understood.
    """

    def __init__(
        self,
        options: Options,
        credentials: Credentials,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._options = options
        self._context = context
        profile = PROFILES[options.profile]
        renderer = Renderer(profile.times)
        self._world = World(options.seed)
        self._life = Life(
            self._world, seed=options.seed, calls=options.calls, pace=options.pace
        )
        self._faults = Faults()
        for spec in options.faults:
            self._faults.parse(spec, self._world.now())
        self._limits = Limits(enabled=options.limits)
        self._hub = MediaHub(
            self._world,
            profile=profile,
            asterisk=options.asterisk,
            faults=self._faults,
            limit=options.streams,
            attach_delay_s=options.attach_delay_ms / 1000,
            seed=options.seed,
        )
        cast = self._life.cast
        accounts = {
            credentials.username: cast.supervisor,
            AGENT_USERNAME: cast.agents[0],
        }
        cast.supervisor.username = credentials.username
        authority = Authority(
            self._world, renderer, credentials, accounts, options.token_lifetime_s
        )
        self._rest = Rest(self._world, renderer, authority, self._limits, self._hub)
        self._control = Control(self._world, self._life, self._hub, self._faults)
        self._runner: web.AppRunner | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> str:
        """Listen and begin the script; gives the address."""
        app = web.Application(middlewares=[self._every], client_max_size=BODY_MAX)
        app.router.add_routes([*self._rest.routes(), *self._control.routes()])
        app.on_response_prepare.append(_bare_upgrade)
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=0.2
        )
        await self._runner.setup()
        site = web.TCPSite(
            self._runner,
            HOST,
            self._options.port,
            ssl_context=self._context,
            backlog=512,
        )
        await site.start()
        self._tasks = [
            asyncio.create_task(self._hub.run(), name="media clock"),
            asyncio.create_task(self._life.run(), name="script"),
        ]
        for task in self._tasks:
            task.add_done_callback(_report)
        scheme = "http" if self._context is None else "https"
        port = self._runner.addresses[0][1]
        return f"{scheme}://{HOST}:{port}"

    async def stop(self) -> None:
        """End everything; streams first, so that nobody waits for them."""
        for task in self._tasks:
            task.cancel()
        self._hub.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()

    @web.middleware
    async def _every(self, request: web.Request, handler: Next) -> web.StreamResponse:
        """Give every request its id, its limits, its faults and its refusal."""
        given = request.headers.get("X-Request-Id", "")
        fresh = "req_" + secrets.token_hex(13).upper()
        request_id = given if REQUEST_ID.fullmatch(given) else fresh
        try:
            if not request.path.startswith("/__demo__/"):
                await self._before(request)
            response = await handler(request)
        except ApiError as error:
            response = json_response(error.envelope(request_id), error.status)
            if error.retry_after_s:
                response.headers["Retry-After"] = str(error.retry_after_s)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
            missing = ApiError(404, "ROUTE_NOT_FOUND")
            response = json_response(missing.envelope(request_id), 404)
        except web.HTTPException as error:  # a body too large, and the like
            refused = ApiError(error.status)
            response = json_response(refused.envelope(request_id), error.status)
        except ConnectionError:
            raise  # the client has left: nobody to answer, nothing wrong here
        except Exception:
            log.exception("%s %s failed", request.method, request.path)
            response = json_response(ApiError(500).envelope(request_id), 500)
        if not response.prepared:
            response = self._altered(request.path, response)
            response.headers["X-Request-Id"] = request_id
        return response

    def _altered(self, path: str, response: web.StreamResponse) -> web.StreamResponse:
        """Let faults change an answer."""
        if path in _LISTS and self._faults.take("no-rows"):
            response = json_response({"result": [], "next_page_token": ""})
        if fault := self._faults.take("clock"):
            told_s = time.time() + fault.number("ahead")
            response.headers["Date"] = formatdate(told_s, usegmt=True)
        return response

    async def _before(self, request: web.Request) -> None:
        now, path = self._world.now(), request.path
        self._faults.expire(now)  # also while no stream runs
        if fault := self._faults.take("slow-rest", path=path):
            await asyncio.sleep(fault.number("s"))
        if fault := self._faults.take("status", path=path):
            status = int(fault.number("code"))
            wait = int(fault.number("retry-after"))
            if status == 429:
                raise rate_limited(wait or 1, fault.text("limited-by"))
            raise ApiError(status, retry_after_s=wait)
        auth = path.startswith("/auth/")
        if auth or path.startswith("/v1.0"):
            wait = self._limits.by_ip(now, auth=auth)
            if wait:
                raise rate_limited(wait, "ip")


async def _bare_upgrade(request: web.Request, response: web.StreamResponse) -> None:  # noqa: ARG001 - aiohttp's form
    """Leave only what the real bridge sends in its 101."""
    if response.status == 101:
        response.headers.popall("Date", None)
        response.headers.popall("Server", None)


def _report(task: asyncio.Task[None]) -> None:
    """Say that a task which should never end did."""
    if not task.cancelled() and task.exception() is not None:
        log.error("%s failed", task.get_name(), exc_info=task.exception())
