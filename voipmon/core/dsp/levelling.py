"""All voices about equally loud: the slow gain of one stream.

Measured is speech alone, as ITU-T P.56 means it: what rises above the pauses and is
not far below the loud parts, and is not steady. Music has no pauses, noise does not
rise, ringing and other tones are steady.
"""

from collections import deque
from math import log10

from voipmon.core.frame import PTIME_MS

TARGET_DBFS = -23.0  # rms of speech
MOST_DB = 12.0  # raised or lowered at most
ATTACK_S = 3.0  # of speech: the whole gain, and the memory of the measurement
_BLOCKS_S = 1000 // PTIME_MS
_MEMORY = round(ATTACK_S * _BLOCKS_S)  # [blocks of speech]
_STEP_DB = MOST_DB / _MEMORY
_ENOUGH = 15  # [blocks of speech] 300 ms: before that nothing is known
_FLOOR_BLOCKS = 75  # [blocks] 1.5 s: no speech is without a pause for so long
_ABOVE_FLOOR_DB = 10.0
_STEADY_BLOCKS = 10  # [blocks] 200 ms
_STEADY_DB = 3.0  # highest above lowest of them: a syllable rises and falls
_BELOW_SPEECH_DB = 16.0  # margin of P.56
_SOFTER_BLOCKS = 300  # [blocks of softer speech] 6 s: by now another one is speaking
_LOUDER_BLOCKS = 4  # of them that one block of speech proves wrong: peaks are loud, too
_LEAST_DBFS = -55.0  # the hiss of a quiet G.711 line is below
_DEEPEST_DBFS = -70.0  # digital silence counts as this


class Leveller:
    """Follows one stream's speech; `gain_db` changes only while there is some.

    Fed with the level of every block, heard or not, so that a call that was only
    metered begins right.
    """

    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=_FLOOR_BLOCKS)  # [dBFS]
        self._floor = 0.0  # lowest of them
        self._latest: deque[float] = deque(maxlen=_STEADY_BLOCKS)
        self._power = 0.0  # of speech, full scale 1
        self._blocks = 0  # of speech so far, up to `_MEMORY`
        self._speech_dbfs = _LEAST_DBFS
        self._softer = 0  # blocks of speech below the margin, less those above it
        self.gain_db = 0.0

    def block(self, rms_dbfs: float) -> None:
        """Take note of 20 ms of the source."""
        level = max(rms_dbfs, _DEEPEST_DBFS)
        recent = self._recent
        full = len(recent) == _FLOOR_BLOCKS
        leaving = recent[0] if full else level
        recent.append(level)
        if level <= self._floor:
            self._floor = level
        elif leaving <= self._floor:
            self._floor = min(recent)
        latest = self._latest
        latest.append(level)
        least = max(_LEAST_DBFS, self._floor + _ABOVE_FLOOR_DB)
        if level <= least or max(latest) - min(latest) <= _STEADY_DB:
            return
        if level > self._speech_dbfs - _BELOW_SPEECH_DB:
            self._softer = max(self._softer - _LOUDER_BLOCKS, 0)
            self._speech(level)
        else:
            self._soft_speech()

    def _soft_speech(self) -> None:
        """After a loud speaker a soft one would never count: measure anew then."""
        self._softer += 1
        if self._softer >= _SOFTER_BLOCKS:
            self._softer, self._blocks = 0, 0
            self._power, self._speech_dbfs = 0.0, _LEAST_DBFS

    def _speech(self, level: float) -> None:
        """Measure a block of speech, and move towards what it asks for."""
        self._blocks = min(self._blocks + 1, _MEMORY)
        self._power += (10 ** (level / 10) - self._power) / self._blocks
        if self._blocks < _ENOUGH:
            return
        self._speech_dbfs = 10 * log10(self._power)
        wanted = min(max(TARGET_DBFS - self._speech_dbfs, -MOST_DB), MOST_DB)
        self.gain_db += min(max(wanted - self.gain_db, -_STEP_DB), _STEP_DB)
