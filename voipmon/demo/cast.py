"""The people of the demo: agents, callers, rooms, and objects for odd requests."""

from dataclasses import dataclass
from random import Random
from uuid import UUID

from voipmon.demo.objects import (
    Action,
    Address,
    Agent,
    Call,
    CallStatus,
    Conference,
)
from voipmon.demo.world import World, new_id

_AGENTS = (
    "Dana Fields", "Kim Alvarez", "Noor Haddad", "Peter Lindqvist", "Mei Tanaka",
    "Oluwaseun Adeyemi", "Rosa Marchetti", "Tom Becker", "Aisha Khan", "Jan Novák",
    "Lucía Romero", "Viktor Ilves",
)  # fmt: skip
_CALLERS = (
    "Ada Brook", "", "R. Okafor", "", "Hotel Aurora", "", "Sven Dahl", "Mrs Whitfield",
    "", "Garage Petit", "", "Li Na",
)  # fmt: skip
ROOMS = ("Morning stand-up", "War room")
EMPTY_ROOM = "Empty room"  # was used before: it has a bridge
UNUSED_ROOM = "Never used"  # nobody ever joined: it has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddities:
    """Objects that a request is refused for, each in its way."""

    foreign_call: UUID
    deleted_call: UUID
    ended_call: UUID
    unused_conference: UUID
    empty_conference: UUID


class Cast:
    """Creates people, addresses and calls out of one seed."""

    def __init__(self, world: World, agents: int) -> None:
        self.world = world
        self._random = world.random
        self.agents = [self._agent(number) for number in range(max(agents, 6))]
        self.supervisor = self._supervisor()

    def _agent(self, number: int) -> Agent:
        name = _AGENTS[number % len(_AGENTS)]
        if number >= len(_AGENTS):
            name = f"{name} {number // len(_AGENTS) + 1}"
        extension = str(2001 + number)
        agent = Agent(
            id=new_id(self._random),
            customer_id=self.world.customer.id,
            username=f"agent{extension}@demo.example",
            name=name,
            addresses=(Address(kind="extension", target=extension, target_name=name),),
            tm_create=self.world.customer.tm_create + 3600 * (number + 1),
        )
        self.world.add(agent)
        return agent

    def _supervisor(self) -> Agent:
        agent = Agent(
            id=new_id(self._random),
            customer_id=self.world.customer.id,
            username="supervisor",
            name="Demo Supervisor",
            status="offline",
            permission=0x40,  # customer manager
            tm_create=self.world.customer.tm_create + 60,
        )
        self.world.add(agent)
        return agent

    def caller(self, random: Random) -> Address:
        """Invent somebody on the telephone network (numbers reserved for fiction)."""
        number = f"+1555{random.randrange(200, 1000)}01{random.randrange(100):02}"
        return Address(kind="tel", target=number, target_name=random.choice(_CALLERS))

    def leg(
        self,
        random: Random,
        *,
        source: Address,
        destination: Address,
        direction: str,
        action: str,
        scenario: str,
        owner: Agent | None = None,
        master: Call | None = None,
        customer_id: UUID | None = None,
        tm_create: float = 0.0,
    ) -> Call:
        """Make a call and put it into the world, dialing."""
        call = Call(
            id=new_id(random),
            customer_id=customer_id or self.world.customer.id,
            source=source,
            destination=destination,
            direction=direction,
            status=CallStatus.DIALING,
            action=Action(id=new_id(random), kind=action),
            flow_id=new_id(random),
            activeflow_id=new_id(random),
            owner_id=owner.id if owner else None,
            master_call_id=master.id if master else None,
            scenario=scenario,
            tm_create=tm_create,
        )
        self.world.add(call)
        if master is not None:
            master.chained_call_ids.append(call.id)
            self.world.touch(master)
        return call

    def conference(self, name: str, *, age_s: float) -> Conference:
        """Make a named room."""
        conference = Conference(
            id=new_id(self._random),
            customer_id=self.world.customer.id,
            name=name,
            timeout_s=3600,
            tm_create=self.world.now() - age_s,
        )
        self.world.add(conference)
        return conference

    def oddities(self, empty: Conference, unused: Conference) -> Oddities:
        """Make the calls that cannot be listened to."""
        return Oddities(
            foreign_call=self._odd(1800, foreign=True).id,
            deleted_call=self._gone(self._odd(2400), deleted=True).id,
            ended_call=self._gone(self._odd(3000), deleted=False).id,
            unused_conference=unused.id,
            empty_conference=empty.id,
        )

    def _odd(self, age_s: float, *, foreign: bool = False) -> Call:
        return self.leg(
            self._random,
            source=self.caller(self._random),
            destination=Address(kind="tel", target="+15552000100"),
            direction="incoming",
            action="talk",
            scenario="odd",
            customer_id=self.world.foreign_customer_id if foreign else None,
            tm_create=self.world.now() - age_s,
        )

    def _gone(self, call: Call, *, deleted: bool) -> Call:
        call.status = CallStatus.HANGUP
        call.hangup_by, call.hangup_reason = "remote", "normal"
        call.tm_ringing = call.tm_create + 1.1
        call.tm_progressing = call.tm_create + 4.2
        call.tm_hangup = call.tm_update = call.tm_create + 95.5
        if deleted:
            self.world.delete(call)
        return call
