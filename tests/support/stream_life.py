"""A stream's machine on a clock of its own, for stories about its life."""

from voipmon.core.domain.snapshot import (
    Problem,
    ResourceKind,
    StreamState,
)
from voipmon.core.domain.stream_rules import MS, NEVER, Do, S
from voipmon.core.domain.stream_state import StreamMachine
from voipmon.core.domain.verdict import Fate, Verdict

LIVE = Verdict(fate=Fate.LIVE, answered=True)
BAD = Problem(kind="net.protocol")
DOWN = Problem(kind="net.unreachable")


class Life:
    """A machine, its clock and what it ordered: (milliseconds, order)."""

    def __init__(self, kind=ResourceKind.CALL):
        self.machine = StreamMachine(kind, lambda: 0.5)
        self.now = 1000 * S
        self.start = self.now
        self.log = []
        self.do(self.machine.begin(self.now))

    def do(self, orders):
        self.log += [((self.now - self.start) / MS, order) for order in orders]
        return orders

    def tell(self, event, *args, **kwargs):
        return self.do(getattr(self.machine, event)(self.now, *args, **kwargs))

    def wait(self, ms, *, every_ms=None, event="heard", pong=True, room=None):
        """Let time pass; pings are answered, REST is not; `room` is what LOOK sees."""
        until = self.now + round(ms * MS)
        beat = self.now + every_ms * MS if every_ms else NEVER
        while min(beat, self.machine.next_due_ns) <= until:
            self.now = max(self.now, min(beat, self.machine.next_due_ns))
            if beat <= self.now:
                self.tell(event)
                beat += every_ms * MS
            if self.machine.next_due_ns <= self.now:
                orders = self.tell("tick")
                assert self.machine.next_due_ns > self.now or Do.LOOK in orders
                if Do.PING in orders and pong:
                    self.machine.bytes_came(self.now + 1)
                if Do.LOOK in orders:
                    self.tell("looked", room)
        self.now = until

    def took(self, order):
        return [round(at) for at, what in self.log if what is order]

    @property
    def state(self):
        return self.machine.view.state

    @property
    def hint(self):
        return self.machine.view.hint

    @property
    def cause(self):
        return self.machine.view.cause


def streaming(kind=ResourceKind.CALL, ms=200):
    life = Life(kind)
    life.tell("opened")
    assert life.state is StreamState.OPEN
    life.wait(ms, every_ms=20)
    assert life.state is StreamState.STREAMING
    return life
