"""Opens streams: in place of another or besides, cold or kept ready, heard or not."""

from dataclasses import dataclass

from voipmon.core.domain.commands import (
    Leave,
    Listen,
    SetAudible,
    SetPlace,
    SetSpeed,
    SetVolume,
)
from voipmon.core.domain.facts import RosterRow
from voipmon.core.wire.names import Encapsulation
from voipmon.ui.arrangement import Arrangement
from voipmon.ui.card import Card
from voipmon.ui.engine_port import Engine
from voipmon.ui.state import WindowState


@dataclass(frozen=True, slots=True)
class Pace:
    """How a call that is behind live catches up."""

    speed: float = 1.25
    skip_silence: bool = True


class Opening:
    """Owned by `Listening`; changes cards and taps together with the engine.

    Attributes:
        encapsulation: Of every stream from now on.
        pace: Likewise.
        volume_db: With which a call starts that takes nobody's place.
    """

    def __init__(
        self, engine: Engine, state: WindowState, arrangement: Arrangement
    ) -> None:
        self._engine = engine
        self._state = state
        self._arrangement = arrangement
        self.encapsulation = Encapsulation.SLN
        self.pace = Pace()
        self.volume_db = 0.0

    def open(
        self,
        row: RosterRow,
        instead: Card | None,
        *,
        back_s: float = 0.0,
        keep: bool = False,
    ) -> None:
        """Hear a row's call, as loud as the card whose place it takes.

        Args:
            row: A call without a card, or the one of `instead` to open it again.
            instead: The card to leave; None opens one more.
            back_s: Begin with so much of the past, if the call was kept ready.
            keep: Keep the call that is left ready.
        """
        state = self._state
        place = state.cards.index(instead) if instead else None
        alone = len(state.streams()) == 1 and not keep  # `instead` is all there is
        volume_db = instead.volume_db if instead else self.volume_db
        if instead is not None and keep:
            state.demote(instead)
        elif instead is not None:
            state.drop(instead)
        if tap := state.tap_of(row.key):
            self._hear(state.promote(tap, place), volume_db, back_s)
            alone = False
        else:
            card = state.add(row, place)
            self._ask(card, volume_db, replace=instead is not None and alone)
            if instead is not None and instead.key == row.key:
                card.strip = instead.strip
                card.strip.count_anew(0.0)
        if instead is not None and keep:
            self._engine.send(SetAudible(stream_id=instead.stream_id, audible=False))
        elif instead is not None and not alone:
            self._engine.send(Leave(stream_id=instead.stream_id))
        self._arrangement.follow()

    def keep_ready(self, row: RosterRow) -> None:
        """Open a stream that is not heard, so that a hop to it starts at once."""
        tap = self._state.add_tap(row)
        self._engine.send(
            Listen(
                stream_id=tap.stream_id,
                kind=tap.kind,
                resource_id=tap.resource_id,
                encapsulation=self.encapsulation,
                audible=False,
            )
        )

    def let_go(self, tap: Card) -> None:
        """Close a stream that was kept ready."""
        self._state.drop(tap)
        self._engine.send(Leave(stream_id=tap.stream_id))

    def _ask(self, card: Card, volume_db: float, *, replace: bool) -> None:
        """Open a stream that is heard."""
        card.volume_db = volume_db
        place = self._arrangement.enter(card)
        self._engine.send(
            Listen(
                stream_id=card.stream_id,
                kind=card.kind,
                resource_id=card.resource_id,
                encapsulation=self.encapsulation,
                volume_db=volume_db,
                replace=replace,
                azimuth_deg=place.azimuth_deg,
                under_db=place.under_db,
                speed=self.pace.speed,
                skip_silence=self.pace.skip_silence,
            )
        )

    def _hear(self, card: Card, volume_db: float, back_s: float) -> None:
        """Hear what was kept ready; first as loud and where it shall be."""
        send, stream_id = self._engine.send, card.stream_id
        card.volume_db, card.muted = volume_db, False
        place = self._arrangement.enter(card)
        send(SetVolume(stream_id=stream_id, volume_db=volume_db))
        send(
            SetPlace(
                stream_id=stream_id,
                azimuth_deg=place.azimuth_deg,
                under_db=place.under_db,
            )
        )
        card.speed = self.pace.speed  # it may have been asked for otherwise before
        send(
            SetSpeed(
                stream_id=stream_id,
                speed=self.pace.speed,
                skip_silence=self.pace.skip_silence,
            )
        )
        send(SetAudible(stream_id=stream_id, audible=True, back_s=back_s))
