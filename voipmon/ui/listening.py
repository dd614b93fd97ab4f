"""What the supervisor does with calls: listen, leave, volume, place, replay, mark."""

from collections.abc import Callable

from voipmon.core.domain.commands import (
    MASTER,
    GoLive,
    Leave,
    Retry,
    Seek,
    SetCodec,
    SetSpeed,
    SetVolume,
)
from voipmon.core.domain.snapshot import EndCause
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.ui import wording
from voipmon.ui.arrangement import Arrangement
from voipmon.ui.card import Card
from voipmon.ui.engine_port import Engine
from voipmon.ui.marks.mark import Mark, mark_now
from voipmon.ui.opening import Opening
from voipmon.ui.state import MAX_CARDS, WindowState

_FINAL = {None, EndCause.LEFT, EndCause.ENDED}  # nothing to try again
_LOUDEST_DB = 12.0
_SILENT_DB = -60.0
FULL = (
    "Four calls at once is the most. Leave one first, "
    "or click without Ctrl to replace the selected one."
)
SILENCED = (
    "Everything was closed: nothing is played and no call is kept ready. "
    "Click a call to listen again."
)
NOTHING_KEPT = "There is nothing to replay yet."
SPEEDS = (1.0, 1.25, 1.5)  # times the usual pace, while behind live


class Listening:
    """Turns wishes into commands and keeps the cards in step.

    Args:
        say: Shows a sentence to the supervisor.
        changed: Called when cards or selection changed, to draw at once.

    Attributes:
        marked: Keeps a mark; True: and lets the supervisor write its note.
        silenced: Called when everything was closed, or the supervisor went on to
            another call: what was waited for is not wanted any more.
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
        self.marked: Callable[[Mark, bool], None] = lambda _mark, _note: None
        self.silenced: Callable[[], None] = lambda: None
        self._arrangement = Arrangement(engine, state)
        self.opening = Opening(engine, state, self._arrangement)

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
            talk = wording.talk_of(row, row.kind)
            self._say(f"{talk[0].upper()}{talk[1:]} has ended.")
            return
        if add or state.selected is None:
            if len(state.cards) >= MAX_CARDS:
                self._say(FULL)
                return
            self.opening.open(row, None)
        else:
            self.opening.open(row, state.selected)
        self._changed()

    def hop(self, key: str, *, back_s: float, keep: bool) -> None:
        """Listen to a row in place of the selected card, as `Hopping` chose it.

        Args:
            key: The row.
            back_s: Begin with so much of the past, if the call was kept ready.
            keep: The call that is left stays ready.
        """
        state = self._state
        if (row := state.rows.get(key)) is not None:
            self.silenced()
            instead = state.selected or (state.cards[-1] if state.cards else None)
            self.opening.open(row, instead, back_s=back_s, keep=keep)
            self._changed()

    def follow(self) -> None:
        """Keep the places right also when a card went by itself; on every tick."""
        self._arrangement.follow()

    def select(self, card: Card | None) -> None:
        """The keys act on this card from now on; None: all are equally loud."""
        known = card is None or card in self._state.cards
        if known and card is not self._state.selected:
            self._state.selected = card
            self._arrangement.follow()
            self._changed()

    def leave(self, card: Card) -> None:
        """Close a stream and take its card away."""
        if card in self._state.cards:
            self._state.drop(card)
            self._engine.send(Leave(stream_id=card.stream_id))
            self._arrangement.follow()
            self._changed()

    def leave_all(self) -> None:
        """Take all cards away and keep no call ready; used when signing out."""
        streams = self._state.streams()
        for card in streams:
            self._state.drop(card)
            self._engine.send(Leave(stream_id=card.stream_id))
        if streams:
            self._changed()

    def silence(self) -> None:
        """Close every stream at once, heard or not."""
        self.leave_all()
        self.silenced()
        self._say(SILENCED)

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
        self.opening.encapsulation = encapsulation
        if card.closed or card.row is None or card not in self._state.cards:
            return
        if snap is None or snap.encapsulation is not encapsulation:
            self.opening.open(card.row, card)
            if card.muted and (new := self._state.card_of(card.key)):
                self.set_volume(new, new.volume_db, muted=True)
            self._changed()

    def set_master(self, volume_db: float, *, muted: bool) -> None:
        """Volume of everything."""
        self._state.master_db, self._state.master_muted = volume_db, muted
        self._engine.send(SetVolume(stream_id=MASTER, volume_db=volume_db, muted=muted))

    def move(self, card: Card, step: int) -> None:
        """To the next free place on the right, or left for -1; the card keeps it."""
        if card in self._state.cards and not self._arrangement.move(card, step):
            self._say(f"No place further to the {'right' if step > 0 else 'left'}.")

    # -- what was said before --------------------------------------------------------

    def back(self, card: Card, seconds: float) -> None:
        """Hear the last seconds again, before what is heard now."""
        if self._can_replay(card):
            self._engine.send(Seek(stream_id=card.stream_id, by_s=-seconds))

    def seek(self, card: Card, at_s: float) -> None:
        """Hear from this second of the stream's own time on."""
        if self._can_replay(card):
            self._engine.send(Seek(stream_id=card.stream_id, at_s=at_s))

    def play_from(self, card: Card, at_s: float) -> None:
        """The same for a mark: its card is then the selected one."""
        self.seek(card, at_s)
        self.select(card)

    def live(self, card: Card) -> None:
        """Hear what is said now."""
        self._engine.send(GoLive(stream_id=card.stream_id))

    def faster(self, card: Card) -> None:
        """Catch up faster while behind live."""
        self._change_speed(card, 1)

    def slower(self, card: Card) -> None:
        """Catch up more slowly; at 1.0 not at all."""
        self._change_speed(card, -1)

    def _can_replay(self, card: Card) -> bool:
        if card.replayable:
            return True
        self._say(NOTHING_KEPT)
        return False

    def _change_speed(self, card: Card, step: int) -> None:
        now = card.speed or (card.snap.speed if card.snap else self.opening.pace.speed)
        place = SPEEDS.index(min(SPEEDS, key=lambda speed: abs(speed - now))) + step
        if 0 <= place < len(SPEEDS):
            card.speed = SPEEDS[place]
            self._engine.send(
                SetSpeed(
                    stream_id=card.stream_id,
                    speed=card.speed,
                    skip_silence=self.opening.pace.skip_silence,
                )
            )

    # -- marks -----------------------------------------------------------------------

    def mark(self, card: Card) -> None:
        """Mark what is heard now; a note can be written later."""
        made = mark_now(card, self._state)
        self.marked(made, False)
        self._say(f"Marked {made.who} at {wording.clock_time(made.at_s)}.")

    def note(self, card: Card) -> None:
        """Mark what is heard now, and write a note to it."""
        self.marked(mark_now(card, self._state), True)
