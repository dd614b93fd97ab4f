"""One conversation of two legs, from the first ring to the hang-up.

Two scripts: a caller from outside waits in a queue and an agent's leg is rung; or
an agent dials out and the other leg is connected. Both end in one room that each
leg has joined (flow action `confbridge_join` with equal `confbridge_id`).
"""

from collections.abc import Coroutine
from dataclasses import dataclass
from random import Random

from voipmon.demo.cast import Cast
from voipmon.demo.objects import Action, Address, Agent, Call, CallStatus, Room
from voipmon.demo.speech import PAIRS, Voice, amplified, voices, whistle
from voipmon.demo.stage import Stage
from voipmon.demo.talk import Talk
from voipmon.demo.world import World, new_id

HOTLINE = Address(kind="tel", target="+15552000100", target_name="Demo hotline")
WRAP_UP_S = 4.0  # [s] an agent stays busy after a call


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Lengths of the parts of one conversation [s], before `--pace`, and its sound.

    Attributes:
        level_db: How much louder than recorded both speak; cut off at full scale.
        tone_hz: Instead of two people two machines whistle so, in turns; 0: people.
    """

    ring: float = 2.0
    queue: float = 4.0
    agent_ring: float = 4.0
    talk: float = 240.0
    connect: bool = False
    level_db: float = 0.0
    tone_hz: float = 0.0

    @classmethod
    def draw(cls, random: Random, *, connect: bool) -> "Script":
        """Invent one: calls of two to eight minutes."""
        return cls(
            ring=random.uniform(1.5, 5),
            queue=random.uniform(2, 12),
            agent_ring=random.uniform(3, 8),
            talk=random.uniform(120, 480),
            connect=connect,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The two legs; `first` is the master, whose end ends the other."""

    first: Call
    second: Call
    agent: Agent


class Conversation:
    """Plays conversations, one after the other in each slot."""

    def __init__(self, world: World, cast: Cast, stage: Stage, seed: int) -> None:
        self._world = world
        self._cast = cast
        self._stage = stage
        self._seed = seed
        self._extra = 0

    async def run(self, slot: int) -> None:
        """Play slot `slot` for ever; most begin in the middle of a talk."""
        random = Random(f"conversation/{self._seed}/{slot}")
        agent = self._cast.agents[slot % len(self._cast.agents)]
        await self._opening(random, slot, agent)
        number = 1
        while True:
            await self._stage.rest(random.uniform(3, 10))
            connect = (slot + number) % 3 == 2
            script = Script.draw(random, connect=connect)
            pair = PAIRS[(slot + number) % len(PAIRS)]
            first = self._first_leg(random, agent, script)
            await self._play(random, agent, script, pair, first)
            number += 1

    async def _opening(self, random: Random, slot: int, agent: Agent) -> None:
        connect = slot % 3 == 2
        script = Script.draw(random, connect=connect)
        names = PAIRS[slot % len(PAIRS)]
        if slot % 8 == 7:  # one in eight rings when the demo starts
            first = self._first_leg(random, agent, script)
            await self._play(random, agent, script, names, first)
            return
        talked = random.uniform(10, 60) if slot == 0 else random.uniform(10, 110)
        legs = self._placed(random, agent, names, connect=connect, talked=talked)
        await self._talk(random, legs, max(script.talk - talked, 90))

    def improvise(self, script: Script) -> tuple[Call, Coroutine[None, None, None]]:
        """Start one more; gives its first leg and the rest of the play."""
        self._extra += 1
        random = Random(f"extra/{self._seed}/{self._extra}")
        agent = self._cast.agents[-1 - self._extra % 2]
        first = self._first_leg(random, agent, script)
        names = PAIRS[self._extra % len(PAIRS)]
        return first, self._play(random, agent, script, names, first)

    async def _play(
        self,
        random: Random,
        agent: Agent,
        script: Script,
        names: tuple[str, str],
        first: Call,
    ) -> None:
        world, stage = self._world, self._stage
        world.advance(first, CallStatus.RINGING)
        if not await stage.wait(first, script.ring):
            return
        world.advance(first, CallStatus.PROGRESSING)
        self._act(random, first, "connect" if script.connect else "queue_join")
        if not await stage.wait(first, 0.5 if script.connect else script.queue):
            return
        second = self._second_leg(random, agent, first, script)
        await stage.rest(0.3)
        world.advance(second, CallStatus.RINGING)
        self._status(agent, "busy" if script.connect else "ringing")
        if not await stage.wait(second, script.agent_ring):
            self._status(agent, "available")
            world.end(first, by="local")
            return
        world.advance(second, CallStatus.PROGRESSING)
        legs = Pair(first=first, second=second, agent=agent)
        self._join(random, legs, _voices(script, names), world.now())
        self._status(agent, "busy")
        await self._talk(random, legs, script.talk)

    async def _talk(self, random: Random, legs: Pair, seconds: float) -> None:
        """Let them talk; then either side hangs up, mostly the caller."""
        world = self._world
        went_on = await self._stage.wait(legs.second, seconds)
        if legs.second.room is not None:
            legs.second.room.ended_s = world.now()
            legs.second.room.talk.forget_frames()
        if not went_on and legs.first.live:
            # the chained leg was hung up: the master goes on in its flow
            legs.first.room = None
            self._act(random, legs.first, "talk")
            await self._stage.wait(legs.first, 2.0)
        world.end(legs.first, by="remote" if random.random() < 0.7 else "local")
        await self._stage.rest(WRAP_UP_S)
        self._status(legs.agent, "available")

    def _first_leg(self, random: Random, agent: Agent, script: Script) -> Call:
        if script.connect:
            return self._dial_out(random, agent, tm_create=0.0)
        return self._come_in(random, tm_create=0.0)

    def _come_in(self, random: Random, *, tm_create: float) -> Call:
        return self._cast.leg(
            random,
            source=self._cast.caller(random),
            destination=HOTLINE,
            direction="incoming",
            action="answer",
            scenario="queue",
            tm_create=tm_create,
        )

    def _dial_out(self, random: Random, agent: Agent, *, tm_create: float) -> Call:
        return self._cast.leg(
            random,
            source=agent.addresses[0],
            destination=self._cast.caller(random),
            direction="incoming",
            action="answer",
            scenario="connect",
            owner=agent,
            tm_create=tm_create,
        )

    def _second_leg(
        self,
        random: Random,
        agent: Agent,
        first: Call,
        script: Script,
        tm_create: float = 0.0,
    ) -> Call:
        to = first.destination if script.connect else agent.addresses[0]
        return self._cast.leg(
            random,
            source=HOTLINE if script.connect else first.source,
            destination=to,
            direction="outgoing",
            action="confbridge_join",
            scenario=first.scenario,
            owner=None if script.connect else agent,
            master=first,
            tm_create=tm_create,
        )

    def _placed(
        self,
        random: Random,
        agent: Agent,
        names: tuple[str, str],
        *,
        connect: bool,
        talked: float,
    ) -> Pair:
        """Make two legs that have been talking for `talked` seconds."""
        script = Script(connect=connect)
        answered = self._world.now() - talked
        begun = answered - random.uniform(9, 25)
        if connect:
            first = self._dial_out(random, agent, tm_create=begun)
        else:
            first = self._come_in(random, tm_create=begun)
        second = self._second_leg(random, agent, first, script, answered - 6.5)
        first.tm_ringing, first.tm_progressing = begun + 0.2, begun + 2.1
        second.tm_ringing, second.tm_progressing = answered - 6.1, answered
        first.status = second.status = CallStatus.PROGRESSING
        legs = Pair(first=first, second=second, agent=agent)
        self._join(random, legs, _voices(script, names), answered)
        self._status(agent, "busy")
        return legs

    def past(self, random: Random, number: int, age_s: float) -> None:
        """Make a conversation that ended `age_s` ago or less."""
        agent = self._cast.agents[number % len(self._cast.agents)]
        first = self._come_in(random, tm_create=self._world.now() - age_s)
        script = Script()
        second = self._second_leg(random, agent, first, script, first.tm_create + 9)
        ended = first.tm_create + random.uniform(100, 480)
        for call in (first, second):
            call.tm_ringing = call.tm_create + 0.3
            call.tm_progressing = call.tm_create + 4.4
            call.tm_hangup = call.tm_update = ended
            call.status = CallStatus.HANGUP
            call.hangup_by, call.hangup_reason = "remote", "normal"

    def _join(
        self,
        random: Random,
        legs: Pair,
        speakers: list[Voice],
        origin_s: float,
    ) -> None:
        talk = Talk(f"{self._seed}/{legs.first.id}", speakers)
        room = Room(id=new_id(random), talk=talk, origin_s=origin_s)
        for call in (legs.first, legs.second):
            call.room = room
            self._act(random, call, "confbridge_join", confbridge_id=str(room.id))

    def _act(self, random: Random, call: Call, kind: str, **option: str) -> None:
        call.action = Action(
            id=new_id(random), kind=kind, option=option, tm_execute=self._world.now()
        )
        self._world.touch(call)

    def _status(self, agent: Agent, status: str) -> None:
        agent.status = status
        self._world.touch(agent, "status_updated")


def _voices(script: Script, names: tuple[str, str]) -> list[Voice]:
    """Give who speaks, as loudly as the script has it."""
    if script.tone_hz:
        speakers = [whistle(script.tone_hz)] * 2
    else:
        speakers = [voices()[name] for name in names]
    return [amplified(voice, script.level_db) for voice in speakers]
