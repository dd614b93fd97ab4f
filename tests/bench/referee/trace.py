"""Arrival traces: what was captured when, and when it reached the client.

The file format, `NAME.trace.gz`: gzip of ASCII text with lines that end in LF.

    # playout-trace 1
    # {"has_seq": true, "name": "lan", "sender_ppm": 0.0, ...}
    # columns: microseconds since previous send, transit microseconds (-1 = lost)
    20000 2410
    20000 2280
    20000 -1

Line 1 is the magic, line 2 a JSON object of facts after "# ", further lines with "#"
are remarks. Then one line per 20 ms frame, in the order of sending: the microseconds
since the previous frame left the sender (the first: since time zero), and those from
there to the client, or -1 if it was lost before the server, which shows only as a hole
in the sequence numbers. A sender that stops for a while is a large first column. Facts,
all optional: `name`; `has_seq` (default true: frames carry sequence numbers), `seq0`
(the first one, 65000); `sender_ppm` and `card_ppm` (how much faster than real time the
sender's clock and the sound card's run); `mute` (list of [first, last) frames that are
digital silence); `source`, `seed` and others for the reader.
"""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from voipmon.core.frame import FRAME_SAMPLES, PTIME_MS, SAMPLE_RATE

LOST = -1
FRAME_US = PTIME_MS * 1000
SUFFIX = ".trace.gz"
_MAGIC = "# playout-trace 1"
_COLUMNS = (
    "# columns: microseconds since previous send, transit microseconds (-1 = lost)"
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Pcm = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Trace:
    """One stream.

    Attributes:
        send_us: int64, shape (frames,): when frame k left the sender [us]. Its last
            sample was captured then, its first one 20 ms of sender's clock earlier.
        transit_us: The same shape: network time from there to the client, or `LOST`.
        meta: The facts of the file's header.

    Raises:
        ValueError: The arrays differ in length.
    """

    send_us: Ints
    transit_us: Ints
    meta: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.send_us.shape != self.transit_us.shape:
            raise ValueError("send_us and transit_us differ in length")

    @property
    def name(self) -> str:
        return str(self.meta.get("name", "trace"))

    @property
    def frames(self) -> int:
        return len(self.send_us)

    @property
    def lost(self) -> Mask:
        """Frames that never arrive."""
        return self.transit_us == LOST

    @property
    def has_seq(self) -> bool:
        return bool(self.meta.get("has_seq", True))

    @property
    def card_ppm(self) -> float:
        return float(self.meta.get("card_ppm", 0.0))

    @property
    def sender_ppm(self) -> float:
        return float(self.meta.get("sender_ppm", 0.0))

    @property
    def arrival_us(self) -> Ints:
        """When each frame reaches the client [us], or `LOST`."""
        return np.where(self.lost, LOST, self.send_us + self.transit_us)

    @property
    def floor_ms(self) -> float:
        """Least time from the capture of a first sample to its arrival [ms]."""
        return float((self.transit_us[~self.lost].min() + FRAME_US) / 1000.0)

    @property
    def longest_holdup_ms(self) -> float:
        """How much later than the luckiest frame the unluckiest came [ms]."""
        transit = self.transit_us[~self.lost]
        return float((transit.max() - transit.min()) / 1000.0)

    def capture_s(self, sample: Ints) -> Floats:
        """Time at which samples of the stream were captured [s]."""
        at = np.asarray(sample, dtype=float)
        k = np.clip((at // FRAME_SAMPLES).astype(np.int64), 0, self.frames - 1)
        rate = SAMPLE_RATE * (1.0 + self.sender_ppm * 1e-6)
        captured: Floats = (
            self.send_us[k] * 1e-6 - (FRAME_SAMPLES * (k + 1) - at) / rate
        )
        return captured

    def timeline(self) -> Ints:
        """First sample of each frame, with sender's pauses as gaps of whole samples."""
        position = np.arange(self.frames, dtype=np.int64) * FRAME_SAMPLES
        step = np.diff(self.send_us)
        extra = np.where(step > 1.5 * FRAME_US, step - FRAME_US, 0)
        gaps = np.cumsum(np.rint(extra * SAMPLE_RATE / 1e6).astype(np.int64))
        return position + np.concatenate([[0], gaps])

    def stalls(
        self, threshold_ms: float = 100.0, calm_ms: float = 30.0
    ) -> list[tuple[float, float]]:
        """Hold-ups of the delivery as (begin, end) [s].

        Begin is when the first held frame should have come, end is when delivery is
        back to normal.

        Args:
            threshold_ms: Excess over the luckiest frame that makes a stall.
            calm_ms: Excess at which it is over.
        """
        ok = np.flatnonzero(~self.lost)
        arrival = self.arrival_us[ok]
        transit = self.transit_us[ok]
        excess = (transit - transit.min()) / 1000.0
        found, i, n = [], 0, len(ok)
        while i < n:
            if excess[i] <= threshold_ms:
                i += 1
                continue
            b = i
            while (
                b > 0
                and excess[b - 1] > calm_ms
                and arrival[b] - arrival[b - 1] < (15_000)
            ):
                b -= 1
            e = i
            while e < n and excess[e] > calm_ms:
                e += 1
            begin = arrival[b] / 1e6 - excess[b] / 1e3
            found.append((float(begin), float(arrival[min(e, n - 1)] / 1e6)))
            i = e + 1
        return found

    def start(self, seconds: float) -> Self:
        """Give the first seconds of it."""
        n = round(seconds * 1e6 / FRAME_US)
        return type(self)(self.send_us[:n], self.transit_us[:n], self.meta)

    def save(self, path: Path) -> None:
        """Write the file; equal traces give equal bytes."""
        step = np.diff(self.send_us, prepend=0)
        rows = zip(step.tolist(), self.transit_us.tolist(), strict=True)
        facts = json.dumps(dict(self.meta), sort_keys=True)
        lines = [_MAGIC, f"# {facts}", _COLUMNS, *(f"{a} {b}" for a, b in rows), ""]
        with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
            packed.write("\n".join(lines).encode())

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a file.

        Raises:
            ValueError: It is no trace.
            OSError: It cannot be read, or is not gzip.
        """
        with gzip.open(path, "rt", encoding="ascii") as file:
            if file.readline().strip() != _MAGIC:
                raise ValueError(f"{path}: not a playout trace")
            meta = json.loads(file.readline()[2:])
            data = np.loadtxt(file, dtype=np.int64, comments="#", ndmin=2)
        meta.setdefault("name", path.name.split(".")[0])
        return cls(np.cumsum(data[:, 0]), data[:, 1], meta)
