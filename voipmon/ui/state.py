"""All the window knows, folded from facts and snapshots. No Qt, no drawing.

Owner: the GUI thread's clock, by way of the main window. Panels read it.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from voipmon.core.analysis.ballistics import Ballistics, Needle
from voipmon.core.domain.facts import (
    Device,
    DevicesChanged,
    Fact,
    RosterChanged,
    RosterRow,
    SignedOut,
    StreamEnded,
    StreamGone,
    StreamSkipped,
)
from voipmon.core.domain.snapshot import (
    HISTORY_S,
    EndCause,
    HistoryPoint,
    LinkSnapshot,
    LinkState,
    MonitorSnapshot,
    OutputSnapshot,
    Problem,
    ResourceKind,
    StreamSnapshot,
    StreamState,
)

MAX_CARDS = 4
SILENT_S = 1.0  # snapshots missing for so long: the engine is taken for dead
FIRST_S = 4.0  # the same before the first snapshot ever: a cold start is slow
STALE_S = 10.0  # age of the list from which it is not believed
_NEEDLE_PATIENCE_S = 0.1
_TICK_CAP_S = 0.2  # a frozen window must not blame the engine for its own pause
SKIP_NOTE_S = 8.0  # how long "skipped 1.8 s" is shown
CLIP_DBFS = -0.1
CLIP_FLASH_S = 1.0  # as OBS Studio


@dataclass(slots=True, eq=False)
class Meter:
    """The needle of one stream, whether it has a card or only a row."""

    ballistics: Ballistics = field(default_factory=Ballistics)
    clip_s: float = 0.0  # the clip lamp stays lit for so much longer
    fresh: StreamSnapshot | None = None  # not yet shown by the needle
    since_s: float = 0.0  # since the needle moved last

    @property
    def needle(self) -> Needle:
        """Where it points."""
        return self.ballistics.needle

    def advance(self, dt_s: float) -> None:
        """Move on; waits for a snapshot rather than fall between two of them."""
        self.since_s += dt_s
        self.clip_s = max(0.0, self.clip_s - dt_s)
        snap, self.fresh = self.fresh, None
        if snap is None and self.since_s < _NEEDLE_PATIENCE_S:
            return
        peak, rms, fresh = -120.0, -120.0, False
        if snap is not None:
            peak, rms, fresh = snap.peak_dbfs, snap.rms_dbfs, snap.level_fresh
        self.ballistics.update(peak, rms, self.since_s, fresh=fresh)
        self.since_s = 0.0
        if fresh and peak >= CLIP_DBFS:
            self.clip_s = CLIP_FLASH_S


@dataclass(slots=True, eq=False)
class Card:
    """One listened call or conference, from the click until it is left."""

    stream_id: int
    kind: ResourceKind
    resource_id: str
    row: RosterRow | None = None
    snap: StreamSnapshot | None = None
    cause: EndCause | None = None
    problem: Problem | None = None
    closed_at_s: float = 0.0  # Unix time of the end, by our clock
    volume_db: float = 0.0
    muted: bool = False
    skipped_ms: float = 0.0
    skip_note_s: float = 0.0  # shown for so much longer
    reopening: bool = False  # a retry was asked for and not seen yet
    history: list[HistoryPoint] = field(default_factory=list)
    history_next: int = 0  # number of the second expected next

    @property
    def key(self) -> str:
        """The roster's key of what is listened to."""
        return f"{self.kind.value}:{self.resource_id}"

    @property
    def closed(self) -> bool:
        """Nothing comes any more."""
        return self.cause is not None

    @property
    def heard(self) -> bool:
        """Sound of it reaches the loudspeaker now (volumes aside)."""
        snap = self.snap
        return (
            not self.closed
            and snap is not None
            and not snap.buffering
            and snap.state is StreamState.STREAMING
        )

    def take(self, snap: StreamSnapshot) -> None:
        """Accept what the engine says of this stream."""
        if snap.state is StreamState.CLOSED and self.reopening:
            return  # said before the engine had heard of the retry
        self.reopening = False
        self.snap = snap
        if snap.state is StreamState.CLOSED and self.cause is None and snap.cause:
            self.close(snap.cause, snap.problem)
        elif snap.state is not StreamState.CLOSED and self.cause is not None:
            self.cause = self.problem = None  # it was retried
        if snap.history_first < self.history_next - HISTORY_S:
            self.history_next = snap.history_first  # a new engine counts from 0
        skip = max(0, self.history_next - snap.history_first)
        fresh = snap.history[skip:]
        if fresh:
            self.history += fresh
            self.history_next = snap.history_first + len(snap.history)
            del self.history[:-HISTORY_S]

    def reopen(self) -> None:
        """It is tried again; what the engine said last is void."""
        self.cause = self.problem = self.snap = None
        self.reopening = True

    def close(self, cause: EndCause, problem: Problem | None) -> None:
        """It ended; the card stays."""
        self.reopening = False
        if self.cause is None:
            self.closed_at_s = time.time()
        self.cause, self.problem = cause, problem


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
        self.meters: dict[str, Meter] = {}  # by the roster's key
        self.master_db = 0.0
        self.master_muted = False
        self.clock_offset_s = 0.0
        self.alive = False
        self.ever_alive = False
        self.link_age_s: float | None = None
        self._silent_s = 0.0
        self._frozen_s: float | None = None  # server time at which the list went stale
        self._last_id = 0
        self._left: set[int] = set()  # told to leave; snapshots may still name them

    # -- what came from the engine ---------------------------------------------------

    def pass_time(self, dt_s: float) -> None:
        """A tick of the clock went by."""
        self._silent_s += min(dt_s, _TICK_CAP_S)
        if self.link_age_s is not None:
            self.link_age_s += dt_s
        if not self.stale:
            self._frozen_s = None
        elif self._frozen_s is None:
            self._frozen_s = time.time() + self.clock_offset_s
        for card in self.cards:
            card.skip_note_s = max(0.0, card.skip_note_s - dt_s)
        for meter in self.meters.values():
            meter.advance(dt_s)

    def apply_snapshot(self, snapshot: MonitorSnapshot) -> None:
        """Take the newest snapshot."""
        self._silent_s = 0.0
        self.link, self.output = snapshot.link, snapshot.output
        self.link_age_s = snapshot.link.age_s
        self.clock_offset_s = snapshot.clock_offset_s
        by_id = {snap.stream_id: snap for snap in snapshot.streams}
        for card in self.cards:
            if snap := by_id.get(card.stream_id):
                card.take(snap)
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

    def apply_alive(self, alive: bool) -> None:
        """Whether the engine's process runs."""
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
            case StreamEnded(stream_id=stream_id, cause=cause, problem=problem):
                if card := self.card(stream_id):
                    card.close(cause, problem)
            case StreamSkipped(stream_id=stream_id, skipped_ms=skipped_ms):
                if card := self.card(stream_id):
                    card.skipped_ms, card.skip_note_s = skipped_ms, SKIP_NOTE_S
            case StreamGone(stream_id=stream_id):
                if card := self.card(stream_id):
                    self.drop(card)
        return False

    def _apply_roster(self, change: RosterChanged) -> None:
        if change.whole:
            self.rows.clear()
        for key in change.removed:
            self.rows.pop(key, None)
        self.rows.update((row.key, row) for row in change.rows)
        for card in self.cards:  # a card remembers its row after the list forgot it
            card.row = self.rows.get(card.key, card.row)

    # -- cards -----------------------------------------------------------------------

    def card(self, stream_id: int) -> Card | None:
        """The card of a stream."""
        return next((c for c in self.cards if c.stream_id == stream_id), None)

    def card_of(self, key: str) -> Card | None:
        """The card of a row."""
        return next((c for c in self.cards if c.key == key), None)

    def add(self, row: RosterRow, place: int | None = None) -> Card:
        """Make a card for a row, selected, at the end or at `place`."""
        self._last_id += 1
        card = Card(self._last_id, row.kind, row.id, row=row)
        self.cards.insert(len(self.cards) if place is None else place, card)
        self.selected = card
        return card

    def drop(self, card: Card) -> None:
        """Take a card away; its neighbour is selected."""
        place = self.cards.index(card)
        self.cards.remove(card)
        self._left.add(card.stream_id)
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
