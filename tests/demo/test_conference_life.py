import asyncio

import numpy as np

from tests.demo.client import until
from voipmon.demo.life import Life
from voipmon.demo.objects import Conference, Item
from voipmon.demo.world import World


def stand_up(world: World) -> Conference:
    (found,) = [c for c in world.conferences.values() if c.name == "Morning stand-up"]
    return found


def test_each_participant_is_a_call_in_the_conferences_room():
    world = World(1)
    Life(world, seed=1, calls=24, pace=1.0)
    conference = stand_up(world)
    assert len(conference.conferencecall_ids) == 4
    for joined in conference.conferencecall_ids:
        participation = world.conferencecalls[joined]
        call = world.calls[participation.reference_id]
        assert participation.conference_id == conference.id
        assert call.live
        assert call.room is conference.room
    assert sorted(conference.seats.values()) == [0, 1, 2, 3]


def test_who_hangs_up_has_left_and_is_replaced():
    async def play() -> tuple[Conference, list[str]]:
        world, told = World(1), []

        def note(event: str, item: Item) -> None:
            if isinstance(item, Conference):
                told.append(event)

        life = Life(world, seed=1, calls=8, pace=50.0)
        world.watch(note)
        task = asyncio.create_task(life.run())
        conference = stand_up(world)
        first = world.conferencecalls[conference.conferencecall_ids[0]]
        world.end(world.calls[first.reference_id])
        assert first.status == "leaved"
        assert not conference.audible
        await until(lambda: conference.audible)
        task.cancel()
        return conference, told

    conference, told = asyncio.run(play())
    assert len(conference.conferencecall_ids) == 2
    assert told.count("conference_updated") >= 2


def test_participants_can_be_added_and_sent_away():
    world = World(1)
    life = Life(world, seed=1, calls=8, pace=1.0)
    conference = stand_up(world)
    for count in (4, 1, 0, 2):
        life.seats(conference.name, count)
        assert len(conference.conferencecall_ids) == count
        live = [c for c in world.calls.values() if c.live and c.room is conference.room]
        assert len(live) == count


def test_an_empty_room_has_a_bridge_and_an_unused_one_has_none():
    world = World(1)
    odd = Life(world, seed=1, calls=8, pace=1.0).oddities
    assert world.conferences[odd.empty_conference].room is not None
    assert world.conferences[odd.unused_conference].room is None


def test_those_present_are_heard():
    world = World(1)
    life = Life(world, seed=1, calls=8, pace=1.0)
    conference = stand_up(world)
    assert np.any(conference.room.talk.pcm(0, 80_000))
    life.seats(conference.name, 0)
    conference.room.talk.pcm(80_000, 160_000)
    assert not np.any(conference.room.talk.pcm(240_000, 80_000))
