"""Calls that nobody answered yet: asked back first, then waited for.

To open one at once would silence the call that it replaces for as long as it rings.
"""

from voipmon.core.domain.facts import RosterRow
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.ui import wording
from voipmon.ui.listening import Listening
from voipmon.ui.state import WindowState
from voipmon.ui.widgets.message_bar import MessageStack, Notice

_KEY = "ringing"
_QUESTION = "Not answered yet. Listen as soon as it is answered?"
_UNANSWERED = frozenset({"Dialing", "Ringing"})


class Ringing:
    """Stands between the list and `Listening`; the same wish again is a yes."""

    def __init__(
        self, state: WindowState, listening: Listening, stack: MessageStack
    ) -> None:
        self._state = state
        self._listening = listening
        self._stack = stack
        self._wish: tuple[str, bool] | None = None  # key, add
        self._waiting = False  # the question was answered with yes
        listening.silenced = self.cancel

    def listen(self, key: str, add: bool) -> None:
        """Listen to a row, after asking if nobody answered it yet."""
        wish, row = (key, add), self._state.rows.get(key)
        known = self._state.card_of(key) is not None
        if known or row is None or not _rings(row):
            self.cancel()
            self._listening.listen(key, add=add)
        elif self._wish == wish and _QUESTION in self._stack.texts:
            self._wait(row)
        elif self._wish != wish or not self._waiting:
            self._ask(wish)

    def cancel(self) -> None:
        """Neither ask nor wait any longer."""
        self._wish, self._waiting = None, False
        self._stack.clear(_KEY)

    def tick(self) -> None:
        """Listen when the call is answered; without a yes the question goes."""
        if self._wish is None:
            return
        (key, add), row = self._wish, self._state.rows.get(self._wish[0])
        if row is not None and _rings(row):
            return
        waited = self._waiting
        self.cancel()
        if waited and row is not None:
            self._listening.listen(key, add=add)

    def _ask(self, wish: tuple[str, bool]) -> None:
        self.cancel()
        self._wish = wish
        self._stack.say(
            Notice(
                key=_KEY,
                text=_QUESTION,
                icon="ringing",
                tone="accent",
                action="Listen when answered",
                on_action=lambda: self.listen(*wish),
            )
        )

    def _wait(self, row: RosterRow) -> None:
        self._waiting = True
        talk = wording.talk_of(row, row.kind)
        self._stack.say(
            Notice(
                key=_KEY,
                text=f"Waiting until {talk} is answered. You will hear it then.",
                icon="ringing",
                tone="accent",
                action="Cancel",
                on_action=self.cancel,
                lasting=True,
            )
        )


def _rings(row: RosterRow) -> bool:
    return (
        row.live
        and row.kind is ResourceKind.CALL
        and wording.row_word(row).text in _UNANSWERED
    )
