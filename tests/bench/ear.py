"""The loudspeaker's recording with a clock: which monotonic time a sample belongs to.

A thread reads `parecord` and stamps each piece. The time of a sample is the earliest
that any piece allows: pieces come late, never early. `calibrate` says how that differs
from the play time that the device itself announces.
"""

import os
import subprocess
import threading
import time
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from tests.support.sound_server import CHANNELS, RATE, SoundServer

_FRAME = 2 * CHANNELS  # [bytes]
_LATENCY_MS = 10  # asked of the recorder
_WINDOW = 400  # pieces that the clock is made of: some seconds


class Ear:
    """Records one sink while the context is open."""

    def __init__(self, server: SoundServer, sink: str) -> None:
        self._server = server
        self._sink = sink
        self._lock = threading.Lock()
        self._data = bytearray()
        self._pieces: list[tuple[int, int]] = []  # (frames so far, monotonic ns)

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            ["parecord", "--raw", f"--rate={RATE}", f"--channels={CHANNELS}",
             "--format=s16le", f"--latency-msec={_LATENCY_MS}",
             "-d", f"{self._sink}.monitor"],
            env=self._server.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._thread = threading.Thread(target=self._listen, name="ear")
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._pieces and time.monotonic() < deadline:
            time.sleep(0.01)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait()
        self._thread.join()
        self._process.stdout.close()

    def _listen(self) -> None:
        pipe = self._process.stdout.fileno()
        while data := os.read(pipe, 65536):
            now = time.monotonic_ns()
            with self._lock:
                self._data += data
                self._pieces.append((len(self._data) // _FRAME, now))

    @property
    def count(self) -> int:
        """Frames recorded so far."""
        with self._lock:
            return len(self._data) // _FRAME

    def samples(self, first: int = 0) -> NDArray[np.int16]:
        """Frames from number `first` on: int16, shape (n, 2)."""
        with self._lock:
            data = bytes(self._data[first * _FRAME :])
        whole = len(data) - len(data) % _FRAME
        return np.frombuffer(data[:whole], np.int16).reshape(-1, CHANNELS)

    def time_ns(self, frame: int) -> int:
        """Monotonic time at which frame number `frame` was played."""
        with self._lock:
            pieces = self._pieces[-_WINDOW:]
        zero = min(at - round(count * 1e9 / RATE) for count, at in pieces)
        return zero + round(frame * 1e9 / RATE)

    def frame_at(self, time_ns: int) -> int:
        """Number of the frame played at a monotonic time."""
        return round((time_ns - self.time_ns(0)) * RATE / 1e9)

    def wait_until(self, time_ns: int, timeout_s: float = 5.0) -> None:
        """Return when what is played at that time has been recorded."""
        deadline = time.monotonic() + timeout_s
        while self.frame_at(time_ns) > self.count and time.monotonic() < deadline:
            time.sleep(0.01)

    def level(self, seconds: float) -> int:
        """Highest sample of the last seconds."""
        last = self.samples(max(0, self.count - round(seconds * RATE)))
        return int(np.abs(last.astype(np.int32)).max(initial=0))


def calibrate(ear: Ear, *, clicks: int = 8) -> float:
    """Recorded time of a sample minus the play time PortAudio announced, median [ms].

    Plays short clicks through a stream of our own with 20 ms blocks.
    """
    from voipmon.audio import portaudio

    sd = portaudio.library()
    played: list[int] = []
    number = 0

    def callback(out: Any, frames: int, times: Any, _status: Any) -> None:
        nonlocal number
        number += 1
        block = np.frombuffer(out, np.int16).reshape(frames, CHANNELS)
        block[:] = 0
        if number % 10 == 0 and number > 20:
            block[:48] = 12_000
            ahead = times.outputBufferDacTime - times.currentTime
            played.append(time.monotonic_ns() + int(1e9 * ahead))

    device = next(i for i, info, _ in portaudio.query() if info["name"] == "pulse")
    with sd.RawOutputStream(
        samplerate=RATE, blocksize=RATE // 50, device=device, latency="low",
        channels=CHANNELS, dtype="int16", callback=callback,
    ):  # fmt: skip
        first = ear.count
        time.sleep(0.4 + 0.2 * clicks)
        time.sleep(0.3)
    loud = np.abs(ear.samples(first)[:, 0].astype(np.int32)) > 6_000
    edges = first + np.flatnonzero(np.diff(loud.astype(np.int8), prepend=0) == 1)
    heard = np.array([ear.time_ns(int(edge)) for edge in edges])
    if not len(heard) or not played:
        return float("nan")
    nearest = [heard[np.argmin(np.abs(heard - at))] - at for at in played]
    return float(np.median(nearest)) / 1e6
