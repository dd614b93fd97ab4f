"""What the keys do to the selected card: leave, retry, louder, select."""

from collections.abc import Callable

from voipmon.core.domain.snapshot import StreamState
from voipmon.ui import wording
from voipmon.ui.listening import Listening
from voipmon.ui.state import WindowState
from voipmon.ui.streams.panel import CardsPanel

_ESC_S = 2.0  # a second Esc within this time leaves


class CardKeys:
    """Owned by the main window, which binds the keys.

    Args:
        say: Shows a sentence to the supervisor.
        refresh: Asks for the list; what F5 does unless the card is lost.
    """

    def __init__(
        self,
        state: WindowState,
        listening: Listening,
        cards: CardsPanel,
        *,
        say: Callable[[str], None],
        refresh: Callable[[], None],
    ) -> None:
        self.state = state
        self.listening = listening
        self.cards = cards
        self._say = say
        self._refresh = refresh
        self._esc_s = 0.0

    def pass_time(self, dt_s: float) -> None:
        """A tick of the clock went by."""
        self._esc_s = max(0.0, self._esc_s - dt_s)

    def escape(self) -> None:
        """Leave the selected card at the second press; cancel what only connects."""
        card = self.state.selected
        if card is None:
            return
        connecting = not card.closed and (
            card.snap is None
            or card.snap.state in {StreamState.CONNECTING, StreamState.OPEN}
        )
        if connecting or self._esc_s > 0:
            self._esc_s = 0.0
            self.listening.leave(card)
            return
        self._esc_s = _ESC_S
        self._say(f"Press Esc again to leave {wording.talk_of(card.row, card.kind)}.")

    def f5(self) -> None:
        """Try a lost card again, otherwise ask for the list."""
        card = self.state.selected
        if card is not None and card.cause in wording.RETRYABLE:
            self.listening.retry(card)
        else:
            self._refresh()

    def select(self, place: int) -> None:
        """Select the card at `place`, 0 the first."""
        if place < len(self.state.cards):
            self.listening.select(self.state.cards[place])
            self.cards.focus_cards()

    def louder(self, step_db: float) -> None:
        """Change the selected card's volume by `step_db`."""
        card = self.state.selected
        if card is None or card.closed:
            return
        self.listening.set_volume(card, card.volume_db + step_db, muted=card.muted)
        if widget := self.cards.widget_of(card):
            widget.show_volume()
