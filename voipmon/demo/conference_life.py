"""Participants of the conferences: they join, talk, leave, and somebody follows."""

from random import Random

from voipmon.demo.cast import Cast
from voipmon.demo.objects import (
    Action,
    Address,
    CallStatus,
    Conference,
    Conferencecall,
    Room,
)
from voipmon.demo.speech import PARTY, voices
from voipmon.demo.stage import Stage
from voipmon.demo.talk import Talk
from voipmon.demo.world import World, new_id

NUMBER = Address(kind="tel", target="+15552000199", target_name="Conference line")
CHECK_S = 1.0  # [s] how often a room looks whether it is full


class ConferenceLife:
    """Keeps each conference at its number of participants."""

    def __init__(self, world: World, cast: Cast, stage: Stage, seed: int) -> None:
        self._world = world
        self._cast = cast
        self._stage = stage
        self._seed = seed
        self._rooms: dict[str, Conference] = {}
        self._wanted: dict[str, int] = {}
        self._random = Random(f"conference/{seed}")

    @property
    def names(self) -> tuple[str, ...]:
        """The rooms that have participants by script."""
        return tuple(self._wanted)

    def open(self, name: str, seats: int) -> Conference:
        """Make a room with `seats` people in it."""
        conference = self.open_empty(name)
        self._wanted[name] = seats
        self._fill(name, age_s=45.0)
        return conference

    def open_empty(self, name: str) -> Conference:
        """Make a room that has been used, with nobody in it now."""
        conference = self._cast.conference(name, age_s=5400.0)
        known = voices()
        room_id = new_id(self._random)
        talk = Talk(
            f"{self._seed}/{name}",
            [known[voice] for voice in PARTY],
            present=lambda: sorted(conference.seats.values()),
        )
        conference.room = Room(id=room_id, talk=talk, origin_s=self._world.now())
        self._rooms[name] = conference
        return conference

    def fill(self, name: str, count: int) -> None:
        """Have `count` participants, now and from now on."""
        self._wanted[name] = count
        conference = self._rooms[name]
        while len(conference.conferencecall_ids) > count:
            joined = self._world.conferencecalls[conference.conferencecall_ids[-1]]
            self._world.end(self._world.calls[joined.reference_id])
        self._fill(name)

    async def run(self, name: str) -> None:
        """Replace those who leave, for ever."""
        conference = self._rooms[name]
        left = 0.0
        while True:
            stay = self._random.uniform(120, 420)
            while left < stay:
                await self._stage.rest(CHECK_S)
                left += CHECK_S
                self._fill(name)
            left = 0.0
            if len(conference.conferencecall_ids) > 2:  # two go on talking
                oldest = self._world.conferencecalls[conference.conferencecall_ids[0]]
                self._world.end(self._world.calls[oldest.reference_id])

    def _fill(self, name: str, age_s: float = 0.0) -> None:
        conference = self._rooms[name]
        while len(conference.conferencecall_ids) < self._wanted[name]:
            self._join(conference, age_s)

    def _join(self, conference: Conference, age_s: float) -> None:
        world, random = self._world, self._random
        begun = world.now() - age_s - random.uniform(3, 9)
        call = self._cast.leg(
            random,
            source=self._cast.caller(random),
            destination=NUMBER,
            direction="incoming",
            action="answer",
            scenario="conference",
            tm_create=begun,
        )
        world.advance(call, CallStatus.RINGING)
        world.advance(call, CallStatus.PROGRESSING)
        call.tm_ringing, call.tm_progressing = begun + 0.4, begun + 2.2
        call.room = conference.room
        assert conference.room is not None  # noqa: S101 - made in `open_empty`
        call.action = Action(
            id=new_id(random),
            kind="confbridge_join",
            option={"confbridge_id": str(conference.room.id)},
            tm_execute=world.now(),
        )
        joined = Conferencecall(
            id=new_id(random),
            customer_id=call.customer_id,
            conference_id=conference.id,
            reference_id=call.id,
            activeflow_id=call.activeflow_id,
        )
        world.add(joined)
        free = set(range(len(PARTY))) - set(conference.seats.values())
        conference.seats[joined.id] = min(free, default=0)
        conference.conferencecall_ids.append(joined.id)
        world.touch(conference)
