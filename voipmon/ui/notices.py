"""Which message bars the present state calls for."""

import time
from collections.abc import Callable
from dataclasses import replace

from voipmon.core.domain.facts import (
    EngineRestarted,
    Fact,
    SignedIn,
    SignedOut,
    Trouble,
)
from voipmon.core.domain.snapshot import OutputState, Problem
from voipmon.ui import wording
from voipmon.ui.messages import message
from voipmon.ui.situation import TOLD, Situation, situation
from voipmon.ui.state import STALE_S, WindowState
from voipmon.ui.widgets.message_bar import MessageStack, Notice

_SKEW_S = 60.0  # a clock that is off by more is worth a word
_TROUBLE_S = 60.0  # what is over by itself need not be dismissed by hand
_GOES_ON = "What you hear goes on, but no other call can be opened."
_STOPPED = "Nothing is played."
_HEARD = {what for what, told in TOLD.items() if told.heard} | {Situation.STALLED}
_AGAIN = "Sign in again (your layout and notes are kept)"
_TAKEN_OVER = "Nothing was being played, and a new one has taken over."
_PASSING_S = 8.0  # a sentence that answers a click goes by itself


class Notices:
    """Keeps the message stack true: lasting ones follow the state, others facts."""

    def __init__(
        self,
        stack: MessageStack,
        state: WindowState,
        sign_in: Callable[[], None],
        use_output: Callable[[str, str], None],
    ) -> None:
        self._stack = stack
        self._state = state
        self._sign_in = sign_in
        self._use_output = use_output
        self._passing_s = 0.0
        self._troubles: dict[str, float] = {}  # shown for so much longer [s]
        self._skew_told = False
        self._ended: tuple[float, str] | None = None  # Unix time, details

    def say(self, text: str) -> None:
        """A sentence that answers what the supervisor just did."""
        self._stack.say(Notice(key="said", text=text, icon="info", tone="accent"))
        self._passing_s = _PASSING_S

    def unsay(self) -> None:
        """It no longer holds."""
        self._stack.clear("said")

    def tick(self, dt_s: float) -> None:
        """Follow the state."""
        if self._passing_s > 0:
            self._passing_s -= dt_s
            if self._passing_s <= 0:
                self._stack.clear("said")
        for kind, left_s in list(self._troubles.items()):
            self._troubles[kind] = left_s - dt_s
            if left_s <= dt_s:
                del self._troubles[kind]
                self._stack.clear(kind)
        self._follow_output()
        self._follow_list()
        self._follow_clock()
        self._follow_account()

    def on_fact(self, fact: Fact) -> None:
        """Some facts are worth a bar."""
        match fact:
            case Trouble(problem=problem):
                self._trouble(problem)
            case EngineRestarted(problem=problem):
                heard = any(self._state.listened()) and self._state.pause is None
                self._trouble(problem, meaning="" if heard else _TAKEN_OVER)
            case SignedOut(problem=problem) if problem is not None:
                self._ended = time.time(), message(problem).details
                self._follow_account()
            case SignedIn() | SignedOut():
                self._ended = None
                self._stack.clear("account")
                self._skew_told = False

    def _follow_account(self) -> None:
        """Streams that are open outlive the sign-in; they cannot be opened again."""
        if self._ended is None:
            return
        at_s, details = self._ended
        heard = any(situation(c, self._state) in _HEARD for c in self._state.cards)
        meaning = _GOES_ON if heard else _STOPPED
        at = wording.clock_time(at_s).rpartition(":")[0]
        self._stack.say(
            Notice(
                key="account",
                text=f"Your sign-in ended at {at}. {meaning} {_AGAIN}",
                details=details,
                tone="broken",
                icon="key",
                action="Sign in",
                on_action=self._sign_in,
                lasting=True,
            )
        )

    def _trouble(self, problem: Problem, meaning: str = "") -> None:
        words = message(problem)
        if meaning:
            words = replace(words, meaning=meaning)
        self._troubles[problem.kind] = _TROUBLE_S
        self._stack.say(
            Notice(key=problem.kind, text=words.text, details=words.details)
        )

    def _follow_output(self) -> None:
        output = self._state.output
        text = "" if self._state.engine_dead else wording.output_problem(output)
        if not text:
            self._stack.clear("output")
            return
        offer = output.offer if output.state is OutputState.PAUSED else ""
        notice = Notice(
            key="output",
            text=text,
            tone="broken",
            icon="headphones",
            action=f'Use "{offer}"' if offer else "",
            on_action=self._use_offer if offer else None,
            lasting=True,
        )
        self._stack.say(notice)

    def _use_offer(self) -> None:
        offer = self._state.output.offer
        found = (d for d in self._state.devices if offer in {d.name, d.description})
        device = next(found, None)
        if device is not None:
            self._use_output(device.name, device.host_api)
        else:
            self._use_output("", "")

    def _follow_list(self) -> None:
        state = self._state
        age = state.link_age_s
        if not state.stale or age is None or age < STALE_S:
            self._stack.clear("list")
            return
        text = f"List may be out of date: last update {int(age)} s ago. Reconnecting…"
        details = message(state.link.problem).text if state.link.problem else ""
        self._stack.say(Notice(key="list", text=text, details=details, lasting=True))

    def _follow_clock(self) -> None:
        offset = self._state.clock_offset_s
        if self._skew_told or abs(offset) < _SKEW_S or not self._state.signed_in:
            return
        self._skew_told = True
        minutes = round(abs(offset) / 60)
        off = f"{minutes} min" if minutes else f"{abs(offset):.0f} s"
        self._stack.say(
            Notice(
                key="clock",
                text=f"Times come from the server (your clock is {off} off)",
                icon="late",
                tone="accent",
            )
        )
