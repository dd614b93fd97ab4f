"""What is done about too much or too little delay, gently first."""

import numpy as np
from numpy.typing import NDArray

from voipmon.core.dsp.fade import cross_fade
from voipmon.core.playout import pitch
from voipmon.core.playout.line import Line
from voipmon.core.playout.lpc import without_spikes
from voipmon.core.playout.noise import NoiseFloor
from voipmon.core.playout.tuning import Tuning

FADE = 80  # [samples] cross-fade of a jump: 10 ms

_PAUSE_CUT = 160  # [samples] at most this is cut at once: 20 ms
_PAUSE_FADE = 40  # [samples] 5 ms
_PAUSE_KEPT = 40  # [samples] between two cuts
_GENTLE_KEPT = 160  # [samples] between two gentle removals
_GENTLE_ALIKE, _BRISK_ALIKE = 0.85, 0.7  # correlation of a period with the next
_CLEAN = 0.9  # correlation from which on a cross-fade cannot click
_AROUND = 160  # [samples] that tell whether it does
_YIELD_PER_S = 0.15  # of the likeness asked for: noise and music have no period
_SETTLE_MS = 300.0  # a removal follows an insertion only after this
_INSERT_ALIKE = 0.8
_INSERT_KEPT = 160
_SEARCH = 800  # [samples] a jump looks for a quiet place within 100 ms
_SEARCH_STEP = 40

Samples = NDArray[np.float32]


class Steering:
    """Removes and inserts where it is heard least."""

    def __init__(self) -> None:
        self.removed = 0  # [samples] in all
        self.inserted = 0
        self._kept = 10 * _INSERT_KEPT  # [samples] played since the last operation
        self.busy = False  # something is to be done about the delay
        self._since_ms: float | None = None  # when the excess began
        self._inserted_ms = float("-inf")

    def played(self, n: int) -> None:
        """`n` samples were played as they are."""
        self._kept += n

    def idle(self) -> None:
        """The delay is as it should be."""
        self.busy = False
        self._since_ms = None

    def reduce(
        self, excess_ms: float, now_ms: float, line: Line, noise: NoiseFloor, to: Tuning
    ) -> Samples | None:
        """Play something shorter than what is next in `line`; None: not now."""
        self.busy = True
        if self._since_ms is None:
            self._since_ms = now_ms
        if now_ms - self._inserted_ms < _SETTLE_MS:
            return None
        shorter = self.cut_pause(excess_ms, line, noise)
        if shorter is not None:
            return shorter
        gentle = excess_ms < to.gentle_ms
        waited_ms = now_ms - self._since_ms - to.patience_ms
        if gentle and waited_ms < 0:
            return None
        if self._kept < (_GENTLE_KEPT if gentle else to.brisk_kept):
            return None
        alike = _GENTLE_ALIKE if gentle else _BRISK_ALIKE
        alike -= _YIELD_PER_S * max(0.0, waited_ms / 1000)
        return self._remove_period(alike, 0.0 if gentle else to.brisk_slack, line)

    def extend(
        self, lack_ms: float, now_ms: float, line: Line, noise: NoiseFloor, to: Tuning
    ) -> Samples | None:
        """Play something more before what is next in `line`; None: not now."""
        self.busy = True
        if self._kept < _INSERT_KEPT:
            return None
        behind = line.view(line.pos - 2 * pitch.REMOVE_NEEDS, line.pos)
        ahead = line.view(line.pos, min(line.end, line.pos + pitch.LONGEST))
        longer: Samples
        if len(ahead) >= _PAUSE_FADE and noise.is_pause(behind[-_PAUSE_CUT:]):
            size = min(
                _PAUSE_CUT, max(_PAUSE_FADE, int((lack_ms - to.band_ms / 2) * 8))
            )
            again = behind[-size:].astype(np.float32)
            again[:_PAUSE_FADE] = cross_fade(
                ahead[:_PAUSE_FADE].astype(np.float32), again[:_PAUSE_FADE]
            )
            longer = again
        else:
            past = behind.astype(np.float32)
            period, alike = pitch.period_behind(past)
            if alike < _INSERT_ALIKE or period > len(ahead):
                return None
            longer = pitch.inserted(past, ahead.astype(np.float32), period)
        self.inserted += len(longer)
        self._inserted_ms = now_ms
        self._kept = 0
        return longer

    def cut_pause(
        self, excess_ms: float, line: Line, noise: NoiseFloor
    ) -> Samples | None:
        """Play less of a pause, if that is what is next in `line`."""
        cut = min(_PAUSE_CUT, int(excess_ms * 8))
        if self._kept < _PAUSE_KEPT or line.waiting < cut + 2 * _PAUSE_FADE:
            return None
        ahead = line.view(line.pos, line.pos + cut + _PAUSE_FADE)
        if not noise.is_pause(ahead):
            return None
        sound = ahead.astype(np.float32)
        line.pos += cut + _PAUSE_FADE
        self._count(cut)
        return cross_fade(sound[:_PAUSE_FADE], sound[cut:])

    def _remove_period(
        self, threshold: float, slack: float, line: Line
    ) -> Samples | None:
        if line.waiting < pitch.REMOVE_NEEDS:
            return None
        ahead = line.view(line.pos, line.pos + pitch.REMOVE_NEEDS).astype(np.float32)
        period, alike = pitch.period_ahead(ahead, slack)
        if alike < threshold:
            return None
        shorter = pitch.removed(ahead, period)
        if alike < _CLEAN:
            before = line.view(line.pos - _AROUND, line.pos).astype(np.float32)
            after = ahead[2 * period : 2 * period + _AROUND]
            shorter = without_spikes(before, shorter, after)
        line.pos += 2 * period
        self._count(period)
        return shorter

    def _count(self, n: int) -> None:
        self.removed += n
        self._kept = 0


def landing(line: Line, excess_ms: float) -> int:
    """Where a jump over `excess_ms` should end: the quietest place of 100 ms."""
    target = max(line.pos, min(line.pos + int(excess_ms * 8), line.end - FADE))
    first = max(line.pos, target - _SEARCH)
    places = range(target, first, -_SEARCH_STEP)
    sound = line.view(first, target + FADE).astype(np.float32)
    energy = np.concatenate(([0.0], np.cumsum(sound**2, dtype=np.float64)))
    return min(
        places,
        key=lambda at: energy[at - first + FADE] - energy[at - first],
        default=target,
    )
