"""Credentials of the demo, tokens, and who a request comes from.

Source: VoIPBIN api-manager `lib/middleware/authenticate.go`,
`pkg/servicehandler/auth.go` (2026-08).
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from aiohttp import web

from voipmon.demo.errors import ApiError
from voipmon.demo.objects import Agent
from voipmon.demo.render import Renderer, micros
from voipmon.demo.world import World

TOKEN_LIFETIME_S = 7 * 86400.0
MANAGERS = 0x20 | 0x40  # customer admin, customer manager


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a client signs in with; made anew at each start unless given."""

    username: str
    password: str
    accesskey: str

    @classmethod
    def random(cls) -> "Credentials":
        """Make new ones."""
        return cls(
            username="supervisor@demo.example",
            password=secrets.token_urlsafe(12),
            accesskey="vb_" + secrets.token_urlsafe(24),
        )

    @classmethod
    def from_environment(cls) -> "Credentials":
        """Take them from VOIPMON_DEMO_USERNAME, _PASSWORD, _ACCESSKEY; else random."""
        new = cls.random()
        return cls(
            username=os.environ.get("VOIPMON_DEMO_USERNAME") or new.username,
            password=os.environ.get("VOIPMON_DEMO_PASSWORD") or new.password,
            accesskey=os.environ.get("VOIPMON_DEMO_ACCESSKEY") or new.accesskey,
        )

    def __repr__(self) -> str:
        """Hide the secrets."""
        return f"Credentials(username={self.username!r}, <secret>)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who asks: an agent by token, or an access key (`agent` None)."""

    customer_id: UUID
    permission: int
    agent: Agent | None = None


class Authority:
    """Issues tokens and recognises requests.

    Args:
        accounts: The people who can sign in, by user name; all with one password.
    """

    def __init__(
        self,
        world: World,
        renderer: Renderer,
        credentials: Credentials,
        accounts: dict[str, Agent],
        token_lifetime_s: float = TOKEN_LIFETIME_S,
    ) -> None:
        self._world = world
        self._renderer = renderer
        self._credentials = credentials
        self._accounts = accounts
        self._lifetime_s = token_lifetime_s
        self._key = secrets.token_bytes(32)

    def login(self, body: bytes) -> tuple[str, str] | None:
        """Give user name and a new token, or None: the platform does not say why."""
        try:
            data: Any = json.loads(body)
            username, password = data["username"], data["password"]
        except (ValueError, KeyError, TypeError):
            return None
        if not isinstance(username, str) or not isinstance(password, str):
            return None
        right = _same(password, self._credentials.password)
        agent = self._accounts.get(username)
        if agent is None or not right:
            return None
        return username, self._issue(agent)

    def _issue(self, agent: Agent) -> str:
        claims = {
            "type": "agent",
            "agent": {**self._renderer.agent(agent), "direct_id": str(UUID(int=0))},
            "expire": micros(self._world.now() + self._lifetime_s),
        }
        head = _encode({"alg": "HS256", "typ": "JWT"})
        signed = f"{head}.{_encode(claims)}"
        return f"{signed}.{self._sign(signed)}"

    def _sign(self, signed: str) -> str:
        digest = hmac.new(self._key, signed.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def identify(self, request: web.Request) -> Identity:
        """Say who asks; the first credential there is decides alone.

        Raises:
            ApiError: 401, none or a wrong one.
        """
        bearer = request.headers.get("Authorization", "")
        token = (
            request.cookies.get("token")
            or request.query.get("token")
            or (bearer[7:] if bearer[:7].lower() == "bearer " else "")
        )
        if token:
            return self._by_token(token)
        key = request.cookies.get("accesskey") or request.query.get("accesskey")
        if not key:
            raise ApiError(401, "AUTHENTICATION_REQUIRED")
        if not _same(key, self._credentials.accesskey):
            raise ApiError(401)
        return Identity(customer_id=self._world.customer.id, permission=0x20)

    def _by_token(self, token: str) -> Identity:
        signed, _, signature = token.rpartition(".")
        if not token.isascii() or not _same(signature, self._sign(signed)):
            raise ApiError(401)
        claims = _decode(signed.partition(".")[2])
        if claims["expire"] <= micros(self._world.now()):
            raise ApiError(401)
        agent = self._world.agents.get(UUID(claims["agent"]["id"]))
        if agent is None:
            raise ApiError(401)
        return Identity(
            customer_id=agent.customer_id,
            permission=claims["agent"]["permission"],  # frozen at login
            agent=agent,
        )


def _same(given: str, right: str) -> bool:
    """Compare in constant time; `given` may hold what no encoding knows."""
    return hmac.compare_digest(given.encode(errors="replace"), right.encode())


def require_manager(identity: Identity) -> None:
    """Refuse plain agents.

    Raises:
        ApiError: 403.
    """
    if not identity.permission & MANAGERS:
        raise ApiError(403)


def _encode(value: dict[str, Any]) -> str:
    raw = json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decode(text: str) -> dict[str, Any]:
    padded = text + "=" * (-len(text) % 4)
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(padded))
    return claims
