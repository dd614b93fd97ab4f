"""The scripted life of the call centre: who rings, answers, talks and hangs up."""

import asyncio
from dataclasses import dataclass
from random import Random

from voipmon.demo.cast import EMPTY_ROOM, ROOMS, UNUSED_ROOM, Cast, Oddities
from voipmon.demo.conference_life import ConferenceLife
from voipmon.demo.conversation import Conversation, Script
from voipmon.demo.objects import Call
from voipmon.demo.stage import Stage
from voipmon.demo.world import World

HISTORY_S = 3000  # [s] ended calls of this age and younger are listed at the start
FORGET_EVERY_S = 300  # [s]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many conversations of two, and how many seats in each conference."""

    conversations: int
    seats: tuple[int, ...]


def plan(calls: int) -> Plan:
    """Divide `calls` live legs among conversations and conferences."""
    if calls <= 0:
        return Plan(conversations=0, seats=(0, 0))
    seats = (2, 0) if calls < 12 else (3, 2) if calls < 24 else (4, 3)
    return Plan(conversations=max(1, (calls - sum(seats)) // 2), seats=seats)


class Life:
    """Plays the whole script until cancelled."""

    def __init__(self, world: World, *, seed: int, calls: int, pace: float) -> None:
        self._world = world
        self._seed = seed
        self._plan = plan(calls)
        self.stage = Stage(world, pace)
        self.cast = Cast(world, agents=self._plan.conversations + 2)
        self._conversation = Conversation(world, self.cast, self.stage, seed)
        self._conferences = ConferenceLife(world, self.cast, self.stage, seed)
        self.oddities = self._furnish()
        self._tasks: set[asyncio.Task[None]] = set()

    def _furnish(self) -> Oddities:
        """Make what is there before anybody rings."""
        for name, seats in zip(ROOMS, self._plan.seats, strict=True):
            if seats:
                self._conferences.open(name, seats)
        empty = self._conferences.open_empty(EMPTY_ROOM)
        unused = self.cast.conference(UNUSED_ROOM, age_s=900.0)
        random = Random(f"history/{self._seed}")
        for number in range(3 * self._plan.conversations):
            self._conversation.past(random, number, random.uniform(600, HISTORY_S))
        return self.cast.oddities(empty, unused)

    async def run(self) -> None:
        """Play; ends only by cancellation."""
        async with asyncio.TaskGroup() as tasks:
            for slot in range(self._plan.conversations):
                tasks.create_task(self._conversation.run(slot))
            for name in self._conferences.names:
                tasks.create_task(self._conferences.run(name))
            tasks.create_task(self._clean())

    async def _clean(self) -> None:
        while True:
            await asyncio.sleep(FORGET_EVERY_S)
            self._world.forget_old()

    def improvise(self, script: Script) -> Call:
        """Start one more conversation now; gives its first leg (for tests)."""
        call, rest = self._conversation.improvise(script)
        task = asyncio.ensure_future(rest)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return call

    def seats(self, name: str, count: int) -> None:
        """Have `count` participants in a conference from now on (for tests)."""
        self._conferences.fill(name, count)
