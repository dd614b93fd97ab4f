"""`voipmon-cli listen`: one stream, to the sound card, a WAV file, a report."""

import argparse
import json
import sys
import time
from collections import deque
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voipmon.cli.exit_status import OF_CAUSE, Exit
from voipmon.cli.failure import CommandFailed
from voipmon.cli.session import Interrupt, signed_in
from voipmon.cli.words import of_cause, of_state, sentence
from voipmon.core.domain.commands import Listen, SelectOutput
from voipmon.core.domain.facts import Fact, StreamSkipped
from voipmon.core.domain.snapshot import (
    EndCause,
    OutputState,
    ResourceKind,
    StreamSnapshot,
    StreamState,
)
from voipmon.core.frame import PTIME_MS, SAMPLE_RATE
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.services.monitor import Monitor
from voipmon.services.playout import BEHIND_NS
from voipmon.services.stream import Stream
from voipmon.store.wav import WavWriter

STEP_S = 0.05
STREAM_ID = 1
DRAIN_S = 0.3  # after the last second: let the playout thread finish its block
KEPT_BLOCKS = 60_000 // PTIME_MS  # the file may be a minute behind (slow disk)
# [ns] Playout makes up for pauses of the process of up to a second; time lost to a
# longer one (stopped, a frozen virtual machine) is silence in the file.
PAUSE_NS = BEHIND_NS + 100_000_000
LONGEST_PAUSE = 3600 * SAMPLE_RATE  # [samples] of silence for one pause


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


class Session:
    """One run of the command, from the signed-in monitor to the exit status."""

    def __init__(self, options: argparse.Namespace, interrupt: Interrupt) -> None:
        self._options = options
        self._interrupt = interrupt
        self._said: tuple[object, ...] = ()
        self._snapshot: StreamSnapshot | None = None
        self.skips: list[float] = []
        self.device_missing = False
        self._underruns = 0

    def run(self, monitor: Monitor, writer: WavWriter | None) -> int:
        """Listen until the seconds are over, the stream ends, or a signal comes."""
        options = self._options
        if options.device:
            monitor.send(SelectOutput(name=options.device))
        monitor.send(
            Listen(
                stream_id=STREAM_ID,
                kind=ResourceKind(options.kind),
                resource_id=options.id,
                encapsulation=Encapsulation(options.encapsulation),
                codec=None if options.codec == "auto" else Codec(options.codec),
            )
        )
        stream = monitor.stream(STREAM_ID)
        assert stream is not None  # noqa: S101 - just opened
        recording = None
        if writer is not None:
            seconds = options.seconds
            limit = None if seconds is None else round(seconds * SAMPLE_RATE)
            recording = Recording(writer, stream, limit)
            stream.tap = recording.accept
        over = self._listen(monitor, stream, recording)
        if over:
            self._interrupt.wait(DRAIN_S)
        stream.tap = None
        if recording is not None:
            recording.finish(pad=over)
        self._look(monitor)
        status = self._status(over=over)
        if options.stats:
            write_stats(Path(options.stats), self._report(stream, over=over))
        monitor.leave(STREAM_ID)
        return status

    def _listen(
        self, monitor: Monitor, stream: Stream, recording: Recording | None
    ) -> bool:
        """Until the end; True if all seconds asked for went by."""
        seconds = self._options.seconds
        while not self._interrupt.wait(STEP_S):
            if recording is not None:
                recording.drain()
            snapshot = self._look(monitor)
            opened_ns = stream.link.status().opened_ns
            if seconds is not None and opened_ns:
                left_s = seconds - (time.monotonic_ns() - opened_ns) / 1e9
                if left_s <= 0:
                    return True
            if snapshot is not None and snapshot.state is StreamState.CLOSED:
                return False
            if monitor.crashed is not None:
                raise CommandFailed(monitor.crashed)
        return False

    def _look(self, monitor: Monitor) -> StreamSnapshot | None:
        """Take facts and a snapshot, say what changed."""
        for fact in monitor.facts():
            self._note(fact)
        whole = monitor.snapshot()
        self._underruns = whole.output.underruns
        self.device_missing = whole.output.state in {
            OutputState.ABSENT,
            OutputState.REFUSED,
        }
        for snapshot in whole.streams:
            if snapshot.stream_id == STREAM_ID:
                self._snapshot = snapshot
                self._say(snapshot, whole.output.state)
        return self._snapshot

    def _note(self, fact: Fact) -> None:
        if isinstance(fact, StreamSkipped):
            self.skips.append(fact.skipped_ms)
            say(f"Skipped {fact.skipped_ms / 1000:.1f} s to get back to live")

    def _say(self, snapshot: StreamSnapshot, output: OutputState) -> None:
        words = (snapshot.state, snapshot.cause, snapshot.hint, snapshot.codec, output)
        if words != self._said:
            self._said = words
            codec = f", {snapshot.codec.value}" if snapshot.codec else ""
            say(f"{of_state(snapshot)}{codec}; sound device: {output.value}")
            if snapshot.problem is not None:
                say(sentence(snapshot.problem))

    def _status(self, *, over: bool) -> Exit:
        if self._interrupt.is_set():
            return self._interrupt.status
        snapshot = self._snapshot
        if snapshot is None:
            return Exit.FAILED
        if not over and snapshot.cause is not None:
            say(of_cause(snapshot.cause))
            return OF_CAUSE[snapshot.cause]
        if snapshot.frames == 0:
            return Exit.NO_SOUND
        if self.device_missing and not self._options.no_play:
            return Exit.DEVICE
        return Exit.OK

    def _report(self, stream: Stream, *, over: bool) -> dict[str, object]:
        status = stream.link.status()
        cause = status.cause or (None if over else EndCause.LEFT)
        return {
            "kind": self._options.kind,
            "id": self._options.id,
            "encapsulation": self._options.encapsulation,
            "codec": status.codec.value if status.codec else None,
            "codec_forced": status.codec_forced,
            "state": status.state.value,
            "cause": "seconds-over" if over else cause.value if cause else None,
            "hint": status.hint.value,
            "problem": None if status.problem is None else status.problem.kind,
            "frames": status.frames,
            "received_bytes": status.received_bytes,
            "frames_per_s": round(status.frames_per_s, 2),
            "bad_packets": dict(status.bad),
            "arrival_gap_ms": round(status.arrival_gap_ms, 1),
            "longest_gap_ms": round(status.longest_gap_ms, 1),
            "duplicates": status.duplicates,
            "reordered": status.reordered,
            "sequence_gaps": status.missing,
            "wake_frames": status.wakes,
            "discarded_frames": status.discarded,
            "overflow_frames": status.overflow,
            "stalls": status.stalls,
            "reconnects": status.reconnects,
            "device_underruns": self._underruns,
            "skips_ms": [round(ms, 1) for ms in self.skips],
            "state_history": [
                {"seconds": round((at - status.state_history[0][0]) / 1e9, 3)}
                | {"state": state.value}
                for at, state in status.state_history
            ],
            **stream.report(),
        }


def run(options: argparse.Namespace) -> int:
    """The command; see `exit_status` for what it returns."""
    interrupt = Interrupt()
    with interrupt.installed():
        session = Session(options, interrupt)
        try:
            writer = WavWriter(Path(options.wav)) if options.wav else None
        except OSError as error:
            return _file_failed(options.wav, error)
        try:
            with signed_in(interrupt, play=not options.no_play) as monitor:
                return session.run(monitor, writer)
        except KeyboardInterrupt:
            return interrupt.status or Exit.INTERRUPTED
        except OSError as error:
            name = error.filename or options.wav or options.stats or ""
            return _file_failed(name, error)
        finally:
            if writer is not None:
                writer.close()


def write_stats(path: Path, report: dict[str, object]) -> None:
    """Write the report whole or not at all; OSError with its name if it cannot be."""
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def say(text: str) -> None:
    """One line for the person, beside whatever goes to standard output."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _file_failed(name: str, error: OSError) -> int:
    print(
        f"voipmon-cli: {name or 'a file'} could not be written: {error.strerror}. "
        "Nothing more was recorded. Choose another place or make room.",
        file=sys.stderr,
    )
    return Exit.FILE
