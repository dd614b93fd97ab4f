"""Everything that exists on the platform, and the only place where it changes.

Every change goes through `add` or `touch`, which stamp it and tell the watchers:
the media streams end with their call, and an event socket can say what happened.
"""

import bisect
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import TypeVar
from uuid import UUID

from voipmon.demo.objects import (
    LIVE,
    Agent,
    Call,
    CallStatus,
    Conference,
    Conferencecall,
    Customer,
    Item,
)

T = TypeVar("T", Agent, Call, Conference, Conferencecall)
Watcher = Callable[[str, Item], None]  # event name ("call_hangup"), object
KEPT_S = 2 * 3600  # [s] ended calls stay listed; the real platform keeps them all


def new_id(random: Random) -> UUID:
    """Make a version 4 UUID out of a seeded generator."""
    return UUID(int=random.getrandbits(128), version=4)


class Table(dict[UUID, T]):
    """Objects by id, with their order of creation."""

    def __init__(self) -> None:
        super().__init__()
        self._order: list[tuple[float, UUID]] = []

    def insert(self, item: T) -> None:
        """Add one; `tm_create` may lie in the past."""
        self[item.id] = item
        bisect.insort(self._order, (item.tm_create, item.id))

    def drop(self, item: T) -> None:
        """Forget one, as if it had never been."""
        del self[item.id]
        self._order.remove((item.tm_create, item.id))

    def older_than(self, before: float) -> Iterator[T]:
        """Give objects created strictly before `before`, the newest first."""
        place = bisect.bisect_left(self._order, (before, UUID(int=0)))
        for index in range(place - 1, -1, -1):
            yield self[self._order[index][1]]


class World:
    """The objects of two companies: the supervisor's, and a foreign one.

    Args:
        seed: Of every id.
    """

    def __init__(self, seed: int) -> None:
        self.random = Random(f"world/{seed}")
        self._offset_s = time.time() - time.monotonic()
        self._last_stamp = 0.0
        self._watchers: list[Watcher] = []
        now = self.stamp()
        self.customer = Customer(
            id=new_id(self.random),
            name="Demo Contact Centre",
            email="office@demo.example",
            tm_create=now - 86400 * 200,
        )
        self.foreign_customer_id = new_id(self.random)
        self.calls: Table[Call] = Table()
        self.conferences: Table[Conference] = Table()
        self.conferencecalls: Table[Conferencecall] = Table()
        self.agents: Table[Agent] = Table()

    def now(self) -> float:
        """Give Unix time that never jumps."""
        return time.monotonic() + self._offset_s

    def stamp(self) -> float:
        """Give the time of a change: whole microseconds, each one once."""
        stamp = max(round(self.now(), 6), round(self._last_stamp + 1e-6, 6))
        self._last_stamp = stamp
        return stamp

    def watch(self, watcher: Watcher) -> None:
        """Have `watcher` called after every change, in the server's thread."""
        self._watchers.append(watcher)

    def add(self, item: Item) -> None:
        """Put a new object into the world; without `tm_create` it is new now."""
        # whole microseconds, or a page token would not name the row it came from
        item.tm_create = round(item.tm_create, 6) or self.stamp()
        if isinstance(item, Call):
            self.calls.insert(item)
        elif isinstance(item, Conference):
            self.conferences.insert(item)
        elif isinstance(item, Conferencecall):
            self.conferencecalls.insert(item)
        else:
            self.agents.insert(item)
        self._tell(f"{_noun(item)}_created", item)

    def touch(self, item: Item, event: str = "updated") -> None:
        """Record that `item` changed; `event` is the second half of its name."""
        item.tm_update = self.stamp()
        self._tell(f"{_noun(item)}_{event}", item)

    def advance(self, call: Call, status: CallStatus) -> None:
        """Move a call forward in its life."""
        call.status = status
        stamp = self.stamp()
        if status is CallStatus.RINGING:
            call.tm_ringing = stamp
        elif status is CallStatus.PROGRESSING:
            call.tm_progressing = stamp
        self.touch(call, status.value)

    def end(self, call: Call, *, by: str = "remote", reason: str = "normal") -> None:
        """Hang up a call now, and those chained to it, as the platform does."""
        if call.status is CallStatus.HANGUP:
            return
        call.status = CallStatus.HANGUP
        call.hangup_by, call.hangup_reason = by, reason
        call.tm_hangup = self.stamp()
        self.leave(call)
        self.touch(call, "hangup")
        for chained in call.chained_call_ids:
            leg = self.calls.get(chained)
            if leg is not None:
                self.end(leg, by="local", reason="normal")

    def terminate(self, call: Call) -> None:
        """Begin the end that a supervisor asked for; `end` completes it."""
        if call.status in LIVE:
            early = call.status is not CallStatus.PROGRESSING
            outgoing = call.direction == "outgoing"
            ending = CallStatus.TERMINATING
            if early and outgoing:
                ending = CallStatus.CANCELING
            self.advance(call, ending)

    def leave(self, call: Call) -> None:
        """Take a call out of its conferences."""
        for conference in self.conferences.values():
            for joined in list(conference.conferencecall_ids):
                participation = self.conferencecalls[joined]
                if participation.reference_id == call.id:
                    conference.conferencecall_ids.remove(joined)
                    conference.seats.pop(joined, None)
                    participation.status = "leaved"  # the platform's own word
                    self.touch(participation, "leaved")
                    self.touch(conference)

    def delete(self, item: Item) -> None:
        """Mark as deleted: gone from lists, refused elsewhere."""
        item.tm_delete = self.stamp()
        self.touch(item, "deleted")

    def forget_old(self) -> None:
        """Drop what ended long ago, so that a demo can run for days."""
        before = self.now() - KEPT_S
        for call in list(self.calls.older_than(before)):
            if call.status is CallStatus.HANGUP and (call.tm_hangup or 0) < before:
                self.calls.drop(call)
        for participation in list(self.conferencecalls.older_than(before)):
            if participation.status == "leaved":
                self.conferencecalls.drop(participation)

    def _tell(self, event: str, item: Item) -> None:
        for watcher in self._watchers:
            watcher(event, item)


def _noun(item: Item) -> str:
    return type(item).__name__.lower()
