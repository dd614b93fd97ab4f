"""When the frames of a live stream arrived, in a form that can be replayed; no sound.

The form is that of a playout referee in virtual time: text of a magic line, a JSON
line of facts, a comment, then for each 20 ms of the stream one line with the
microseconds since the one before was sent and the microseconds that it travelled, -1
if it never came.

A receiver does not know the sender's clock. The send times are therefore derived: the
n-th 20 ms were sent at n nominal packet times of a clock whose pace is estimated
(`sender_ppm`), later by what never goes again (`sender_clock.pauses`: pauses of the
sender, a reconnect among them, for the sender goes on and the stream does not), and
such that the fastest of all travelled `BASE_US`. Arrival times are exact.

Messages of other lengths than 20 ms are cut anew: 20 ms arrived when the last of their
samples did, and are lost if any of them was.
"""

import json
from array import array
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voipmon.core.analysis import sender_clock
from voipmon.core.analysis.sender_clock import Microseconds
from voipmon.core.frame import FRAME_SAMPLES, PTIME_MS

MAGIC: Final = "# playout-trace 1"
COLUMNS: Final = "# columns: us since previous send, us of transit (-1 = lost)"
LOST: Final = -1
BASE_US: Final = 5_000  # travel of the fastest frame; nobody knows the real one
MOST: Final = 1 << 20  # messages kept: 5.8 h of 20 ms each, 24 MB
_FRAME_US: Final = PTIME_MS * 1000
# A step beyond these is a new numbering. Playout forgives a counter more than this: one
# that stands still or starts again a little lower makes a trace that shows lost frames.
_DROPOUT: Final = 250
_MISORDER: Final = 100
_LONGEST_HOLE: Final = 16_000  # [samples]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalTrace:
    """One stream, frame by frame.

    Attributes:
        sent: int64, shape (n,): when each 20 ms were complete [us].
        transit: The same shape: how long they travelled [us], or `LOST`.
        facts: What else is known; no names, addresses or times of day.
    """

    sent: Microseconds
    transit: Microseconds
    facts: dict[str, str | float | bool]

    def text(self) -> str:
        """The whole file."""
        since = np.diff(self.sent, prepend=0).tolist()
        lines = [
            MAGIC,
            "# " + json.dumps(self.facts, sort_keys=True),
            COLUMNS,
            *(
                f"{step} {took}"
                for step, took in zip(since, self.transit.tolist(), strict=True)
            ),
        ]
        return "\n".join(lines) + "\n"


class ArrivalLog:
    """Takes down where in the stream each message belongs and when it came.

    Attributes:
        full: `MOST` messages are kept; what follows is not taken down.
    """

    def __init__(self) -> None:
        self._arrival = array("q")  # [us]
        self._start = array("q")  # [samples] from the first message on
        self._size = array("q")  # [samples]
        self._end = 0  # of the stream so far
        self._expected: int | None = None
        self._last_size = FRAME_SAMPLES
        self._numbered = True

    @property
    def full(self) -> bool:
        """No more is taken down."""
        return len(self._start) >= MOST

    def restart(self) -> None:
        """A new connection: its sequence numbers begin anew, its sound follows."""
        self._expected = None

    def note(self, arrival_ns: int, sequence: int | None, samples: int) -> None:
        """A message came.

        Args:
            arrival_ns: Monotonic time of its arrival.
            sequence: RTP sequence number 0..65535, or None where there is none.
            samples: Its length at 8 kHz.
        """
        if self.full or samples <= 0:
            return
        start = self._place(sequence, samples)
        self._arrival.append(arrival_ns // 1000)
        self._start.append(start)
        self._size.append(samples)

    def trace(self, encapsulation: str) -> ArrivalTrace | None:
        """All of it; None if not even 20 ms arrived whole."""
        number, arrival = self._frames()
        if not len(number):
            return None
        number = number - number[0]
        ppm = sender_clock.drift_ppm(arrival, arrival - number * _FRAME_US)
        # What is stated must be what was reckoned with, to the last digit.
        due = np.rint(np.arange(number[-1] + 1) * (_FRAME_US / (1 + ppm * 1e-6)))
        due = due.astype(np.int64)
        paused = sender_clock.pauses(arrival - due[number])
        latest = np.searchsorted(number, np.arange(len(due)), "right") - 1
        sent = due + paused[latest] - BASE_US
        transit = np.full(len(due), LOST, np.int64)
        transit[number] = arrival - sent[number]
        sent += _FRAME_US - sent[0]  # its first sample was captured at 0
        end = int((sent[number] + transit[number]).max())
        facts: dict[str, str | float | bool] = {
            "name": f"recorded-{encapsulation}",
            "source": "recorded",
            "encapsulation": encapsulation,
            "has_seq": self._numbered,
            "sender_ppm": ppm,
            "card_ppm": 0.0,
            "base_us": BASE_US,
            "duration_s": round(end / 1e6, 3),
        }
        return ArrivalTrace(sent=sent, transit=transit, facts=facts)

    def _place(self, sequence: int | None, samples: int) -> int:
        """Index of the message's first sample."""
        step = 0
        if sequence is None:
            self._numbered = False
        elif self._expected is not None:
            step = (sequence - self._expected + 0x8000 & 0xFFFF) - 0x8000
        if -_MISORDER <= step < 0:
            return self._end + step * self._last_size
        if step <= _DROPOUT and step * self._last_size <= _LONGEST_HOLE:
            self._end += max(0, step) * self._last_size
        start = self._end
        self._end += samples
        self._last_size = samples
        self._expected = None if sequence is None else sequence + 1 & 0xFFFF
        return start

    def _frames(self) -> tuple[NDArray[np.int64], Microseconds]:
        """Number and arrival of each 20 ms that arrived whole, in order."""
        start, size, arrival = self._once()
        if not len(start):
            return start, arrival
        edges = np.arange((start[-1] + size[-1]) // FRAME_SAMPLES + 1) * FRAME_SAMPLES
        first = np.maximum(np.searchsorted(start, edges, "right") - 1, 0)
        # Samples that came before each edge; 20 ms are whole if all 160 did.
        before = np.cumsum(size) - size
        came = before[first] + np.clip(edges - start[first], 0, size[first])
        whole = np.flatnonzero(np.diff(came) == FRAME_SAMPLES)
        last = np.searchsorted(start, edges[1:], "left")[whole]
        bounds = np.stack((first[whole], last), axis=1).ravel()
        latest = np.maximum.reduceat(np.append(arrival, 0), bounds)[::2]
        return whole, latest

    def _once(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Microseconds]:
        """Start, size and arrival in order of the stream; what overlaps is dropped."""
        start, size, arrival = (
            np.array(column, np.int64)
            for column in (self._start, self._size, self._arrival)
        )
        if len(start) and start.min() < 0:
            start += -(start.min() // FRAME_SAMPLES) * FRAME_SAMPLES
        order = np.argsort(start, kind="stable")
        start, size, arrival = start[order], size[order], arrival[order]
        ends = np.maximum.accumulate(start + size)
        fresh = start >= np.append(np.int64(0), ends[:-1]) if len(start) else start > 0
        return start[fresh], size[fresh], arrival[fresh]
