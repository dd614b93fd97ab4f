"""`/__demo__/`: what tests and the tour may ask and do behind the platform's back."""

from typing import Any
from uuid import UUID

from aiohttp import web

from voipmon.core.frame import SAMPLE_RATE
from voipmon.demo.conversation import Script
from voipmon.demo.errors import ApiError
from voipmon.demo.faults import Fault, Faults
from voipmon.demo.life import Life
from voipmon.demo.media import MediaHub
from voipmon.demo.objects import Room
from voipmon.demo.rest import json_response
from voipmon.demo.stream import MediaStream
from voipmon.demo.world import World

AUDIO_S = 120  # [s] of the past that can be fetched


class Control:
    """Handlers below `/__demo__/`."""

    def __init__(self, world: World, life: Life, hub: MediaHub, faults: Faults) -> None:
        self._world = world
        self._life = life
        self._hub = hub
        self._faults = faults

    def routes(self) -> list[web.RouteDef]:
        """Give every route."""
        root = "/__demo__"
        return [
            web.get(f"{root}/world", self._show_world),
            web.get(f"{root}/stats", self._stats),
            web.get(f"{root}/audio/{{kind}}/{{id}}", self._audio),
            web.get(f"{root}/uplink/{{stream}}", self._uplink),
            web.get(f"{root}/faults", self._show_faults),
            web.post(f"{root}/faults", self._add_fault),
            web.delete(f"{root}/faults", self._clear_faults),
            web.delete(f"{root}/faults/{{id}}", self._clear_faults),
            web.post(f"{root}/calls", self._improvise),
            web.post(f"{root}/calls/{{id}}/hangup", self._hang_up),
            web.post(f"{root}/conferences/{{id}}/seats", self._seats),
        ]

    async def _show_world(self, request: web.Request) -> web.Response:  # noqa: ARG002 - aiohttp's form
        odd = self._life.oddities
        calls = [
            {
                "id": str(call.id),
                "scenario": call.scenario,
                "status": call.status.value,
                "agent": call.owner_id is not None,
                "room": None if call.room is None else str(call.room.id),
            }
            for call in self._world.calls.values()
        ]
        conferences = [
            {
                "id": str(conference.id),
                "name": conference.name,
                "participants": len(conference.conferencecall_ids),
            }
            for conference in self._world.conferences.values()
        ]
        oddities = {name: str(getattr(odd, name)) for name in type(odd).__slots__}
        return json_response(
            {"calls": calls, "conferences": conferences, "odd": oddities}
        )

    async def _stats(self, request: web.Request) -> web.Response:  # noqa: ARG002 - aiohttp's form
        return json_response(
            {
                "counts": dict(self._hub.counts),
                "streams": [stream.describe() for stream in self._hub.live],
            }
        )

    async def _audio(self, request: web.Request) -> web.Response:
        """Give what a call or conference sounded like: PCM16, 8 kHz, little-endian.

        Query: `seconds` until now (default 10), or `from` sample and `count`.
        Header `X-First-Sample`: number of the first sample, 0 at the answer.
        """
        room = self._room(request)
        until = room.ended_s or self._world.now()
        newest = max(0, int((until - room.origin_s) * SAMPLE_RATE))
        if "from" in request.query:
            first = int(request.query["from"])
            count = int(request.query["count"])
        else:
            seconds = min(float(request.query.get("seconds", 10)), AUDIO_S)
            count = min(newest, int(seconds * SAMPLE_RATE))
            first = newest - count
        if count > AUDIO_S * SAMPLE_RATE or first + count > newest:
            raise ApiError(400)
        pcm = room.talk.pcm(first, count)
        return _samples(pcm.astype("<i2").tobytes(), first)

    def _room(self, request: web.Request) -> Room:
        wanted = UUID(request.match_info["id"])
        table = self._world.calls
        if request.match_info["kind"] == "conference":
            conference = self._world.conferences.get(wanted)
            room = None if conference is None else conference.room
        else:
            call = table.get(wanted)
            room = None if call is None else call.room
        if room is None:
            raise ApiError(404)
        return room

    async def _uplink(self, request: web.Request) -> web.Response:
        stream = self._stream(request)
        pcm = stream.received.pcm()
        first = stream.received.samples - len(pcm)
        return _samples(pcm.astype("<i2").tobytes(), first)

    def _stream(self, request: web.Request) -> MediaStream:
        stream = self._hub.known.get(int(request.match_info["stream"]))
        if stream is None:
            raise ApiError(404)
        return stream

    async def _show_faults(self, request: web.Request) -> web.Response:  # noqa: ARG002 - aiohttp's form
        return json_response([_fault(fault) for fault in self._faults.active])

    async def _add_fault(self, request: web.Request) -> web.Response:
        """Body: `{"name", "params": {}, "target": id or null, "seconds": n}`."""
        try:
            body: dict[str, Any] = await request.json()
            seconds = body.get("seconds")
            fault = self._faults.add(
                body["name"],
                body.get("params") or {},
                target=body.get("target"),
                until=self._world.now() + float(seconds) if seconds else None,
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ApiError(400, message=str(error)) from error
        return json_response(_fault(fault), status=201)

    async def _clear_faults(self, request: web.Request) -> web.Response:
        given = request.match_info.get("id")
        self._faults.clear(None if given is None else int(given))
        return web.Response(status=204)

    async def _improvise(self, request: web.Request) -> web.Response:
        """Start a conversation; body: fields of `Script`. Gives its first leg's id."""
        body: dict[str, Any] = await request.json() if request.can_read_body else {}
        call = self._life.improvise(Script(**body))
        return json_response({"id": str(call.id)}, status=201)

    async def _hang_up(self, request: web.Request) -> web.Response:
        """Let the party itself hang up."""
        call = self._world.calls.get(UUID(request.match_info["id"]))
        if call is None:
            raise ApiError(404)
        self._world.end(call, by="remote")
        return web.Response(status=204)

    async def _seats(self, request: web.Request) -> web.Response:
        """Set how many are in a conference; body: `{"count": n}`."""
        body: dict[str, Any] = await request.json()
        conference = self._world.conferences.get(UUID(request.match_info["id"]))
        if conference is None:
            raise ApiError(404)
        self._life.seats(conference.name, int(body["count"]))
        return web.Response(status=204)


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "id": fault.id,
        "name": fault.name,
        "params": fault.params,
        "target": fault.target,
        "times": fault.times,
    }


def _samples(raw: bytes, first: int) -> web.Response:
    return web.Response(
        body=raw,
        content_type="application/octet-stream",
        headers={"X-First-Sample": str(first), "X-Sample-Rate": str(SAMPLE_RATE)},
    )
