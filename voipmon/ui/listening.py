"""What the supervisor does with calls: listen, add, leave, retry, volume."""

from collections.abc import Callable

from voipmon.core.domain.commands import (
    MASTER,
    Leave,
    Listen,
    Retry,
    SetCodec,
    SetVolume,
)
from voipmon.core.domain.facts import RosterRow
from voipmon.core.domain.snapshot import EndCause
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.ui import wording
from voipmon.ui.card import Card
from voipmon.ui.engine_port import Engine
from voipmon.ui.state import MAX_CARDS, WindowState

_FINAL = {None, EndCause.LEFT, EndCause.ENDED}  # nothing to try again
_LOUDEST_DB = 12.0
_SILENT_DB = -60.0
FULL = (
    "Four calls at once is the most. Leave one first, "
    "or click without Ctrl to replace the selected one."
)


class Listening:
    """Turns wishes into commands and keeps the cards in step.

    Args:
        say: Shows a sentence to the supervisor.
        changed: Called when cards or selection changed, to draw at once.
    """

    def __init__(
        self,
        engine: Engine,
        state: WindowState,
        *,
        say: Callable[[str], None],
        changed: Callable[[], None],
    ) -> None:
        self._engine = engine
        self._state = state
        self._say = say
        self._changed = changed
        self.encapsulation = Encapsulation.SLN  # of every opening from now on

    def listen(self, key: str, *, add: bool) -> None:
        """Listen to a row: in place of the selected card, or besides."""
        state = self._state
        row = state.rows.get(key)
        if row is None:
            return
        if card := state.card_of(key):
            if row.live:
                self.retry(card)
            self.select(card)
            return
        if not row.live:
            self._say(f"{wording.talk_of(row, row.kind).capitalize()} has ended.")
            return
        if add or state.selected is None:
            if len(state.cards) >= MAX_CARDS:
                self._say(FULL)
                return
            self._open(row, None)
        else:
            self._open(row, state.selected)
        self._changed()

    def _open(self, row: RosterRow, instead: Card | None) -> None:
        state = self._state
        place = state.cards.index(instead) if instead else None
        alone = instead is not None and len(state.cards) == 1
        volume_db = instead.volume_db if instead else 0.0
        if instead is not None:
            state.drop(instead)
        card = state.add(row, place)
        card.volume_db = volume_db
        self._engine.send(
            Listen(
                stream_id=card.stream_id,
                kind=card.kind,
                resource_id=card.resource_id,
                encapsulation=self.encapsulation,
                volume_db=volume_db,
                replace=alone,
            )
        )
        if instead is not None and not alone:
            self._engine.send(Leave(stream_id=instead.stream_id))

    def select(self, card: Card) -> None:
        """The keys act on this card from now on."""
        if card in self._state.cards and card is not self._state.selected:
            self._state.selected = card
            self._changed()

    def leave(self, card: Card) -> None:
        """Close a stream and take its card away."""
        if card in self._state.cards:
            self._state.drop(card)
            self._engine.send(Leave(stream_id=card.stream_id))
            self._changed()

    def leave_all(self) -> None:
        """Take all cards away; used when signing out."""
        for card in list(self._state.cards):
            self.leave(card)

    def retry(self, card: Card) -> None:
        """Try a stream again now that closed while its call goes on."""
        if card.cause not in _FINAL:
            card.reopen()
            self._engine.send(Retry(stream_id=card.stream_id))
            self._changed()

    def resume(self) -> None:
        """Signed in again: go on where the end of the sign-in broke off."""
        for card in self._state.cards:
            if card.cause is EndCause.SIGNED_OUT:
                self.retry(card)

    def set_volume(self, card: Card, volume_db: float, *, muted: bool) -> None:
        """Volume of one call."""
        card.volume_db = min(_LOUDEST_DB, max(_SILENT_DB, volume_db))
        card.muted = muted
        self._engine.send(
            SetVolume(stream_id=card.stream_id, volume_db=card.volume_db, muted=muted)
        )

    def set_codec(self, card: Card, codec: Codec | None) -> None:
        """Decode a call as this from now on; None: find it from the sound."""
        self._engine.send(SetCodec(stream_id=card.stream_id, codec=codec))

    def set_encapsulation(self, card: Card, encapsulation: Encapsulation) -> None:
        """Open a call again, wrapped differently; later ones, too."""
        snap = card.snap
        self.encapsulation = encapsulation
        if card.closed or card.row is None or card not in self._state.cards:
            return
        if snap is None or snap.encapsulation is not encapsulation:
            self._open(card.row, card)
            if card.muted and (new := self._state.card_of(card.key)):
                self.set_volume(new, new.volume_db, muted=True)
            self._changed()

    def set_master(self, volume_db: float, *, muted: bool) -> None:
        """Volume of everything."""
        self._state.master_db, self._state.master_muted = volume_db, muted
        self._engine.send(SetVolume(stream_id=MASTER, volume_db=volume_db, muted=muted))
