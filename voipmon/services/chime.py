"""Plays the test sound over whatever is heard, and says what became of it."""

from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from voipmon.core.domain.commands import Ear, PlayTestSound
from voipmon.core.domain.facts import Chimed, ChimePhase, Fact
from voipmon.core.dsp.chime import chime
from voipmon.core.dsp.fade import ramp
from voipmon.core.frame import FRAME_SAMPLES

_SIDES = {Ear.BOTH: (1.0, 1.0), Ear.LEFT: (1.0, 0.0), Ear.RIGHT: (0.0, 1.0)}


class _Note:
    """One test sound on its way."""

    def __init__(self, order: PlayTestSound, gain: float) -> None:
        self.number = order.number
        self.sides = np.array(_SIDES[order.ear], np.float32)
        self.at = 0  # [samples]
        self.gain = gain

    def block(self, gain: float) -> NDArray[np.float32]:
        """The next 20 ms, (160, 2), going from the gain of the last to `gain`."""
        sound = chime()[self.at : self.at + FRAME_SAMPLES]
        gains = self.gain + (gain - self.gain) * ramp(len(sound))
        self.at += FRAME_SAMPLES
        self.gain = gain
        return (sound * gains)[:, None] * self.sides

    @property
    def over(self) -> bool:
        return self.at >= len(chime())


class Chime:
    """Owner: the playout thread; `play` is called by the command thread.

    It is the named side of the device that plays, whatever the settings of hearing
    are: they are not what is tested.

    Args:
        publish: Told of each test sound that it began and how it ended.
    """

    def __init__(self, publish: Callable[[Fact], None] = lambda _: None) -> None:
        self._publish = publish
        self._orders: deque[PlayTestSound] = deque(maxlen=1)  # newest wins
        self._now: _Note | None = None

    def play(self, order: PlayTestSound) -> None:
        """Begin with the next block; one that plays fades out in it."""
        self._orders.append(order)

    @property
    def busy(self) -> bool:
        """Whether a test sound plays, or is to."""
        return bool(self._orders) or self._now is not None

    def add(self, mixed: NDArray[np.float32], gain: float) -> NDArray[np.float32]:
        """Add the next 20 ms to what is going to be played.

        Args:
            mixed: (160, 2), full scale 1.0; returned as it is while nothing is tested.
            gain: Of everything that is heard; 0 while muted.
        """
        if self._orders:
            mixed = self._begin(self._orders.pop(), mixed, gain)
        note = self._now
        if note is None:
            return mixed
        mixed = mixed + note.block(gain)
        if gain == 0.0:
            self._end(ChimePhase.BROKEN_OFF)
        elif note.over:
            self._end(ChimePhase.PLAYED)
        return mixed

    def drop(self) -> None:
        """Nothing is played now: what was asked for is not, either."""
        if self._now is not None:
            self._end(ChimePhase.BROKEN_OFF)
        if self._orders:
            self._tell(self._orders.pop().number, ChimePhase.REFUSED)

    def _begin(
        self, order: PlayTestSound, mixed: NDArray[np.float32], gain: float
    ) -> NDArray[np.float32]:
        if self._now is not None:
            mixed = mixed + self._now.block(0.0)
            self._end(ChimePhase.BROKEN_OFF)
        if gain == 0.0:
            self._tell(order.number, ChimePhase.REFUSED)
        else:
            self._now = _Note(order, gain)
            self._tell(order.number, ChimePhase.PLAYING)
        return mixed

    def _end(self, phase: ChimePhase) -> None:
        if self._now is not None:
            self._tell(self._now.number, phase)
            self._now = None

    def _tell(self, number: int, phase: ChimePhase) -> None:
        self._publish(Chimed(number=number, phase=phase))
