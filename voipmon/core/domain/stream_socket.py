"""Clocks of one open media socket: beat, wake frames, pings, health.

One `SocketLife` per successful upgrade, owned by `stream_state.StreamMachine`.
"""

from voipmon.core.domain import stream_rules as rules
from voipmon.core.domain.stream_rules import NEVER


class SocketLife:
    """What happened on this socket, and when something should.

    Attributes:
        opened_ns: Time of the upgrade.
        expected_ns: Since when frames are expected: the last one, or the opening,
            or the moment a room had talkers again.
        heard: At least one frame came.
        empty: A room with fewer than two participants; silence is no fault.
        wakes: Wake frames sent.
    """

    def __init__(self, now: int = 0) -> None:
        self.opened_ns = now
        self.expected_ns = now
        self.last_byte_ns = now
        self.heard = False
        self.empty = False
        self.wakes = 0
        self._overdue_ns = now + rules.WAKE_STEP
        self._asked = False
        self._ping_ns = now + rules.PING_EVERY
        self._pinged_ns = 0  # of the ping that waits for a sign of life, 0 if none
        self._stall_ping_ns = NEVER
        self._well_ns = 0  # since when it is healthy, 0 if it is not

    def frame(self, now: int) -> None:
        """A frame came; the hot path."""
        self.expected_ns = self.last_byte_ns = now

    def resumed(self, now: int) -> None:
        """Sound flows, for the first time or again."""
        self.heard = True
        self.empty = False
        self._well_ns = self._well_ns or now
        self._stall_ping_ns = NEVER

    def stalled(self) -> None:
        """The beat stopped."""
        self._well_ns = 0
        self._stall_ping_ns = self.expected_ns + rules.STALL_PING

    def emptied(self, now: int) -> None:
        """The room has too few participants to sound."""
        self.empty = True
        self._well_ns = self._well_ns or now
        self._stall_ping_ns = NEVER

    def filled(self, now: int) -> None:
        """The room has talkers again."""
        self.empty = False
        self.expected_ns = now
        self._overdue_ns = now + rules.WAKE_STEP

    def ask_first(self, now: int) -> bool:
        """A silent opening of a room nobody knows: whether to ask before waking it."""
        if self._asked or self.heard:
            return False
        self._asked = True
        self._overdue_ns = now + rules.ASK_PATIENCE
        return True

    def told(self, now: int) -> bool:
        """REST answered; True if that was waited for."""
        waited = self._asked and not self.heard and self._overdue_ns > now
        if waited:
            self._overdue_ns = now
        return waited

    def woken(self, now: int) -> None:
        """A wake frame was sent."""
        self.wakes += 1
        self._overdue_ns = now + rules.WAKE_STEP

    @property
    def overdue_at_ns(self) -> int:
        """When missing frames become a matter to act on."""
        if self.heard:
            return self.expected_ns + rules.STALL
        return self._overdue_ns

    def overdue(self, now: int) -> bool:
        """Whether frames are missing now."""
        return not self.empty and now >= self.overdue_at_ns

    def dead(self, now: int) -> bool:
        """Whether not even a pong came in time."""
        if self._pinged_ns and self.last_byte_ns >= self._pinged_ns:
            self._pinged_ns = 0
        return bool(self._pinged_ns) and now >= self._pinged_ns + rules.PONG_WAIT

    def ping_due(self, now: int) -> bool:
        """Whether to ping; True counts as done."""
        if self._pinged_ns or now < min(self._ping_ns, self._stall_ping_ns):
            return False
        self._pinged_ns = now
        self._ping_ns = now + rules.PING_EVERY
        self._stall_ping_ns = NEVER
        return True

    def proven(self, now: int) -> bool:
        """Whether it has been healthy for long enough."""
        return 0 < self._well_ns <= now - rules.HEALTH

    def due_ns(self, now: int) -> int:
        """When a ping, its answer or the proof of health is due."""
        if self._pinged_ns:
            ping_ns = self._pinged_ns + rules.PONG_WAIT
        else:
            ping_ns = min(self._ping_ns, self._stall_ping_ns)
        proof_ns = self._well_ns + rules.HEALTH
        if not self._well_ns or proof_ns <= now:
            return ping_ns
        return min(ping_ns, proof_ns)
