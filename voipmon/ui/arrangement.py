"""Tells the engine where each card's call is heard, whenever that changes."""

from voipmon.core.domain.commands import SetPlace
from voipmon.core.domain.places import Place, arrange, beside
from voipmon.ui.card import Card
from voipmon.ui.engine_port import Engine
from voipmon.ui.state import WindowState


class Arrangement:
    """Owned by `Listening`. A card knows its place; the rule is in `arrange`."""

    def __init__(self, engine: Engine, state: WindowState) -> None:
        self._engine = engine
        self._state = state

    def enter(self, card: Card) -> Place:
        """Place of a card that the engine is about to be told of."""
        card.place = self._wanted()[card.stream_id]
        return card.place

    def follow(self) -> None:
        """Send what is different from what the engine was told."""
        wanted = self._wanted()
        for card in self._state.cards:
            place = wanted[card.stream_id]
            if place != card.place:
                card.place = place
                self._engine.send(
                    SetPlace(
                        stream_id=card.stream_id,
                        azimuth_deg=place.azimuth_deg,
                        under_db=place.under_db,
                    )
                )

    def move(self, card: Card, step: int) -> bool:
        """To the next free slot, right or left (-1); False if there is none."""
        taken = [c.place.azimuth_deg for c in self._state.cards if c is not card]
        slot = beside(card.place.azimuth_deg, step, taken)
        if slot is None:
            return False
        card.own_deg = slot
        self.follow()
        return True

    def _wanted(self) -> dict[int, Place]:
        cards, selected = self._state.cards, self._state.selected
        return arrange(
            [card.stream_id for card in cards],
            selected.stream_id if selected else None,
            {c.stream_id: c.own_deg for c in cards if c.own_deg is not None},
        )
