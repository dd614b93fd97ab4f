"""What the supervisor's two ears get: levelled, placed, guarded, limited.

Owner: the playout thread. `hearing`, `master_db` and `master_muted` are plain
attributes written by the command thread; `taken` may be called by one other thread.
Meters, waveforms and recordings are of the source: they were taken before.
"""

from collections import deque
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from voipmon.core.domain.commands import Ear, SetHearing
from voipmon.core.domain.facts import Fact
from voipmon.core.dsp import place
from voipmon.core.dsp.fade import ramp
from voipmon.core.dsp.limit import Limiter
from voipmon.core.dsp.mix import Mixer
from voipmon.core.dsp.resample import Upsampler
from voipmon.core.dsp.shock import tones
from voipmon.core.frame import SAMPLE_RATE
from voipmon.services.chime import Chime
from voipmon.services.stream import SILENT_DB, Stream

CEILINGS_DBFS = (-24.0, -1.0)  # least and greatest that may be set


class Ears:
    """Mixes the heard streams to two channels, and brings these to the device.

    Args:
        publish: Told what becomes of test sounds.

    Attributes:
        chime: Plays the test sound.
        hearing: Settings of the whole output.
        master_db: Volume of the whole output.
        master_muted: Nothing is heard.
    """

    def __init__(self, publish: Callable[[Fact], None] = lambda _: None) -> None:
        self.chime = Chime(publish)
        self.hearing = SetHearing()
        self.master_db = 0.0
        self.master_muted = False
        self._mixer = Mixer()
        self._upsampler: Upsampler | None = None
        self._limiter = Limiter(SAMPLE_RATE)
        self._shock_db = 0.0
        self._taken: deque[tuple[float, float]] = deque(maxlen=64)  # not yet shown

    def mix(
        self, heard: Sequence[Stream], blocks: NDArray[np.int16]
    ) -> NDArray[np.float32]:
        """Mix one block of each heard stream.

        Args:
            heard: S streams; those that leave or are silent fade out in this block.
            blocks: (S, n), int16.

        Returns:
            (n, 2) float32, full scale 1.0, not limited yet.
        """
        hearing = self.hearing
        for stream in heard:
            on = hearing.levelling
            stream.levelling_db = stream.leveller.gain_db if on else None
        gains_db = [self._gain_db(stream) for stream in heard]
        cuts_db = self._cuts_db(heard, blocks, gains_db)
        return self._mixer.mix(
            blocks,
            gains=[
                10.0 ** ((gain - cut) / 20) if gain > SILENT_DB else 0.0
                for gain, cut in zip(gains_db, cuts_db, strict=True)
            ],
            places=[self._place(stream) for stream in heard],
            keys=[stream.request.stream_id for stream in heard],
        )

    def to_device(self, mixed: NDArray[np.float32], rate: int) -> NDArray[np.int16]:
        """Bring a block, and a test sound, to the device: none above the ceiling.

        Args:
            mixed: (n, 2), as `mix` gives it.
            rate: [Hz] of the device.

        Returns:
            (n * rate / 8000, 2), int16.
        """
        gain = 0.0 if self.master_muted else 10.0 ** (self.master_db / 20)
        mixed = self.chime.add(mixed, gain)
        if self._upsampler is None or self._upsampler.rate_out != rate:
            self._upsampler, self._limiter = Upsampler(rate), Limiter(rate)
            mixed = mixed * ramp(len(mixed))[:, None]  # what begins must not click
        least, most = CEILINGS_DBFS
        self._limiter.ceiling_dbfs = min(max(self.hearing.ceiling_dbfs, least), most)
        limited = self._limiter.process(self._upsampler.process(mixed))
        self._taken.append((self._limiter.applied_db, self._shock_db))
        return (limited * 32767.0).astype(np.int16)

    def pause(self) -> None:
        """Nothing goes to a device now; what comes later begins anew."""
        self._upsampler = None
        self.chime.drop()

    def taken(self) -> tuple[float, float]:
        """Most that limiter and tone guard took since the last call [dB]."""
        limiting = shock = 0.0
        while self._taken:  # the playout thread only appends
            one, other = self._taken.popleft()
            limiting, shock = max(limiting, one), max(shock, other)
        return limiting, shock

    def _gain_db(self, stream: Stream) -> float:
        """Where the stream's gain goes within this block, `SILENT_DB`: to nothing."""
        if self.master_muted or stream.gain_db <= SILENT_DB:
            return SILENT_DB
        under_db = max(stream.under_db, 0.0)
        return stream.gain_db + self.master_db - under_db + (stream.levelling_db or 0.0)

    def _cuts_db(
        self,
        heard: Sequence[Stream],
        blocks: NDArray[np.int16],
        gains_db: Sequence[float],
    ) -> list[float]:
        """What is taken of each stream because it is a piercing tone [dB]."""
        if not heard:
            self._shock_db = 0.0
            return []
        figures = (column.tolist() for column in tones(blocks))
        cuts_db = [
            stream.guard.block(pure_db=pure_db, hz=hz, level_dbfs=level + gain_db)
            for stream, gain_db, pure_db, hz, level in zip(
                heard, gains_db, *figures, strict=True
            )
        ]
        audible = (c for c, g in zip(cuts_db, gains_db, strict=True) if g > SILENT_DB)
        self._shock_db = max(audible, default=0.0)
        return cuts_db

    def _place(self, stream: Stream) -> NDArray[np.float32]:
        """Filters of both ears; one ear or mono do without a place."""
        ear = self.hearing.ear
        if ear is Ear.BOTH and not self.hearing.mono:
            return place.taps(stream.azimuth_deg)
        return place.one_ear(left=ear is not Ear.RIGHT, right=ear is not Ear.LEFT)
