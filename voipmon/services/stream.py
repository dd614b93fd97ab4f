"""One listened stream: from its inbox to samples, and what is told about it.

Owner: the playout thread, which alone calls `tick_in`, `tick_out` and `second`.
Settings (`volume_db`, `muted`, its place) are plain attributes written by the command
thread; `snapshot` may be called by one other thread.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voipmon.core.analysis.envelope import EnvelopeRing
from voipmon.core.analysis.level import SILENCE_DBFS
from voipmon.core.analysis.quality import QualityMeter
from voipmon.core.domain.commands import GoLive, Listen, Seek, SetSpeed
from voipmon.core.domain.history import HistoryRing
from voipmon.core.domain.snapshot import (
    ENVELOPE_COLUMNS,
    HistoryPoint,
    PlayoutFigures,
    StreamHint,
    StreamSnapshot,
    StreamState,
)
from voipmon.core.frame import FRAME_SAMPLES
from voipmon.core.playout.engine import PlayoutEngine
from voipmon.core.playout.intake import Intake
from voipmon.core.playout.stats import PlayoutStats
from voipmon.services.link import Mark, MediaLink
from voipmon.services.link_status import LinkStatus

SILENT_DB = -90.0  # [dB] at or below: not mixed at all
METERED_BLOCKS = 2  # pulled at once for a stream that is not heard: half the work
METERED_EVERY = 3  # [snapshots] between two looks at a stream that is not heard
FRESH_NS = 500_000_000  # meters fall to nothing when no frame came for so long

_OF_LINK = tuple(  # fields that a snapshot and its link's status share
    name
    for name in StreamSnapshot.__struct_fields__
    if name in LinkStatus.__dataclass_fields__
)
_OF_PLAYOUT = tuple(  # fields that a snapshot and the engine's figures share
    name
    for name in PlayoutFigures.__struct_fields__
    if name in PlayoutStats.__dataclass_fields__
)
_JUDGED = frozenset({StreamState.STREAMING, StreamState.STALLED})  # sound is due

Tap = Callable[[NDArray[np.int16], int], None]
# Arrival [monotonic ns], sequence number, samples at 8 kHz; none of them before the
# first of a new connection: (0, None, 0).
ArrivalTap = Callable[[int, int | None, int], None]


class Stream:
    """A `MediaLink` with a playout engine behind it.

    Args:
        request: What was asked for.
        link: Its connection, already owned by the media loop.
    """

    def __init__(self, request: Listen, link: MediaLink) -> None:
        self.request = request
        self.link = link
        self.volume_db = request.volume_db
        self.muted = request.muted
        self.azimuth_deg = request.azimuth_deg
        self.under_db = request.under_db
        self.levelling_db: float | None = None  # written by the playout thread
        self.audible = request.audible  # what is wanted; written by any thread
        self.heard = request.audible  # what is, since the last turn
        self._fading = False  # heard for one more block
        self.leaving = False  # set by the playout thread: one last block, fading
        self.tap: Tap | None = None  # gets each pulled block and its time
        # for the playout thread: what is to be heard from when
        self.orders: deque[Seek | GoLive | SetSpeed] = deque(maxlen=32)
        self.arrival_tap: ArrivalTap | None = None  # gets what playout is given
        self.skips: deque[float] = deque(maxlen=100)  # [ms], for the monitor
        self._engine = PlayoutEngine(heard=request.audible)
        self._intake = Intake()
        self._envelope = EnvelopeRing(ENVELOPE_COLUMNS)
        self._levels: deque[tuple[float, float]] = deque(maxlen=64)  # not yet shown
        self._quality = QualityMeter()
        self._history = HistoryRing()
        self._last_frame_ns = 0
        self._device_ms: float | None = 0.0
        # concealed and skipped ms, frames, stalls at the last second
        self._marks = (0.0, 0.0, 0, 0)
        # cursors of the one reader of snapshots
        self._seen_column = 0
        self._seen_second = 0
        self._shown: StreamSnapshot | None = None
        self._shown_again = 0  # how often still

    @property
    def gain_db(self) -> float:
        """What the mixer applies, `SILENT_DB` when not heard."""
        heard = self.audible and not self.muted and not self.leaving
        return self.volume_db if heard else SILENT_DB

    # -- playout thread --------------------------------------------------------------

    def has_turn(self, tick: int) -> bool:
        """Whether `tick_in` is due; metered streams take turns, half of them each.

        Here a stream becomes heard or metered: before its block is pulled. Whose sound
        ends gets one last block, which the mixer fades out.
        """
        if self.audible is not self.heard and (self.audible or self._fading):
            self.heard, self._fading = self.audible, False
            self._engine.set_heard(self.heard)
            self._quality = QualityMeter()  # nobody heard what was before
        else:
            self._fading = self.heard and not self.audible
        if self.heard:
            return True
        return (self.request.stream_id + tick) % METERED_BLOCKS == 0

    def tick_in(self, now_ns: int) -> NDArray[np.int16]:
        """Take what arrived, return what is next: int16, shape (160,).

        A stream that is only metered gives its blocks two at a time, shape (320,).
        """
        inbox = self.link.inbox
        tap, arrival_tap = self.tap, self.arrival_tap  # another thread takes them off
        while inbox:
            item = inbox.popleft()
            if isinstance(item, Mark):
                self._engine.restart()
                self._intake.restart()
                if arrival_tap is not None:
                    arrival_tap(0, None, 0)
                continue
            self._last_frame_ns = item.arrival_ns
            pcm = self._intake.accept(item)
            self._engine.put(pcm, item.sequence, item.arrival_ns)
            if arrival_tap is not None:
                arrival_tap(item.arrival_ns, item.sequence, len(pcm))
        block = self._engine.pull(
            FRAME_SAMPLES * (1 if self.heard else METERED_BLOCKS), now_ns
        )
        if tap is not None:
            tap(block, now_ns)
        if skipped := self._engine.take_skips():
            self.skips.append(skipped)
        return block

    def tick_out(
        self, *, peak: float, rms: float, column: Sequence[int], device_ms: float | None
    ) -> None:
        """Note the block's level [dBFS] and envelope (min, max), device delay [ms].

        No delay (None) means that a device should play and does not.
        """
        self._levels.append((peak, rms))
        self._envelope.append(column[0], column[1])
        self._device_ms = device_ms

    def second(self) -> None:
        """Close one second of history."""
        stats = self._engine.stats
        status = self.link.status()
        concealed0, skipped0, frames0, stalls0 = self._marks
        self._marks = (
            stats.concealed_ms,
            stats.skipped_ms,
            status.frames,
            status.stalls,
        )
        if not self.heard:
            return
        # A frame that fills its gap in time takes back what was counted for it.
        concealed = max(0.0, stats.concealed_ms - concealed0)
        lag_ms = self._lag_ms(stats)
        if status.hint is StreamHint.EMPTY_ROOM:
            self._quality = QualityMeter()  # silence in an empty room was no fault
        self._quality.second(
            lag_ms=lag_ms,
            concealed_ms=concealed,
            flowing=status.state in _JUDGED and self._device_ms is not None,
        )
        self._history.append(
            HistoryPoint(
                lag_ms=-1.0 if lag_ms is None else round(lag_ms, 1),
                buffer_ms=round(stats.buffer_ms, 1),
                target_ms=round(stats.target_ms, 1),
                concealed_ms=round(concealed, 1),
                frames=status.frames - frames0,
                stalls=status.stalls - stalls0,
                delay_ms=round(stats.delay_ms, 1),
                skipped_ms=round(stats.skipped_ms - skipped0, 1),
            )
        )

    # -- reader of snapshots ---------------------------------------------------------

    def snapshot(self) -> StreamSnapshot:
        """How things are; advances the cursors, so for one reader.

        A stream that is not heard has no card, only a meter in a table that moves
        ten times a second: it is looked at every third time, and is told as it was
        then in between.
        """
        heard = self.heard
        if self._shown is not None and self._shown_again > 0 and not heard:
            self._shown_again -= 1
            return self._shown
        shown = self._look()
        self._shown = None if heard else shown
        self._shown_again = METERED_EVERY - 1
        return shown

    def _look(self) -> StreamSnapshot:
        status = self.link.status()
        stats = self._engine.stats
        peak, rms = self._take_level()
        first, columns = self._envelope.since(self._seen_column)
        self._seen_column = first + len(columns) // 2
        fresh = time.monotonic_ns() - self._last_frame_ns < FRESH_NS
        return StreamSnapshot(
            stream_id=self.request.stream_id,
            kind=self.request.kind,
            resource_id=self.request.resource_id,
            encapsulation=self.request.encapsulation,
            volume_db=self.volume_db,
            muted=self.muted,
            azimuth_deg=self.azimuth_deg,
            under_db=self.under_db,
            levelling_db=self.levelling_db,
            buffering=not stats.playing,
            peak_dbfs=peak,
            rms_dbfs=rms,
            level_fresh=fresh,
            envelope_first=first,
            envelope=columns,
            **{name: getattr(status, name) for name in _OF_LINK},
            **(self._heard(stats, status.state) if self.heard else {}),
        )

    def _heard(self, stats: PlayoutStats, state: StreamState) -> dict[str, Any]:
        """What is established of a stream only because it is played."""
        # The word first: the figures that led to it are then there already.
        word = self._quality.word if state in _JUDGED else None
        first, history = self._history.since(self._seen_second)
        self._seen_second = first + len(history)
        recent_concealed_ms, recent_s = self._quality.recent
        return {
            "lag_ms": self._lag_ms(stats) if state is StreamState.STREAMING else None,
            "quality": word,
            "playout": PlayoutFigures(
                recent_concealed_ms=recent_concealed_ms,
                recent_s=recent_s,
                **{name: getattr(stats, name) for name in _OF_PLAYOUT},
            ),
            "history_first": first,
            "history": history,
        }

    def report(self) -> dict[str, object]:
        """Final figures for the command line's `--stats`."""
        stats = self._engine.stats
        lags = self._history.lags_ms()
        return {
            "lag_ms": {
                "mean": round(float(np.mean(lags)), 1) if len(lags) else None,
                "p95": round(float(np.percentile(lags, 95)), 1) if len(lags) else None,
            },
            "playout": {
                name: round(value, 1) if isinstance(value, float) else value
                for name, value in asdict(stats).items()
            },
            "quality": self._quality.word,
        }

    def _lag_ms(self, stats: PlayoutStats) -> float | None:
        """Arrival to the device's play time, None while nothing plays."""
        device_ms = self._device_ms
        if device_ms is None or not stats.playing:
            return None
        return stats.delay_ms + device_ms

    def _take_level(self) -> tuple[float, float]:
        peak = rms = SILENCE_DBFS
        levels = self._levels
        while levels:  # the playout thread only appends
            one, other = levels.popleft()
            peak, rms = max(peak, one), max(rms, other)
        return peak, rms
