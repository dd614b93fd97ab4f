"""One listened call or conference, and the needle of one stream. No Qt."""

import time
from dataclasses import dataclass, field

import msgspec

from voipmon.core.analysis.ballistics import Ballistics, Needle
from voipmon.core.domain.facts import RosterRow
from voipmon.core.domain.places import Place
from voipmon.core.domain.snapshot import (
    HISTORY_S,
    EndCause,
    HistoryPoint,
    Problem,
    ResourceKind,
    StreamSnapshot,
    StreamState,
)
from voipmon.ui.diary import Diary
from voipmon.ui.strip_data import StripData, StripMark

_OVERLAP_S = 2  # points this far back are repeats, further ones a new count
_NEEDLE_PATIENCE_S = 0.1  # without a snapshot for so long the needle falls
_UNCONNECTED = {StreamState.CONNECTING, StreamState.OPEN, StreamState.CLOSED}
CLIP_DBFS = -0.1
CLIP_FLASH_S = 1.0  # as OBS Studio
SKIP_TOLD_S = 60.0  # how long "skipped 1.8 s" is shown
# Speech is active within 15.9 dB of its level (ITU-T P.56), nominally -26 dBov: -42;
# the rest is for those who speak softly.
SPEECH_DBFS = -50.0


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
class Skip:
    """Sound that was jumped over to be live again."""

    skipped_ms: float
    age_s: float = 0.0


@dataclass(slots=True, eq=False)
class Card:
    """One listened call or conference, from the click until it is left.

    A call that is only kept ready for hopping is one, too, with `ready` set: it has
    a stream and a place in the list, but is not heard and stands on no card.
    """

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
    skips: list[Skip] = field(default_factory=list)  # of the last minute
    skip_count: int = 0  # since the card was made
    untold_skips: list[float] = field(default_factory=list)  # [ms], not in the diary
    diary: Diary = field(default_factory=Diary)
    reopening: bool = False  # a retry was asked for and not seen yet
    was_heard: bool = False  # since it was connected last
    history: list[HistoryPoint] = field(default_factory=list)
    history_next: int = 0  # number of the second expected next
    point_at_s: float = 0.0  # monotonic, when the last of them came
    ready: bool = False  # metered, not heard
    place: Place = field(default_factory=Place)  # as the engine was told
    own_deg: float | None = None  # the slot that the user chose
    speed: float | None = None  # that the user asked for, None before
    quiet_s: float = 0.0  # since speech was heard in it last, or it was opened
    strip: StripData = field(default_factory=StripData)

    @property
    def key(self) -> str:
        """The roster's key of what is listened to."""
        return f"{self.kind.value}:{self.resource_id}"

    @property
    def closed(self) -> bool:
        """Nothing comes any more."""
        return self.cause is not None

    @property
    def replayable(self) -> bool:
        """Sound of it is kept, also when it has ended."""
        return self.snap is not None and self.snap.kept_s > 0

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
        was, self.snap = self.snap, snap
        self._take_sound(was, snap)
        if snap.state in _UNCONNECTED:
            self.was_heard = False
        self.was_heard |= self.heard
        if snap.state is StreamState.CLOSED and self.cause is None and snap.cause:
            self.close(snap.cause, snap.problem)
        elif snap.state is not StreamState.CLOSED and self.cause is not None:
            self.cause = self.problem = None  # it was retried
        if snap.history and _end(snap) < self.history_next - _OVERLAP_S:
            self.history_next = snap.history_first  # a new engine counts from 0
            self._bridge(len(snap.history))
        skip = max(0, self.history_next - snap.history_first)
        fresh = snap.history[skip:]
        if fresh:
            self.history += fresh
            self.point_at_s = time.monotonic()
            self.history_next = _end(snap)
            del self.history[:-HISTORY_S]
        self.diary.follow(was, snap, self.history[-1] if self.history else None)
        for skipped_ms in self.untold_skips:  # after the sound that made it possible
            self.diary.skipped(skipped_ms)
        self.untold_skips.clear()

    def _take_sound(self, was: StreamSnapshot | None, snap: StreamSnapshot) -> None:
        if snap.level_fresh and snap.rms_dbfs > SPEECH_DBFS:
            self.quiet_s = 0.0
        if snap.state is StreamState.CLOSED:
            return  # the strip stands still; what follows a retry is after a gap
        arrives = snap.state is StreamState.STREAMING
        self.strip.fold(
            snap.envelope_first, snap.envelope, received=arrives, at_s=time.time()
        )
        if was and snap.state is StreamState.STALLED and was.state is not snap.state:
            self.strip.mark(StripMark.STALL)

    def _bridge(self, fresh: int) -> None:
        """Seconds without an engine are seconds without sound, not left out."""
        seconds = round(time.monotonic() - self.point_at_s) - fresh
        nothing = HistoryPoint(-1.0, 0.0, 0.0, 0.0, 0, 0)
        self.history += [nothing] * max(0, min(seconds, HISTORY_S))

    def skip(self, skipped_ms: float) -> None:
        """Sound was jumped over just now."""
        self.skips.append(Skip(skipped_ms))
        self.skip_count += 1
        self.strip.mark(StripMark.SKIP)
        self.untold_skips.append(skipped_ms)

    def lose_sound(self) -> None:
        """The engine that kept what was said is gone."""
        if self.snap is not None and self.replayable:
            self.snap = msgspec.structs.replace(self.snap, kept_s=0.0, behind_s=0.0)

    def pass_time(self, dt_s: float) -> None:
        """Let what was skipped grow old."""
        self.quiet_s += dt_s
        for skip in self.skips:
            skip.age_s += dt_s
        self.skips = [skip for skip in self.skips if skip.age_s < SKIP_TOLD_S]

    def reopen(self) -> None:
        """It is tried again; what the engine said last is void."""
        self.cause = self.problem = None
        self.forget()
        self.reopening = True

    def forget(self) -> None:
        """What was said of it last is void; the engine is asked anew."""
        self.snap = None
        self.was_heard = False

    def begin_anew(self) -> None:
        """Another engine has taken the stream over and counts from 0."""
        self.forget()
        self.strip.count_anew(time.time() - self.strip.edge_at_s)

    def close(self, cause: EndCause, problem: Problem | None) -> None:
        """It ended; the card stays."""
        self.reopening = False
        if self.cause is None:
            self.closed_at_s = time.time()
            self.diary.closed(cause)
        self.cause, self.problem = cause, problem


def _end(snap: StreamSnapshot) -> int:
    """Number of the second after the last one told."""
    return snap.history_first + len(snap.history)
