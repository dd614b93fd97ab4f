import asyncio
import time

from voipmon.demo.cast import Cast
from voipmon.demo.stage import Stage
from voipmon.demo.world import World


def stage_and_call(pace: float):
    world = World(1)
    cast = Cast(world, 2)
    stage = Stage(world, pace)
    call = cast.leg(
        world.random,
        source=cast.caller(world.random),
        destination=cast.caller(world.random),
        direction="incoming",
        action="answer",
        scenario="queue",
    )
    return world, stage, call


def test_time_passes_at_its_pace():
    async def play() -> bool:
        _, stage, call = stage_and_call(1000)
        return await stage.wait(call, 100)

    begun = time.monotonic()
    assert asyncio.run(play())
    assert time.monotonic() - begun < 5


def test_a_hang_up_cuts_the_wait_short():
    async def play() -> list[bool]:
        world, stage, call = stage_and_call(1)
        asyncio.get_running_loop().call_soon(world.end, call)
        return [await stage.wait(call, 600), await stage.wait(call, 600)]

    assert asyncio.run(asyncio.wait_for(play(), 10)) == [False, False]
