"""A small VoIPBIN behind `tests.support.rest`: lists with cursors, objects, faults."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import time
from typing import Any

from tests.support.rest import Asked, Reply, RestServer, rest_server

TOKEN = "token-GEHEIM-1"
KEY = "vb_GEHEIM"
PASSWORD = "pass-GEHEIM"


def stamp(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Platform:
    """What the server knows; tests change it while it is asked.

    `fault` sees every request first and may answer it instead.
    """

    def __init__(self) -> None:
        self.lists: dict[str, dict[str, dict[str, Any]]] = {
            "calls": {},
            "conferences": {},
            "agents": {},
        }
        self.me: dict[str, Any] | None = {"id": "a1", "name": "Kim", "permission": 64}
        self.fault: Callable[[Asked], Reply | None] = lambda _: None
        self.server: RestServer

    @property
    def url(self) -> str:
        return self.server.url

    def add(self, kind: str, own_id: str, age_s: float = 10.0, **fields: Any) -> None:
        """Put an object; with the same name it replaces the old one."""
        now = time()
        self.lists[kind][own_id] = {
            "id": own_id,
            "tm_create": stamp(now - age_s),
            "tm_update": stamp(now),
            "direct_hash": "",
            **fields,
        }

    def call(self, name: str, status: str = "progressing", **fields: Any) -> None:
        self.add("calls", name, **{"status": status, "direction": "incoming"} | fields)

    def paths(self) -> list[str]:
        return [asked.path.removeprefix("/v1.0") for asked in list(self.server.asked)]

    def answer(self, asked: Asked) -> Reply | object:
        if (reply := self.fault(asked)) is not None:
            return reply
        if asked.path == "/auth/login":
            good = PASSWORD.encode() in asked.body
            return {"token": TOKEN} if good else Reply(400)
        bearer = asked.headers.get("authorization") == f"Bearer {TOKEN}"
        if not bearer and asked.query.get("accesskey") != KEY:
            return Reply(401)
        path = asked.path.removeprefix("/v1.0/")
        if path == "me":
            return self.me if bearer and self.me else Reply(404)
        if path == "customer":
            return {"id": "cu", "name": "Firm"}
        if path in self.lists:
            return self._page(path, asked)
        if match := re.fullmatch(r"(calls|conferences)/(.+)", path):
            return self.lists[match[1]].get(match[2]) or Reply(404)
        return Reply(404)

    def _page(self, kind: str, asked: Asked) -> object:
        before = asked.query.get("page_token") or "9"
        found = [x for x in list(self.lists[kind].values()) if x["tm_create"] < before]
        found.sort(key=lambda item: item["tm_create"], reverse=True)
        found = found[: int(asked.query["page_size"])]
        token = found[-1]["tm_create"] if found else ""
        return {"result": found, "next_page_token": token}


@contextmanager
def platform() -> Iterator[Platform]:
    """Serve one."""
    made = Platform()
    with rest_server(made.answer) as server:
        made.server = server
        yield made
