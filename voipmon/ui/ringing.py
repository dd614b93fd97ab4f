"""A click on a call that nobody answered yet is asked back: wait for it, or not.

To wait would silence the call that it replaces, for as long as it rings.
"""

from voipmon.core.domain.facts import RosterRow
from voipmon.core.domain.snapshot import ResourceKind
from voipmon.ui import wording
from voipmon.ui.listening import Listening
from voipmon.ui.state import WindowState
from voipmon.ui.widgets.message_bar import MessageStack, Notice

_KEY = "ringing"
_WORDS = "Not answered yet. Listen as soon as it is answered?"
_UNANSWERED = frozenset({"Dialing", "Ringing"})


class Ringing:
    """Stands between the list and `Listening`; the same wish again is a yes."""

    def __init__(
        self, state: WindowState, listening: Listening, stack: MessageStack
    ) -> None:
        self._state = state
        self._listening = listening
        self._stack = stack
        self._offered: tuple[str, bool] | None = None  # key, add

    def listen(self, key: str, add: bool) -> None:
        """Listen to a row, after asking if nobody answered it yet."""
        row = self._state.rows.get(key)
        known = self._state.card_of(key) is not None
        if known or not _rings(row) or self._offered == (key, add):
            self._accept(key, add)
            return
        self._offered = key, add
        self._stack.say(
            Notice(
                key=_KEY,
                text=_WORDS,
                icon="ringing",
                tone="accent",
                action="Listen when answered",
                on_action=lambda: self._accept(key, add),
            )
        )

    def tick(self) -> None:
        """The question is withdrawn when it no longer stands."""
        if self._offered is not None and not _rings(
            self._state.rows.get(self._offered[0])
        ):
            self._withdraw()

    def _accept(self, key: str, add: bool) -> None:
        self._withdraw()
        self._listening.listen(key, add=add)

    def _withdraw(self) -> None:
        self._offered = None
        self._stack.clear(_KEY)


def _rings(row: RosterRow | None) -> bool:
    return (
        row is not None
        and row.live
        and row.kind is ResourceKind.CALL
        and wording.row_word(row).text in _UNANSWERED
    )
