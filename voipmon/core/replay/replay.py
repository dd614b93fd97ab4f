"""One stream heard from when the listener likes: its last minute, then live again."""

import numpy as np
from numpy.typing import NDArray

from voipmon.core.dsp.fade import to_int16
from voipmon.core.frame import SAMPLE_RATE
from voipmon.core.replay.compress import Compressor, joined
from voipmon.core.replay.pauses import Pauses
from voipmon.core.replay.ring import KEPT, SoundRing

SPEEDS = (1.0, 1.25, 1.5)
USUAL_SPEED = 1.25

_FADE = 160  # [samples] from one place to another: 20 ms
_SHORT_FADE = 80  # [samples] to live sound that is but 20 ms ahead: 10 ms
_NEAR = 160  # [samples] behind live by less, it joins: 20 ms
_NEARER = 800  # [samples] behind live by less, a seek is to live: 100 ms
_TAIL = 4000  # [samples] kept of what playout makes up after a stream's end: 0.5 s

Block = NDArray[np.int16]


class Replay:
    """Keeps a stream's sound and says what is heard of it; pure, one owner.

    For each block `keep` comes first, then `play`. `behind`, `kept` and `now` may be
    read by another thread.
    """

    def __init__(self) -> None:
        self.speed = USUAL_SPEED
        self.skip_silence = True
        self.behind = 0  # [samples] what was last played is so much later than live
        self.skipped = 0  # [samples] of silence left out in all
        self._ring = SoundRing()
        self._pauses = Pauses(self._ring)
        self._compressor = Compressor()
        self._at: int | None = None  # sample that is made into sound next; None: live
        self._spill = np.zeros(0, np.int16)  # made, not yet played
        self._leaving: Block | None = None  # what is faded out; empty: live
        self._edge = 0  # where the live block begins
        self._over = 0  # [samples] that came since the stream's end

    @property
    def now(self) -> int:
        """Number of the sample that comes next: the live edge."""
        return self._ring.end

    @property
    def kept(self) -> int:
        """Samples that can be replayed."""
        return self._ring.end - self._ring.oldest

    @property
    def nbytes(self) -> int:
        """Memory that the kept sound takes [bytes]."""
        return self._ring.nbytes

    # -- the stream's sound ----------------------------------------------------------

    def keep(self, block: Block, *, over: bool = False) -> None:
        """Keep what playout made, any length; begins with the first sound.

        Args:
            block: int16, shape (n,).
            over: The stream has ended and all of it was pulled: what playout makes up
                from here on would only push out what was said. Should it go on after
                all, the time between is kept as silence.
        """
        ring = self._ring
        self._edge = ring.end
        if over:
            self._over += len(block)
            if self._over > _TAIL:
                return
        elif self._over:
            missed = min(max(self._over - _TAIL, 0), KEPT)
            self._over = 0
            self.go_live()  # who asks for it to go on wants to hear it
            ring.append(np.zeros(missed, np.int16))
            self._edge = ring.end
        if ring.end or block.any():
            ring.append(block)

    def wipe(self) -> None:
        """Overwrite all that is kept; live from now on."""
        self._ring.wipe()
        self._pauses = Pauses(self._ring)
        self.stop()
        self._edge = 0

    # -- what the listener asks for --------------------------------------------------

    def start(self, back_s: float) -> None:
        """Become heard, from `back_s` ago; nothing was heard before."""
        self.stop()
        if back_s > 0:
            self.seek(by_s=-back_s)
        self._leaving = None

    def stop(self) -> None:
        """Nobody hears it any more, or not from here: live, without a fade."""
        self._at, self._leaving, self.behind = None, None, 0
        self._spill = np.zeros(0, np.int16)

    def set_pace(self, speed: float, *, skip_silence: bool) -> None:
        """Pace while behind live, bounded by `SPEEDS`; at 1.0 nothing is skipped."""
        self.speed = min(max(SPEEDS[0], speed), SPEEDS[-1])
        self.skip_silence = skip_silence

    def seek(self, *, by_s: float = 0.0, at_s: float | None = None) -> None:
        """Go on from elsewhere, within what is kept.

        Args:
            by_s: From what is heard now [s], negative is back.
            at_s: Second of the stream's own time instead.
        """
        ring = self._ring
        wanted = self._heard() + by_s * SAMPLE_RATE
        if at_s is not None:
            wanted = at_s * SAMPLE_RATE
        wanted = min(max(ring.oldest, wanted), ring.end)
        if ring.end - wanted < _NEARER:
            self.go_live()
        else:
            self._move(int(wanted))

    def go_live(self) -> None:
        """Hear what is said now."""
        if self._at is not None:
            self._move(None)

    def _move(self, at: int | None) -> None:
        """Go on at `at`, fading from what would have been next."""
        if self._leaving is None:
            self._leaving = self._next(_FADE)
        self._at, self._spill = at, self._spill[:0]
        self._compressor.reset()
        self.behind = 0 if at is None else self._ring.end - at

    # -- what is heard ---------------------------------------------------------------

    def play(self, live: Block) -> Block | None:
        """The block to be heard instead of `live`, as long; None: `live` itself.

        Args:
            live: What was kept last.
        """
        if self._at is None and self._leaving is None:
            return None
        self._skip_pause()
        if self._at is not None and self._edge - self._heard() <= _NEAR:
            block = self._join(live)
        elif self._at is not None:
            block = self._make(len(live))
        else:
            block = live
        if self._leaving is not None:
            old, self._leaving = self._leaving, None
            block = _faded(old if len(old) else live, block)
        self.behind = 0 if self._at is None else self._behind()
        return block

    def _behind(self) -> int:
        return min(max(self._ring.end - self._heard(), 0), KEPT)

    def _heard(self) -> int:
        """Number of the sample that is played next, live or not."""
        if self._at is None:
            return self._ring.end
        return self._at - 2 * len(self._spill)  # one of two periods is what spills

    def _next(self, n: int) -> Block:
        """What would be played next if nothing changed; empty: the live block."""
        if self._at is None:
            return np.zeros(0, np.int16)
        at = self._at
        return np.concatenate((self._spill, self._ring.view(at, at + n)))[:n]

    def _skip_pause(self) -> None:
        if self._at is None or self.speed <= 1.0 or not self.skip_silence:
            return
        landing = self._pauses.landing(self._at)
        if landing is None or landing - self._at <= 0:
            return
        self.skipped += min(landing, self._edge) - self._at
        self._move(landing if landing < self._edge - _NEAR else None)

    def _make(self, n: int) -> Block:
        """The next `n` samples from the ring, at the pace that was chosen."""
        block = np.zeros(n, np.int16)
        filled = 0
        while filled < n and self._at is not None:
            piece = self._spill
            if not len(piece):
                piece, used = self._compressor.piece(
                    self._ring, self._at, n - filled, self.speed
                )
                self._at += used
                if not len(piece):
                    break
            size = min(len(piece), n - filled)
            block[filled : filled + size] = piece[:size]
            self._spill = piece[size:]
            filled += size
        return block

    def _join(self, live: Block) -> Block:
        """From just behind live to live, where in the block both are most alike."""
        old = self._next(len(live)).astype(np.float32)
        self._at, self._spill = None, self._spill[:0]
        if len(old) < len(live):  # the stream has ended, and this is all of it
            return _faded(to_int16(old), live)
        new = live.astype(np.float32)
        starts = range(0, len(live) - _SHORT_FADE + 1, 8)
        at = max(
            starts,
            key=lambda i: _likeness(old[i : i + _SHORT_FADE], new[i : i + _SHORT_FADE]),
        )
        fade = joined(old[at : at + _SHORT_FADE], new[at : at + _SHORT_FADE])
        return to_int16(np.concatenate((old[:at], fade, new[at + _SHORT_FADE :])))


def _faded(old: Block, new: Block) -> Block:
    """`new`, its beginning faded over from as much of `old` as there is."""
    n = min(len(old), len(new), _FADE)
    fade = joined(old[:n].astype(np.float32), new[:n].astype(np.float32))
    return np.concatenate((to_int16(fade), new[n:]))


def _likeness(old: NDArray[np.float32], new: NDArray[np.float32]) -> float:
    scale = (float(old @ old) * float(new @ new)) ** 0.5
    alike: float = (float(old @ new) + 1.0) / (scale + 1.0)
    return alike
