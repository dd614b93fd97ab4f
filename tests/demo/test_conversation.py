import asyncio
from random import Random

import pytest

from tests.demo.client import until
from voipmon.demo.conversation import Script
from voipmon.demo.life import Life
from voipmon.demo.objects import Call, CallStatus
from voipmon.demo.world import World

QUICK = {"ring": 0.1, "queue": 0.1, "agent_ring": 0.1, "talk": 1.5}
PACE = 5.0


class Played:
    """One improvised conversation, looked at while both talk."""

    def __init__(self, *, connect: bool, cut: str = "", **sound: float) -> None:
        self.told: list[tuple[str, Call]] = []
        asyncio.run(self._play(Script(connect=connect, **QUICK, **sound), cut))

    async def _play(self, script: Script, cut: str) -> None:
        self.world = World(1)
        self.world.watch(self._note)
        life = Life(self.world, seed=1, calls=0, pace=PACE)
        self.first = life.improvise(script)
        await until(lambda: self.first.room)
        (second,) = self.first.chained_call_ids
        self.second = self.world.calls[second]
        self.rooms = self.first.room, self.second.room
        self.options = self.first.action.option, self.second.action.option
        self.status = self.world.agents[self._owner()].status
        if cut:
            self.world.end(getattr(self, cut), by="local")
        await until(lambda: not self.first.live)

    def _owner(self):
        return self.first.owner_id or self.second.owner_id

    def _note(self, event: str, item: object) -> None:
        if isinstance(item, Call):
            self.told.append((event, item))

    def of(self, call: Call) -> list[str]:
        events = [event for event, item in self.told if item is call]
        return [event for event in events if event != "call_updated"]


WHOLE = ["call_created", "call_ringing", "call_progressing", "call_hangup"]


@pytest.mark.parametrize("connect", [False, True])
def test_both_legs_ring_are_answered_meet_in_one_room_and_end(connect):
    played = Played(connect=connect)
    assert played.of(played.first) == played.of(played.second) == WHOLE
    assert played.rooms[0] is played.rooms[1] is not None
    room = str(played.rooms[0].id)
    assert played.options == ({"confbridge_id": room},) * 2
    assert played.status == "busy"
    assert played.rooms[0].ended_s is not None


def test_from_a_queue_the_agents_leg_is_the_second_one():
    played = Played(connect=False)
    assert played.first.owner_id is None
    assert played.first.source.kind == "tel"
    assert played.second.owner_id is not None
    assert played.second.master_call_id == played.first.id
    assert played.second.destination.kind == "extension"


def test_with_connect_the_agents_leg_is_the_master():
    played = Played(connect=True)
    assert played.first.owner_id is not None
    assert played.first.source.kind == "extension"
    assert played.second.owner_id is None
    assert played.second.destination.kind == "tel"


@pytest.mark.parametrize("cut", ["first", "second"])
def test_a_hang_up_ends_the_conversation_early(cut):
    played = Played(connect=False, cut=cut)
    assert played.first.status is played.second.status is CallStatus.HANGUP


def test_calls_last_two_to_eight_minutes():
    talks = [Script.draw(Random(n), connect=False).talk for n in range(200)]
    assert min(talks) >= 120
    assert max(talks) <= 480
    assert max(talks) - min(talks) > 240


@pytest.mark.parametrize(
    ("sound", "peak"), [({"level_db": 60.0}, 32768), ({"tone_hz": 2100.0}, 4634)]
)
def test_a_script_says_what_the_call_sounds_like(sound, peak):
    (room, _) = Played(connect=False, **sound).rooms
    pcm = room.talk.pcm(0, 80_000).astype(int)
    assert abs(pcm).max() == peak
