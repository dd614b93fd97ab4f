"""What the keys do to the selected card: leave, retry, louder, replay, mark."""

from collections.abc import Callable

from voipmon.ui import wording
from voipmon.ui.card import Card
from voipmon.ui.listening import Listening
from voipmon.ui.situation import CANCELLED, situation
from voipmon.ui.state import WindowState
from voipmon.ui.streams.panel import CardsPanel

_ESC_S = 2.0  # a second Esc within this time leaves
_NO_CARD = "No call is selected. Click a card, or listen to a call first."


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
        self._esc_card: Card | None = None  # that the next Esc leaves

    def pass_time(self, dt_s: float) -> None:
        """A tick of the clock went by."""
        self._esc_s = max(0.0, self._esc_s - dt_s)
        if self._esc_s == 0.0:
            self._esc_card = None

    def escape(self) -> None:
        """Leave the selected card at the second press; cancel what only connects."""
        card = self.state.selected
        if card is None:
            return
        if situation(card, self.state) in CANCELLED or card is self._esc_card:
            self._esc_card = None
            self.listening.leave(card)
            return
        self._esc_s, self._esc_card = _ESC_S, card
        talk = wording.talk_of(card.row, card.kind)
        self._say(f"Press Esc again within {_ESC_S:.0f} s to leave {talk}.")

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
        if card is None or (card.closed and not card.replayable):
            return
        self.listening.set_volume(card, card.volume_db + step_db, muted=card.muted)
        if widget := self.cards.widget_of(card):
            widget.show_volume()

    def select_none(self) -> None:
        """All calls equally loud."""
        self.listening.select(None)

    def move(self, step: int) -> None:
        """The selected call further to the right, or left for -1."""
        if card := self._card():
            self.listening.move(card, step)

    def back(self, seconds: float) -> None:
        """Hear the selected call's last seconds again."""
        if card := self._card():
            self.listening.back(card, seconds)

    def live(self) -> None:
        """Hear the selected call live."""
        if card := self._card():
            self.listening.live(card)

    def slower(self) -> None:
        """Catch up more slowly."""
        if card := self._card():
            self.listening.slower(card)

    def faster(self) -> None:
        """Catch up faster."""
        if card := self._card():
            self.listening.faster(card)

    def mark(self) -> None:
        """Mark what is heard now."""
        if card := self._card():
            self.listening.mark(card)

    def note(self) -> None:
        """Mark what is heard now and write a note."""
        if card := self._card():
            self.listening.note(card)

    def _card(self) -> Card | None:
        """The selected card; without one it says so."""
        if self.state.selected is None:
            self._say(_NO_CARD)
        return self.state.selected
