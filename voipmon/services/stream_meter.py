"""What is told about one stream: levels, waveform, verdict, history, figures.

The playout thread notes, one reader of snapshots takes; neither waits for the other.
"""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from voipmon.core.analysis.envelope import EnvelopeRing
from voipmon.core.analysis.level import SILENCE_DBFS
from voipmon.core.analysis.quality import QualityMeter
from voipmon.core.domain.history import HistoryRing
from voipmon.core.domain.snapshot import (
    ENVELOPE_COLUMNS,
    HistoryPoint,
    PlayoutFigures,
    StreamHint,
    StreamSnapshot,
    StreamState,
)
from voipmon.core.playout.engine import PlayoutEngine
from voipmon.core.playout.stats import PlayoutStats
from voipmon.services.link import MediaLink
from voipmon.services.link_status import LinkStatus

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


class StreamMeter:
    """Always of the live sound, whatever of it is heard: it says how the line is.

    Args:
        link: Where the sound is from.
        engine: What plays it out.
    """

    def __init__(self, link: MediaLink, engine: PlayoutEngine) -> None:
        self._link = link
        self._engine = engine
        self._envelope = EnvelopeRing(ENVELOPE_COLUMNS)
        self._levels: deque[tuple[float, float]] = deque(maxlen=64)  # not yet shown
        self._quality = QualityMeter()
        self._history = HistoryRing()
        self.last_frame_ns = 0  # written by the playout thread
        self._device_ms: float | None = 0.0
        # concealed and skipped ms, frames, stalls at the last second
        self._marks = (0.0, 0.0, 0, 0)
        # cursors of the one reader of snapshots
        self._seen_column = 0
        self._seen_second = 0

    # -- playout thread --------------------------------------------------------------

    def note(
        self, *, peak: float, rms: float, column: Sequence[int], device_ms: float | None
    ) -> None:
        """Note one block, as `Stream.tick_out`."""
        self._levels.append((peak, rms))
        self._envelope.append(column[0], column[1])
        self._device_ms = device_ms

    def judge_anew(self) -> None:
        """Nobody heard what was before."""
        self._quality = QualityMeter()

    def second(self, *, heard: bool) -> None:
        """Close one second of history."""
        stats = self._engine.stats
        status = self._link.status()
        concealed0, skipped0, frames0, stalls0 = self._marks
        self._marks = (
            stats.concealed_ms,
            stats.skipped_ms,
            status.frames,
            status.stalls,
        )
        if not heard:
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

    def look(self, *, heard: bool) -> dict[str, Any]:
        """Fields of a snapshot; advances the cursors."""
        status = self._link.status()
        stats = self._engine.stats
        peak, rms = self._take_level()
        first, columns = self._envelope.since(self._seen_column)
        self._seen_column = first + len(columns) // 2
        return {
            "buffering": not stats.playing,
            "peak_dbfs": peak,
            "rms_dbfs": rms,
            "level_fresh": time.monotonic_ns() - self.last_frame_ns < FRESH_NS,
            "envelope_first": first,
            "envelope": columns,
            **{name: getattr(status, name) for name in _OF_LINK},
            **(self._heard(stats, status.state) if heard else {}),
        }

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
