import asyncio
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.demo.life import Life, plan
from voipmon.demo.objects import Call
from voipmon.demo.world import World

ORDER = ("dialing", "ringing", "progressing", "terminating", "canceling", "hangup")


@given(st.integers(0, 2000))
def test_about_as_many_live_legs_as_asked_for(calls):
    planned = plan(calls)
    legs = 2 * planned.conversations + sum(planned.seats)
    assert legs - calls in (range(-1, 4) if calls else [0])


@pytest.mark.parametrize("calls", [2, 8, 14, 40])
def test_the_plan_is_what_is_there_when_the_script_begins(calls):
    async def play() -> int:
        world = World(3)
        life = Life(world, seed=3, calls=calls, pace=1.0)
        task = asyncio.create_task(life.run())
        await asyncio.sleep(0.1)
        live = sum(c.live for c in world.calls.values() if c.scenario != "odd")
        task.cancel()
        return live

    planned = plan(calls)
    legs = 2 * planned.conversations + sum(planned.seats)
    # one conversation in eight has only its first leg yet
    assert legs - planned.conversations // 8 - 1 <= asyncio.run(play()) <= legs


def test_no_call_ever_goes_backwards_and_new_ones_come():
    seen: dict[object, list[str]] = defaultdict(list)

    async def play() -> None:
        world = World(5)
        life = Life(world, seed=5, calls=10, pace=900.0)

        def note(_event: str, item: object) -> None:
            if isinstance(item, Call):
                seen[item.id].append(item.status.value)

        world.watch(note)
        task = asyncio.create_task(life.run())
        await asyncio.sleep(1.6)  # 24 minutes of the script
        task.cancel()

    asyncio.run(play())
    complete = [s for s in seen.values() if s[0] == "dialing" and s[-1] == "hangup"]
    assert len(complete) > 10
    for statuses in seen.values():
        steps = [ORDER.index(s) for s in statuses]
        assert steps == sorted(steps)


def test_one_seed_gives_one_world():
    def picture(seed: int) -> list[object]:
        async def build() -> list[object]:
            world = World(seed)
            Life(world, seed=seed, calls=8, pace=1.0)
            return [(c.id, c.source, c.scenario) for c in world.calls.values()]

        return asyncio.run(build())

    assert picture(1) == picture(1)
    assert picture(1) != picture(2)
