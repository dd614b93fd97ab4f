"""`voipmon-cli listen`: one stream, to the sound card and to files."""

import argparse
import json
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path

from voipmon.cli.exit_status import OF_CAUSE, Exit
from voipmon.cli.failure import CommandFailed
from voipmon.cli.recording import Recording, TraceRecording
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
from voipmon.core.frame import SAMPLE_RATE
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.services.monitor import Monitor
from voipmon.services.stream import Stream
from voipmon.store.trace import TraceFile
from voipmon.store.wav import WavWriter

STEP_S = 0.05
STREAM_ID = 1
DRAIN_S = 0.3  # after the last second: let the playout thread finish its block


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

    def run(
        self, monitor: Monitor, writer: WavWriter | None, trace: TraceFile | None
    ) -> int:
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
        arrivals = None if trace is None else TraceRecording(trace)
        if arrivals is not None:
            stream.arrival_tap = arrivals.accept
        over = self._listen(monitor, stream, recording, arrivals)
        if over:
            self._interrupt.wait(DRAIN_S)
        stream.tap = stream.arrival_tap = None
        if recording is not None:
            recording.finish(pad=over)
        if arrivals is not None:
            say(arrivals.finish(options.encapsulation))
        self._look(monitor)
        status = self._status(over=over)
        if options.stats:
            write_stats(Path(options.stats), self._report(stream, over=over))
        monitor.leave(STREAM_ID)
        return status

    def _listen(
        self,
        monitor: Monitor,
        stream: Stream,
        recording: Recording | None,
        arrivals: TraceRecording | None,
    ) -> bool:
        """Until the end; True if all seconds asked for went by."""
        seconds = self._options.seconds
        while not self._interrupt.wait(STEP_S):
            if recording is not None:
                recording.drain()
            if arrivals is not None:
                arrivals.drain()
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
    with interrupt.installed(), ExitStack() as files:
        session = Session(options, interrupt)
        try:
            writer = trace = None
            if options.wav:
                writer = files.enter_context(closing(WavWriter(Path(options.wav))))
            if options.trace:
                trace = files.enter_context(closing(TraceFile(Path(options.trace))))
            with signed_in(interrupt, play=not options.no_play) as monitor:
                return session.run(monitor, writer, trace)
        except KeyboardInterrupt:
            return interrupt.status or Exit.INTERRUPTED
        except OSError as error:
            name = error.filename or options.wav or options.stats or options.trace or ""
            return _file_failed(name, error)


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
