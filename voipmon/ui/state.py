"""All the window knows, folded from facts and snapshots. No Qt, no drawing.

Owner: the GUI thread's clock, by way of the main window. Panels read it.
"""

import time
from collections.abc import Iterable
from enum import Enum, auto

from voipmon.core.domain.facts import (
    Device,
    DevicesChanged,
    EngineRestarted,
    Fact,
    RosterChanged,
    RosterRow,
    SignedOut,
    StreamEnded,
    StreamGone,
    StreamSkipped,
)
from voipmon.core.domain.snapshot import (
    LinkSnapshot,
    LinkState,
    MonitorSnapshot,
    OutputSnapshot,
)
from voipmon.ui.card import Card, Meter

MAX_CARDS = 4
SILENT_S = 1.0  # snapshots missing for so long: the engine is taken for dead
FIRST_S = 4.0  # the same before the first snapshot ever: a cold start is slow
STALE_S = 10.0  # age of the list from which it is not believed
_TICK_CAP_S = 0.2  # a frozen window must not blame the engine for its own pause


class Pause(Enum):
    """Why every stream is closed, and opened again afterwards."""

    LOCKED = auto()  # the session
    ASLEEP = auto()  # the machine


class WindowState:
    """Roster, link, devices, cards; see `apply`."""

    def __init__(self, *, practice: bool = False) -> None:
        self.practice = practice
        self.link = LinkSnapshot()
        self.output = OutputSnapshot()
        self.devices: tuple[Device, ...] = ()
        self.rows: dict[str, RosterRow] = {}
        self.cards: list[Card] = []
        self.selected: Card | None = None
        self.taps: list[Card] = []  # kept ready for hopping: metered, not heard
        self.scan_s: float | None = None  # while scanning: until the next call
        self.engines = 0  # how often another engine has taken over
        self.meters: dict[str, Meter] = {}  # by the roster's key
        self.master_db = 0.0
        self.master_muted = False
        self.placed = True  # left and right are heard: neither mono nor one ear alone
        self.clock_offset_s = 0.0
        self.alive = False
        self.ever_alive = False
        self.pause: Pause | None = None
        self.link_age_s: float | None = None
        self._slept_s = 0.0  # left out of the list's age until it is confirmed
        self._awake_s = 0.0  # since then
        self._silent_s = 0.0
        self._frozen_s: float | None = None  # server time at which the list went stale
        self._last_id = 0
        self._left: set[int] = set()  # told to leave; snapshots may still name them

    # -- what came from the engine ---------------------------------------------------

    def pass_time(self, dt_s: float) -> None:
        """A tick of the clock went by."""
        self._silent_s += min(dt_s, _TICK_CAP_S)
        self._awake_s += dt_s
        if self.link_age_s is not None:
            self.link_age_s += dt_s
        if not self.stale:
            self._frozen_s = None
        elif self._frozen_s is None:
            self._frozen_s = time.time() + self.clock_offset_s
        for card in self.streams():
            card.pass_time(dt_s)
        for meter in self.meters.values():
            meter.advance(dt_s)

    def apply_snapshot(self, snapshot: MonitorSnapshot) -> None:
        """Take the newest snapshot."""
        self._silent_s = 0.0
        self.link, self.output = snapshot.link, snapshot.output
        self.link_age_s = snapshot.link.age_s
        if self.link_age_s is not None and self.link_age_s < self._awake_s:
            self._slept_s = 0.0
        elif self.link_age_s is not None:
            self.link_age_s += self._slept_s
        self.clock_offset_s = snapshot.clock_offset_s
        by_id = {snap.stream_id: snap for snap in snapshot.streams}
        for card in self.streams():
            if snap := by_id.get(card.stream_id):
                card.take(snap)
            elif card.closed:
                card.lose_sound()
        self._left &= by_id.keys()
        streams = {
            f"{snap.kind.value}:{snap.resource_id}": snap
            for snap in snapshot.streams
            if snap.stream_id not in self._left
        }
        for key, snap in streams.items():
            self.meters.setdefault(key, Meter()).fresh = snap
        for key in self.meters.keys() - streams.keys():
            del self.meters[key]

    def slept(self, seconds: float) -> None:
        """The machine slept, and the engine's clock with it: the list is older."""
        self._slept_s += seconds
        self._awake_s = 0.0
        if self.link_age_s is not None:
            self.link_age_s += seconds

    def apply_alive(self, alive: bool) -> None:
        """Whether the engine's process runs."""
        if self.alive and not alive:
            self._silent_s = SILENT_S + _TICK_CAP_S  # until the next one speaks
        self.alive = alive
        if alive and not self.ever_alive:
            self.ever_alive = True
            self._silent_s = 0.0

    def apply_fact(self, fact: Fact) -> bool:
        """Fold one fact in; True if the roster changed."""
        match fact:
            case RosterChanged():
                self._apply_roster(fact)
                return True
            case SignedOut():
                self.rows.clear()
                return True
            case DevicesChanged(devices=devices):
                self.devices = devices
            case _:
                self._apply_stream_fact(fact)
        return False

    def _apply_stream_fact(self, fact: Fact) -> None:
        match fact:
            case StreamEnded(stream_id=stream_id, cause=cause, problem=problem):
                if card := self.stream(stream_id):
                    card.close(cause, problem)
            case StreamSkipped(stream_id=stream_id, skipped_ms=skipped_ms):
                if card := self.stream(stream_id):
                    card.skip(skipped_ms)
            case EngineRestarted():
                self.begin_anew("The sound engine was started again")
            case StreamGone(stream_id=stream_id):
                if card := self.stream(stream_id):
                    self.drop(card)

    def begin_anew(self, why: str) -> None:
        """Every stream is opened again: what was said and kept of it is void."""
        self.engines += 1
        for card in self.streams():
            if not card.closed:
                card.begin_anew()
                card.diary.write(why, "patchy")

    def _apply_roster(self, change: RosterChanged) -> None:
        if change.whole:
            self.rows.clear()
        for key in change.removed:
            self.rows.pop(key, None)
        self.rows.update((row.key, row) for row in change.rows)
        for card in self.streams():  # it remembers its row after the list forgot it
            card.row = self.rows.get(card.key, card.row)

    # -- cards -----------------------------------------------------------------------

    def card(self, stream_id: int) -> Card | None:
        """The card of a stream."""
        return next((c for c in self.cards if c.stream_id == stream_id), None)

    def card_of(self, key: str) -> Card | None:
        """The card of a row."""
        return next((c for c in self.cards if c.key == key), None)

    def stream(self, stream_id: int) -> Card | None:
        """The card of a stream, or the tap."""
        return next((c for c in self.streams() if c.stream_id == stream_id), None)

    def streams(self) -> list[Card]:
        """Everything that has a stream: cards, then taps."""
        return [*self.cards, *self.taps]

    def tap_of(self, key: str) -> Card | None:
        """What keeps a row's call ready."""
        return next((c for c in self.taps if c.key == key), None)

    def add(self, row: RosterRow, place: int | None = None) -> Card:
        """Make a card for a row, selected, at the end or at `place`."""
        return self._show(self._new(row), place)

    def add_tap(self, row: RosterRow) -> Card:
        """Begin to keep a row's call ready."""
        card = self._new(row)
        card.ready = True
        self.taps.append(card)
        return card

    def promote(self, tap: Card, place: int | None = None) -> Card:
        """Make what was kept ready a card, selected."""
        self.taps.remove(tap)
        tap.ready = False
        return self._show(tap, place)

    def demote(self, card: Card) -> None:
        """Keep a card's call ready instead of hearing it."""
        self._take_away(card)
        card.ready, card.was_heard = True, False
        self.taps.append(card)

    def drop(self, card: Card) -> None:
        """Take a card or tap away; a selected card's neighbour is selected."""
        if card in self.taps:
            self.taps.remove(card)
        else:
            self._take_away(card)
        self._left.add(card.stream_id)
        self.meters.pop(card.key, None)

    def _new(self, row: RosterRow) -> Card:
        self._last_id += 1
        return Card(self._last_id, row.kind, row.id, row=row)

    def _show(self, card: Card, place: int | None) -> Card:
        self.cards.insert(len(self.cards) if place is None else place, card)
        self.selected = card
        return card

    def _take_away(self, card: Card) -> None:
        place = self.cards.index(card)
        self.cards.remove(card)
        if self.selected is card:
            at = min(place, len(self.cards) - 1)
            self.selected = self.cards[at] if self.cards else None

    # -- judgements ------------------------------------------------------------------

    @property
    def engine_dead(self) -> bool:
        """The engine died or fell silent; nothing it said last is true any more."""
        if not self.ever_alive:
            return self._silent_s > FIRST_S
        return not self.alive or self._silent_s > SILENT_S

    @property
    def signed_in(self) -> bool:
        """There is a session."""
        return self.link.state in {LinkState.LIVE, LinkState.STALE}

    @property
    def stale(self) -> bool:
        """The list is not to be believed: too old, or the engine is gone."""
        if not self.signed_in:
            return False
        age = self.link_age_s
        return (
            self.engine_dead
            or self.link.state is LinkState.STALE
            or (age is not None and age > STALE_S)
        )

    def server_now_s(self) -> float:
        """Unix time by the server's clock; stands still while the list is stale."""
        if self._frozen_s is not None:
            return self._frozen_s
        return time.time() + self.clock_offset_s

    def talk_seconds(self, card: Card) -> float | None:
        """How long the talk of a card has lasted or had lasted [s]."""
        row = card.row
        begin = (row.answered_s or row.started_s) if row else None
        if row is None or begin is None:
            return None
        if row.ended_s is not None:
            return max(0.0, row.ended_s - begin)
        if card.closed:
            return max(0.0, card.closed_at_s + self.clock_offset_s - begin)
        return max(0.0, self.server_now_s() - begin)

    def listened(self) -> Iterable[Card]:
        """Cards whose stream is open or on its way."""
        return (card for card in self.cards if not card.closed)
