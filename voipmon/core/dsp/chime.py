"""The test sound: three rising notes, soft at both ends, made once."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from voipmon.core.dsp.fade import ramp
from voipmon.core.frame import FRAME_SAMPLES, SAMPLE_RATE

LEVEL_DBFS = -20.0  # of its loudest 20 ms: the usual level of a voice on the telephone
NOTES_HZ = (523.25, 659.26, 783.99)  # C5, E5, G5 of equal temperament, A4 = 440 Hz
SECONDS = 1.2
_STEP_S = 0.22  # from one note to the next
_DECAY_S = 0.16  # to 1/e
_EDGE = SAMPLE_RATE // 100  # [samples] 10 ms in
_END = SAMPLE_RATE // 10  # [samples] 100 ms out
_OCTAVE = 0.15  # of the octave above, so that it is not as bare as a tone


@cache
def chime() -> NDArray[np.float32]:
    """Samples at 8 kHz in whole blocks of 20 ms, full scale 1.0, read-only."""
    length = round(SECONDS * SAMPLE_RATE / FRAME_SAMPLES) * FRAME_SAMPLES
    sound = np.zeros(length)
    for place, hz in enumerate(NOTES_HZ):
        start = round(place * _STEP_S * SAMPLE_RATE)
        time_s = np.arange(length - start) / SAMPLE_RATE
        phase = 2 * np.pi * hz * time_s
        note = (np.sin(phase) + _OCTAVE * np.sin(2 * phase)) * np.exp(
            -time_s / _DECAY_S
        )
        note[:_EDGE] *= ramp(_EDGE)
        sound[start:] += note
    sound[-_END:] *= ramp(_END)[::-1]
    blocks = sound.reshape(-1, FRAME_SAMPLES)
    loudest = float(np.sqrt(np.square(blocks).mean(axis=1)).max())
    made = (sound * (10 ** (LEVEL_DBFS / 20) / loudest)).astype(np.float32)
    made.flags.writeable = False
    return made
