"""The one mixing clock: every 20 ms all streams give a block, the audible are mixed.

Paced by the sound device while it plays (its ring is kept one to two blocks ahead),
by the monotonic clock while it does not, so that meters, waveforms and recordings
go on without any device. It rests while there is no stream and nothing to be heard.
"""

import threading
import time
from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from voipmon.core.analysis.envelope import block_envelope
from voipmon.core.analysis.level import block_levels
from voipmon.core.domain.commands import PlayTestSound
from voipmon.core.domain.facts import Fact
from voipmon.core.frame import FRAME_SAMPLES, PTIME_MS, SAMPLE_RATE
from voipmon.services.ears import Ears
from voipmon.services.speaker import Speaker
from voipmon.services.stream import Stream
from voipmon.services.worker import Worker

TICK_NS = PTIME_MS * 1_000_000
NAP_S = 0.008  # without a device: until it is looked for again
BEHIND_NS = 1_000_000_000  # without a device: ticks owed beyond this are not made up
FORGET = 0.998  # per block: half of a slow one is forgotten after 7 s
SECOND_TICKS = SAMPLE_RATE // FRAME_SAMPLES
REST_TICKS = SECOND_TICKS  # of silence before it rests: filters and limiter are empty


class Playout(Worker):
    """Owns every `Stream`'s engine, the two ears, and the write end of the ring.

    `add` and `remove` are called by the command thread; they take effect at the
    next tick. A removed stream fades out within one block.

    Attributes:
        ears: How what is heard is mixed; its settings are the command thread's.
    """

    def __init__(
        self,
        speaker: Speaker | None,
        on_crash: Callable[[str, Exception], None] | None = None,
        publish: Callable[[Fact], None] = lambda _: None,
    ) -> None:
        super().__init__("playout", on_crash)
        self.ears = Ears(publish)
        self._speaker = speaker
        self._orders: deque[tuple[bool, Stream]] = deque()
        self._streams: list[Stream] = []
        self._ticks = 0
        self._silent = 0  # ticks in a row with nothing to be heard
        self._wake = threading.Event()
        self._due_ns = 0

    def add(self, stream: Stream) -> None:
        """Play `stream` from the next tick on."""
        self._orders.append((True, stream))
        self._wake.set()

    def remove(self, stream: Stream) -> None:
        """Stop playing `stream` at the next tick."""
        self._orders.append((False, stream))
        self._wake.set()

    def play(self, order: PlayTestSound) -> None:
        """Play the test sound from the next tick on."""
        self.ears.chime.play(order)
        self._wake.set()

    def request_stop(self) -> None:
        """Ask for the end; any thread, any number of times."""
        super().request_stop()
        self._wake.set()

    def _run(self) -> None:
        self._due_ns = time.monotonic_ns()
        while not self._stopping.is_set():
            if self._silent >= REST_TICKS:
                self._rest()
            now_ns = time.monotonic_ns()
            speaker = self._speaker
            if speaker is not None and speaker.running:
                self._due_ns = now_ns + TICK_NS
                if speaker.wanted() <= 0:
                    time.sleep(speaker.nap_s())
                else:
                    mixed = self._tick(now_ns, speaker.latency_ms())
                    speaker.ring.write(self.ears.to_device(mixed, speaker.rate))
                    took_s = (time.monotonic_ns() - now_ns) / 1e9
                    speaker.making_s = max(took_s, FORGET * speaker.making_s)
                continue
            if speaker is None or not speaker.waking:
                self.ears.pause()
            if now_ns < self._due_ns:
                time.sleep(min(NAP_S, (self._due_ns - now_ns) / 1e9))
            else:
                self._due_ns = self._next_due(now_ns)
                self._tick(now_ns, 0.0 if speaker is None else None)
        self._drop(list(self._streams))

    def _rest(self) -> None:
        """Sleep until there is something to do; the device does without us."""
        speaker = self._speaker
        if speaker is not None:
            speaker.ring.pause()
            speaker.rest()
        while not (self._awaited or self._stopping.is_set()):
            self._wake.wait()
            self._wake.clear()
        if speaker is not None:
            speaker.wake()
        self._silent = 0
        self._due_ns = time.monotonic_ns()

    @property
    def _awaited(self) -> bool:
        """Whether there is, or will be, anything to be heard or measured."""
        return bool(self._streams or self._orders or self.ears.chime.busy)

    def _next_due(self, now_ns: int) -> int:
        """Next tick on the fixed grid; a long suspension starts a new grid."""
        due = self._due_ns + TICK_NS
        if now_ns - due > BEHIND_NS:
            return now_ns + TICK_NS
        return due

    def _tick(self, now_ns: int, device_ms: float | None) -> NDArray[np.float32]:
        """Pull, measure and mix 20 ms; float32, shape (160, 2), full scale 1.0.

        Args:
            now_ns: Monotonic time of the pull.
            device_ms: From the mix to the device's play time, None if the device
                that should play does not.
        """
        self._obey()
        self._ticks += 1
        turn = [stream for stream in self._streams if stream.has_turn(self._ticks)]
        blocks = self._measured(turn, now_ns, device_ms)
        heard = [stream for stream in turn if stream.heard]
        for row, stream in enumerate(heard):
            blocks[row] = stream.sound(blocks[row])
        mixed = self.ears.mix(heard, blocks)
        if self._ticks % SECOND_TICKS == 0:
            for stream in self._streams:
                stream.second()
        self._drop([stream for stream in self._streams if stream.leaving])
        self._silent = 0 if self._awaited else self._silent + 1
        return mixed

    @staticmethod
    def _measured(
        turn: list[Stream], now_ns: int, device_ms: float | None
    ) -> NDArray[np.int16]:
        """Pull and measure those whose turn it is, all blocks of 20 ms at once.

        Returns:
            The blocks to be mixed, int16, shape (audible streams, 160).
        """
        if not turn:
            return np.zeros((0, FRAME_SAMPLES), np.int16)
        pulled = [stream.tick_in(now_ns) for stream in turn]
        blocks = np.concatenate(pulled).reshape(-1, FRAME_SAMPLES)
        peaks, rms = (levels.tolist() for levels in block_levels(blocks))
        columns = block_envelope(blocks).tolist()
        row, heard = 0, []
        for stream, piece in zip(turn, pulled, strict=True):
            if stream.heard:
                heard.append(row)
            for _ in range(len(piece) // FRAME_SAMPLES):
                stream.tick_out(
                    peak=peaks[row],
                    rms=rms[row],
                    column=columns[row],
                    device_ms=device_ms,
                )
                row += 1
        return blocks[heard]

    def _drop(self, streams: list[Stream]) -> None:
        """Play these no more; nothing is left of their sound."""
        for stream in streams:
            stream.forget()
            self._streams.remove(stream)

    def _obey(self) -> None:
        while self._orders:
            add, stream = self._orders.popleft()
            if add:
                self._streams.append(stream)
            else:
                stream.leaving = True  # faded out by this tick's gain ramp, then gone
