import re
from random import Random

from voipmon.demo.cast import Cast
from voipmon.demo.world import World


def test_one_seed_gives_one_cast():
    def ids(seed: int) -> list[object]:
        return [agent.id for agent in Cast(World(seed), 9).agents]

    assert ids(1) == ids(1)
    assert ids(1) != ids(2)


def test_agents_have_an_extension_each_and_may_not_supervise():
    cast = Cast(World(1), 20)
    targets = {agent.addresses[0].target for agent in cast.agents}
    assert len(targets) == len(cast.agents) == 20
    assert {agent.permission for agent in cast.agents} == {16}
    assert len({agent.name for agent in cast.agents}) == 20
    assert cast.supervisor.permission == 0x40


def test_callers_have_numbers_reserved_for_fiction():
    cast = Cast(World(1), 2)
    for _ in range(50):
        number = cast.caller(Random()).target
        assert re.fullmatch(r"\+1555[2-9]\d\d01\d\d", number)


def test_an_agents_leg_names_its_owner_and_the_master_its_chain():
    world = World(1)
    cast, random = Cast(world, 2), Random(3)
    first = cast.leg(
        random,
        source=cast.caller(random),
        destination=cast.caller(random),
        direction="incoming",
        action="answer",
        scenario="queue",
    )
    second = cast.leg(
        random,
        source=first.source,
        destination=cast.agents[0].addresses[0],
        direction="outgoing",
        action="confbridge_join",
        scenario="queue",
        owner=cast.agents[0],
        master=first,
    )
    assert (first.owner_id, second.owner_id) == (None, cast.agents[0].id)
    assert second.master_call_id == first.id
    assert first.chained_call_ids == [second.id]
