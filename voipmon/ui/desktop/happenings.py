"""What is worth a notification when the window is not in front, and its words. No Qt.

Never a customer's number: a notification is read by whoever sees the screen. Never
anybody's name while the session is locked.
"""

from dataclasses import dataclass

from voipmon.core.domain.facts import Fact, SignedOut, StreamEnded
from voipmon.core.domain.snapshot import EndCause, OutputState, ResourceKind
from voipmon.ui import wording
from voipmon.ui.card import Card
from voipmon.ui.state import WindowState

OUTPUT = "output"
SIGN_IN = "sign-in"
_NOT_LOST = {EndCause.LEFT, EndCause.ENDED, EndCause.GONE, EndCause.SIGNED_OUT}
_DEVICE_GONE = {OutputState.PAUSED, OutputState.ABSENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing to tell.

    Attributes:
        about: Key of the call, `OUTPUT` or `SIGN_IN`; what the limits count by.
        action: Word on its button; pressing it brings the window to the front, and
            "Listen" tries the call again, too.
        urgent: The supervisor hears nothing and does not know it.
    """

    about: str
    title: str
    text: str
    action: str = "Show"
    urgent: bool = False


class Happenings:
    """Follows the state; owned by `Neighbours`.

    Args:
        state: As the window has it, facts already folded in.
    """

    def __init__(self, state: WindowState) -> None:
        self._state = state
        self._output = state.output.state
        self.tell_ends = False

    def of(self, fact: Fact, *, discreet: bool) -> Happening | None:
        """What a fact is worth.

        Args:
            fact: Just applied to the state.
            discreet: Name nobody: the session is locked.
        """
        match fact:
            case StreamEnded(stream_id=stream_id, cause=cause):
                card = self._state.card(stream_id)
                return None if card is None else self._end(card, cause, discreet)
            case SignedOut(problem=problem) if problem is not None:
                return Happening(
                    about=SIGN_IN,
                    title="Your sign-in has ended",
                    text="No other call can be opened. Sign in again.",
                )
        return None

    def of_output(self, *, discreet: bool) -> Happening | None:
        """Whether the output device has just gone."""
        output = self._state.output
        before, self._output = self._output, output.state
        if output.state not in _DEVICE_GONE or before in _DEVICE_GONE:
            return None
        if before in {OutputState.OFF, OutputState.STARTING}:
            return None  # there was none to begin with: the window says so
        label = "" if discreet else output.label
        return Happening(
            about=OUTPUT,
            title=f"{label or 'Output device'} disconnected",
            text="Listening paused, nothing is played on speakers.",
            urgent=True,
        )

    def _end(self, card: Card, cause: EndCause, discreet: bool) -> Happening | None:
        who = _who(card, discreet)
        if cause is EndCause.ENDED and self.tell_ends:
            return Happening(about=card.key, title="Call ended", text=f"{who} ended.")
        if cause in _NOT_LOST:
            return None
        return Happening(
            about=card.key,
            title=wording.CLOSED[cause].text,
            text=f"{who}: no sound comes from it.",
            action="Listen",
            urgent=True,
        )


def _who(card: Card, discreet: bool) -> str:
    kind = "conference" if card.kind is ResourceKind.CONFERENCE else "call"
    agent = card.row.agent if card.row is not None else ""
    if discreet or not agent:
        return f"A {kind} you listened to"
    return f"{agent}'s {kind}"
