"""What `listen` writes while it plays: the sound, and when it arrived."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from voipmon.core.analysis.arrival_trace import ArrivalLog
from voipmon.core.frame import PTIME_MS, SAMPLE_RATE
from voipmon.services.playout import BEHIND_NS
from voipmon.services.stream import Stream
from voipmon.store.trace import TraceFile
from voipmon.store.wav import WavWriter

KEPT_BLOCKS = 60_000 // PTIME_MS  # the file may be a minute behind (slow disk)
# [ns] Playout makes up for pauses of the process of up to a second; time lost to a
# longer one (stopped, a frozen virtual machine) is silence in the file.
PAUSE_NS = BEHIND_NS + 100_000_000
LONGEST_PAUSE = 3600 * SAMPLE_RATE  # [samples] of silence for one pause
# Messages that wait for the command's thread, which looks every 50 ms: seconds, even
# of a stream that is cut into single bytes.
KEPT_ARRIVALS = 1 << 16


class Recording:
    """Blocks from the playout thread to a file, from the opened socket on.

    `accept` runs on the playout thread and only appends; `drain` and `finish` on
    the command's thread write.
    """

    def __init__(self, writer: WavWriter, stream: Stream, limit: int | None) -> None:
        self._writer = writer
        self._stream = stream
        self._limit = limit  # [samples]
        self._opened_ns = 0
        self._last_ns = 0
        # Samples, or a number of silent ones.
        self._blocks: deque[NDArray[np.int16] | int] = deque(maxlen=KEPT_BLOCKS)

    def accept(self, block: NDArray[np.int16], now_ns: int) -> None:
        """Take 20 ms, if the socket was open by then."""
        self._opened_ns = self._opened_ns or self._stream.link.status().opened_ns
        if self._opened_ns and now_ns >= self._opened_ns:
            if self._last_ns and now_ns - self._last_ns > PAUSE_NS:
                lost = (now_ns - self._last_ns) * SAMPLE_RATE // 10**9 - len(block)
                self._blocks.append(min(lost, LONGEST_PAUSE))
            self._blocks.append(block)
            self._last_ns = now_ns

    def drain(self) -> None:
        """Write what came, never more than the limit."""
        while self._blocks:
            block = self._blocks.popleft()
            if isinstance(block, int):
                self._write_silence(block)
            else:
                self._write(block)

    def finish(self, *, pad: bool) -> None:
        """Write the rest; `pad` with silence to the length asked for."""
        self.drain()
        if pad and self._limit is not None:
            self._write_silence(self._limit - self._writer.samples)

    def _write_silence(self, samples: int) -> None:
        while samples > 0:
            size = min(samples, SAMPLE_RATE)
            self._write(np.zeros(size, np.int16))
            samples -= size

    def _write(self, block: NDArray[np.int16]) -> None:
        if self._limit is not None:
            block = block[: max(0, self._limit - self._writer.samples)]
        self._writer.write(block)


class TraceRecording:
    """Arrival times from the playout thread to a trace.

    `accept` runs on the playout thread and only appends; `drain` and `finish` on the
    command's thread reckon and write.
    """

    def __init__(self, file: TraceFile) -> None:
        self._file = file
        self._log = ArrivalLog()
        self._arrivals: deque[tuple[int, int | None, int]] = deque(maxlen=KEPT_ARRIVALS)

    def accept(self, arrival_ns: int, sequence: int | None, samples: int) -> None:
        """Take what playout was given; 0 samples stand for a new connection."""
        self._arrivals.append((arrival_ns, sequence, samples))

    def drain(self) -> None:
        """Take down what came."""
        while self._arrivals:
            arrival_ns, sequence, samples = self._arrivals.popleft()
            if samples:
                self._log.note(arrival_ns, sequence, samples)
            else:
                self._log.restart()

    def finish(self, encapsulation: str) -> str:
        """Write the trace, if there is anything to write; what to say about it.

        Raises:
            OSError: It cannot be written.
        """
        self.drain()
        trace = self._log.trace(encapsulation)
        if trace is None:
            return "No frame arrived: there is no trace"
        self._file.save(trace.text())
        if self._log.full:
            return "The trace is full: it holds the beginning only"
        return f"Trace of {trace.facts['duration_s']} s written"
