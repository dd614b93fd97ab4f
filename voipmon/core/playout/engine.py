"""The playout engine: put frames as they arrive, pull sound that never stops."""

import numpy as np
from numpy.typing import NDArray

from voipmon.core.dsp.fade import cross_fade, ramp, to_int16
from voipmon.core.playout import conceal
from voipmon.core.playout.clock import SAMPLE_MS, DeviceClock
from voipmon.core.playout.conceal import Filler
from voipmon.core.playout.drift import Drift
from voipmon.core.playout.line import AHEAD, HISTORY, Line, Placed
from voipmon.core.playout.noise import NoiseFloor
from voipmon.core.playout.stats import PlayoutStats
from voipmon.core.playout.steer import FADE, Steering, landing
from voipmon.core.playout.target import Target
from voipmon.core.playout.tuning import JUMP_MS, TUNING, Profile

__all__ = ["PlayoutEngine", "Profile"]

_JOIN = 64  # [samples] cross-fade from made-up to real sound: 8 ms
_SOFT_START = 24  # [samples] out of silence: 3 ms, so that a word keeps its beginning
_START_SLACK_MS = 20.0  # more than this above the target is not played at the start
_SHORT = 480  # [samples] a stall of 60 ms or less goes on at once
_ENOUGH = 240  # [samples] with which it goes on after a longer one
_COUNTED = 16000  # [samples] of each stall that count as concealed
_KEPT_AT_OVERFLOW = 16000  # [samples] nobody pulled for 4 s: the last 2 s are kept
_UNHEARD_BAND_MS = 60.0
_NOISE_EVERY = 4  # unheard: one frame in four tells the noise floor


class PlayoutEngine:
    """One stream's jitter buffer, concealment and catch-up; pure, one owner.

    Args:
        profile: What the delay is worth.
        heard: False for a stream that is only metered.
    """

    def __init__(
        self, *, profile: Profile = Profile.LISTEN, heard: bool = True
    ) -> None:
        self.set_heard(heard)
        self._clock = DeviceClock()
        self._line = Line()
        self._target = Target(profile)
        self._noise = NoiseFloor()
        self._steering = Steering()
        self._drift = Drift()
        self._spill = np.zeros(0, np.int16)  # made, not yet pulled
        self._filler: Filler | None = None  # while nothing plays
        self._fresh = True  # nothing of this connection was played yet
        self._old: NDArray[np.float32] | None = None  # what a jump fades out
        self._position_ms = 0.0  # P after the last pull
        self._frames = 0
        self._holes = self._stalls = self._late = self._duplicates = 0
        self._concealed = 0  # [samples]
        self._skipped_ms = self._told_ms = 0.0

    def put(
        self, pcm: NDArray[np.int16], sequence: int | None, arrival_ns: int
    ) -> None:
        """Take one frame.

        Args:
            pcm: int16, shape (n,), 8 kHz, any length.
            sequence: RTP sequence number, or None where there is none.
            arrival_ns: Monotonic time of its arrival.
        """
        if not len(pcm):
            return
        line = self._line
        if line.waiting + len(pcm) > AHEAD:
            self._overflow()
        arrival_ms = self._clock.to_ms(arrival_ns)
        self._clock.arrived(arrival_ms)
        before = line.end
        room_ms = self._target.arrivals.room_ms(arrival_ms - before * SAMPLE_MS)
        placed = line.place(pcm, sequence, room_ms)
        if placed is Placed.AFTER_HOLE:
            self._conceal_hole(arrival_ms)
            before = line.hole[1]
        elif placed is Placed.LATE:
            self._late += 1
            return
        elif placed is Placed.DUPLICATE:
            self._duplicates += 1
            return
        elif placed is Placed.FILLED:
            self._concealed -= len(pcm)  # real sound after all, before it was played
            return
        rel = arrival_ms - before * SAMPLE_MS
        self._target.arrived(rel, arrival_ms, started=not self._fresh)
        self._frames += 1
        if self._heard or self._frames % _NOISE_EVERY == 0:
            self._noise.note(pcm)

    def pull(self, n: int, now_ns: int | None = None) -> NDArray[np.int16]:
        """The next `n` samples; always that many, made up where there are none.

        Args:
            n: Samples at 8 kHz.
            now_ns: Monotonic time of the pull; without it, time is counted from the
                samples and the arrivals.
        """
        play_ms = self._clock.pull(n, now_ns)
        self._target.pulled_by(n * SAMPLE_MS)
        self._drift.note(play_ms, self._target.arrivals, self._clock)
        out = np.empty(n, np.int16)
        filled = min(n, len(self._spill))
        if filled:
            out[:filled] = self._spill[:filled]
            self._spill = self._spill[filled:]
        while filled < n:
            made = self._produce(n - filled, play_ms + filled * SAMPLE_MS)
            size = min(len(made), n - filled)
            out[filled : filled + size] = made[:size]
            filled += size
            if size < len(made):
                self._spill = made[size:]
        ahead = n + len(self._spill) - self._line.pos
        self._position_ms = play_ms + ahead * SAMPLE_MS
        return out

    def set_profile(self, profile: Profile) -> None:
        """Steer by other values from now on; heard as a change of delay only."""
        self._target.tuning = TUNING[profile]

    def set_heard(self, heard: bool) -> None:
        """False: nobody hears it, so pitch search and concealment are left out."""
        self._heard = heard
        self._jump_above = JUMP_MS if heard else _UNHEARD_BAND_MS

    def restart(self) -> None:
        """The stream reconnected: old sound fades out, new sequence numbers follow."""
        line = self._line
        line.restart()
        self._target.arrivals.anchor()
        if self._old is not None:
            fading = to_int16(self._old * ramp(len(self._old))[::-1])
            self._spill = np.concatenate((self._spill, fading))
            self._filler, self._old = Filler(fading[-1:], None), None
        elif self._filler is None and not self._fresh:
            self._filler = self._new_filler()
        self._fresh = True
        line.cut(line.pos)

    def take_skips(self) -> float:
        """Sound jumped over since last asked [ms]."""
        told, self._told_ms = self._told_ms, 0.0
        return told

    @property
    def stats(self) -> PlayoutStats:
        """How it is going."""
        floor, known = self._target.arrivals.told_floor, self._target.arrivals.known
        return PlayoutStats(
            delay_ms=max(0.0, self._position_ms - floor) if known else 0.0,
            buffer_ms=(self._line.waiting + len(self._spill)) * SAMPLE_MS,
            target_ms=max(0.0, self._target.told - floor) if known else 0.0,
            holes=self._holes,
            stalls=self._stalls,
            concealed_ms=self._concealed * SAMPLE_MS,
            squeezed_ms=self._steering.removed * SAMPLE_MS,
            stretched_ms=self._steering.inserted * SAMPLE_MS,
            skipped_ms=self._skipped_ms,
            late=self._late,
            duplicates=self._duplicates,
            drift_ppm=self._drift.ppm,
            playing=self._filler is None and not self._fresh,
        )

    # -- the next piece of sound -----------------------------------------------------

    def _produce(self, want: int, play_ms: float) -> NDArray[np.int16]:
        """At least one sample of what comes next."""
        line = self._line
        if self._filler is not None or self._fresh:
            joined = self._resume(play_ms)
            return self._fill(want) if joined is None else joined
        if self._old is not None:
            return to_int16(self._fade_over(self._old))
        if line.waiting <= 0:
            self._stalls += 1
            self._filler = self._new_filler()
            return self._fill(want)
        changed = self._steer(play_ms)
        if changed is not None:
            return to_int16(changed)
        step = min(want, line.waiting)
        if self._steering.busy:
            step = min(step, self._target.tuning.brisk_kept)
        self._steering.played(step)
        start, line.pos = line.pos, line.pos + step
        return line.view(start, line.pos)

    def _steer(self, play_ms: float) -> NDArray[np.float32] | None:
        """Something shorter or longer than what is next, if the delay asks for it."""
        line, tuning, steering = self._line, self._target.tuning, self._steering
        excess = self._target.excess(play_ms - line.pos * SAMPLE_MS)
        if excess > self._jump_above:
            return self._jump_now(excess)
        if not self._heard or -tuning.band_ms <= excess <= tuning.band_ms:
            steering.idle()
            if self._heard and excess > tuning.pause_band_ms:
                return steering.cut_pause(excess, line, self._noise)
            return None
        if excess > 0:
            return steering.reduce(excess, play_ms, line, self._noise, tuning)
        return steering.extend(-excess, play_ms, line, self._noise, tuning)

    def _jump_now(self, excess: float) -> NDArray[np.float32] | None:
        line = self._line
        if line.waiting <= 2 * FADE:
            return None
        old = line.view(line.pos, line.pos + FADE).astype(np.float32)
        self._jump(excess)
        return self._fade_over(old)

    def _jump(self, excess: float) -> None:
        target = landing(self._line, excess)
        if self._heard:
            self._tell((target - self._line.pos) * SAMPLE_MS)
        self._line.pos = target

    def _tell(self, skipped_ms: float) -> None:
        self._skipped_ms += skipped_ms
        self._told_ms += skipped_ms

    def _overflow(self) -> None:
        """Nobody pulls, or the peer floods: keep the newest."""
        line = self._line
        if self._old is None and self._filler is None and not self._fresh:
            self._old = line.view(line.pos, line.pos + FADE).astype(np.float32)
        skip = max(0, line.waiting - _KEPT_AT_OVERFLOW)
        line.pos += skip
        if not self._fresh:
            self._tell(skip * SAMPLE_MS)

    def _fade_over(self, old: NDArray[np.float32]) -> NDArray[np.float32]:
        """Go from what was next before a jump to what is next now."""
        line = self._line
        self._old = None
        new = line.view(line.pos, line.pos + len(old)).astype(np.float32)
        line.pos += len(old)
        return cross_fade(old, new)

    def _new_filler(self) -> Filler:
        line = self._line
        behind = line.view(line.pos - HISTORY, line.pos)
        return Filler(behind, self._noise if self._heard else None)

    def _fill(self, want: int) -> NDArray[np.int16]:
        filler = self._filler
        if filler is None:
            return np.zeros(want, np.int16)
        if not self._fresh and filler.taken < _COUNTED:
            self._concealed += want
        return to_int16(filler.take(want))

    def _resume(self, play_ms: float) -> NDArray[np.int16] | None:
        """Sound is here again: join it, or None while it is better to wait."""
        line, filler = self._line, self._filler
        if line.waiting < _JOIN:
            return None
        position = play_ms - line.pos * SAMPLE_MS
        if self._fresh:
            surplus = position - self._target.level
            if surplus < 0:
                return None
            if surplus > _START_SLACK_MS:
                line.pos += min(int(surplus * 8), line.waiting - _JOIN)
        elif filler is not None and filler.taken > _SHORT:
            if position < self._target.newest and line.waiting < _ENOUGH:
                return None
            excess = self._target.excess(position)
            if excess > self._jump_above:
                self._jump(excess)
        size = _SOFT_START if filler is None or filler.gone else _JOIN
        new = line.view(line.pos, line.pos + size).astype(np.float32)
        line.pos += size
        self._fresh, self._filler = False, None
        if filler is None:
            return to_int16(new * ramp(size))
        after = line.view(line.pos, min(line.end, line.pos + conceal.AFTER))
        return to_int16(filler.join(new, after.astype(np.float32)))

    def _conceal_hole(self, arrival_ms: float) -> None:
        """Frames are missing in the sequence: fill their place from both sides."""
        line, filler = self._line, self._filler
        first, end = line.hole
        self._holes += 1
        self._target.hole(arrival_ms)
        if filler is not None and not self._fresh and line.pos == first:
            line.pos = min(end, first + filler.taken)
        if line.pos >= end:
            return
        start = max(first, line.pos)
        self._concealed += end - start
        sound = conceal.hole(line, heard=self._heard)
        line.write(start, to_int16(sound)[start - first :])
