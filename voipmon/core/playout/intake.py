"""The way into playout: frames of any rate become telephone sound."""

import numpy as np
from numpy.typing import NDArray

from voipmon.core.dsp.resample import ToTelephone
from voipmon.core.frame import SAMPLE_RATE, AudioFrame


class Intake:
    """Rate conversion of one stream, following changes of rate.

    At a change the new filter starts in silence: 2 ms fade in by themselves.
    """

    def __init__(self) -> None:
        self._converter: ToTelephone | None = None

    def accept(self, frame: AudioFrame) -> NDArray[np.int16]:
        """The frame's sound at 8 kHz, int16 (n,)."""
        if frame.rate == SAMPLE_RATE:
            self._converter = None
            return frame.pcm
        if self._converter is None or self._converter.rate_in != frame.rate:
            self._converter = ToTelephone(frame.rate)
        return self._converter.process(frame.pcm)

    def restart(self) -> None:
        """Forget the end of the old connection's sound."""
        self._converter = None
