"""A stream without a socket: asking why, waiting, trying again, giving up.

One `Pause` per stream, owned by `stream_state.StreamMachine`; it keeps the account
of tries that decides when enough is enough.
"""

from collections.abc import Callable

from voipmon.core.domain import stream_rules as rules
from voipmon.core.domain.backoff import Backoff
from voipmon.core.domain.snapshot import EndCause, StreamHint
from voipmon.core.domain.stream_rules import NEVER, Do, Phase
from voipmon.core.domain.verdict import Fate, Verdict

Course = list[Do] | EndCause  # orders, or the end of it all


class Pause:
    """Phases between two sockets.

    Attributes:
        phase: What is waited for.
        held: Why it is HELD, as a hint.
        attempt: Reconnects since the last healthy connection.
        silent_ns: First opening of a row that brought no frame, 0 if none.
    """

    def __init__(self, chance: Callable[[], float], *, room: bool) -> None:
        self._backoff = Backoff(chance)
        self._room = room
        self.anew(0)

    def anew(self, now: int) -> None:
        """Forget all tries: the first opening, or the user asks again."""
        self.phase = Phase.DIALLING
        self.attempt = 0
        self.silent_ns = 0
        self.held = StreamHint.NONE
        self._due_ns = 0  # of ASKING and WAITING
        self._ask_ns = self._look_ns = NEVER  # of HELD
        self._ended_ns = 0
        self._trouble_ns = now  # since when it is not healthy, 0 if it is
        self._silent = False  # the last opening brought no frame
        self._quick_closes = 0
        self._breaches = 0
        self._breach_ns = 0
        self._backoff.reset()

    # -- news from an open socket ----------------------------------------------------

    def opened(self, now: int) -> None:
        """A socket is open."""
        self.silent_ns = self.silent_ns or now

    def sounded(self) -> None:
        """It brought a frame."""
        self.silent_ns, self._silent, self._quick_closes = 0, False, 0

    def proven(self) -> None:
        """It was healthy for long enough: the next trouble begins from nothing."""
        self.attempt = self._trouble_ns = 0
        self._backoff.reset()

    # -- how a socket or an opening ends ---------------------------------------------

    def ask(self, now: int, *, silent: bool = False) -> list[Do]:
        """The end has no explanation; `silent`: it never brought a frame."""
        self._note_end(now, silent=silent)
        self.phase = Phase.ASKING
        self._due_ns = now + rules.ASK_PATIENCE
        return [Do.ASK]

    def quick_close(self, now: int) -> list[Do]:
        """Closed as soon as it was opened: twice again at once, then REST is asked."""
        self._quick_closes += 1
        if self._quick_closes > rules.QUICK_REOPENS:
            return self.ask(now)
        self._note_end(now, silent=False)
        self.attempt += 1
        return self.dial()

    def breach(self, now: int, *, flood: bool) -> Course:
        """The peer broke a limit."""
        if now - self._breach_ns > rules.BREACH_MEMORY:
            self._breaches = 0
        self._breaches += 1
        self._breach_ns = now
        self._note_end(now, silent=False)
        if self._breaches > (rules.FLOODS if flood else rules.BREACHES):
            return EndCause.PROTOCOL
        return self._plan(now)

    def failed(self, now: int, wait_ns: int) -> Course:
        """An opening failed; `wait_ns` is the server's wish, 0 if it has none."""
        self._note_end(now, silent=False)
        if not wait_ns:
            return self._plan(now)
        self._trouble_ns += wait_ns  # waiting as told is no trouble
        self.phase, self._due_ns = Phase.WAITING, now + wait_ns
        return []

    def _note_end(self, now: int, *, silent: bool) -> None:
        self._trouble_ns = self._trouble_ns or now
        self._ended_ns = now
        self._silent = silent

    # -- while there is none ---------------------------------------------------------

    def dial(self) -> list[Do]:
        """Open now."""
        self.phase = Phase.DIALLING
        self.held = StreamHint.NONE
        return [Do.CONNECT]

    def tick(self, now: int) -> Course:
        """Time has passed."""
        if self.phase is Phase.ASKING and now >= self._due_ns:
            return self._plan(now)
        if self.phase is Phase.WAITING and now >= self._due_ns:
            return self.dial()
        orders = []
        if self.phase is Phase.HELD:
            if now >= self._ask_ns:
                self._ask_ns = now + (rules.ROOM_ASK if self._room else rules.HOLD_ASK)
                orders.append(Do.ASK)
            if now >= self._look_ns:
                self._look_ns = now + rules.ROOM_LOOK
                orders.append(Do.LOOK)
        return orders

    def judge(self, now: int, verdict: Verdict) -> Course:
        """REST's opinion, where it is no end in itself."""
        if self.phase is Phase.HELD:
            if verdict.fate is not Fate.LIVE or self._hold(now, verdict):
                return []
            return self.dial()
        if self.phase is not Phase.ASKING:
            return []
        if verdict.fate is Fate.LIVE:
            if self._hold(now, verdict):
                return []
            if self._quick_closes > rules.QUICK_REOPENS:
                return EndCause.REFUSED
        return self._plan(now)

    def looked(self, participants: int | None) -> list[Do]:
        """The roster's number of participants: somebody entered the room?"""
        return self.dial() if self.phase is Phase.HELD and participants else []

    def _hold(self, now: int, verdict: Verdict) -> bool:
        """Wait where no sound can be expected yet."""
        if verdict.answered is False:
            self.held = StreamHint.NOT_ANSWERED
            self._ask_ns = now + rules.HOLD_ASK
        elif self._room and verdict.participants == 0:
            self.held = StreamHint.EMPTY_ROOM  # no bridge before the first one joins
            self._ask_ns = now + rules.ROOM_ASK
            self._look_ns = now + rules.ROOM_LOOK
        else:
            return False
        self.phase = Phase.HELD
        self.attempt = self._quick_closes = self.silent_ns = 0
        self._trouble_ns = now
        self._backoff.reset()
        return True

    def _plan(self, now: int) -> Course:
        """Decide on the next opening, or give up."""
        silent_for = now - self.silent_ns if self.silent_ns else 0
        tired = (
            self.attempt >= rules.TRIES or now - self._trouble_ns >= rules.TROUBLE_LIMIT
        )
        if self._silent and (tired or silent_for >= rules.SILENT_LIMIT):
            return EndCause.SILENT_OPEN
        if tired:
            return EndCause.LOST
        # Some openings stay silent by chance: the first of a row is repeated at once.
        at_once = self._silent and self.attempt == 0
        wait_ns = 0 if at_once else round(self._backoff.next_s() * rules.S)
        self.attempt += 1
        self._due_ns = self._ended_ns + wait_ns
        if now >= self._due_ns:
            return self.dial()
        self.phase = Phase.WAITING
        return []

    @property
    def retry_ns(self) -> int:
        """When the next opening is planned, 0 if none is."""
        return self._due_ns if self.phase is Phase.WAITING else 0

    @property
    def due_ns(self) -> int:
        """When `tick` matters next."""
        if self.phase is Phase.DIALLING:
            return NEVER
        if self.phase is Phase.HELD:
            return min(self._ask_ns, self._look_ns)
        return self._due_ns
