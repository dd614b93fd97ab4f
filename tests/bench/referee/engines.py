"""What the referee takes for an engine, how one is named, and the plain FIFO.

An engine is any object with `push` and `pull`; the further protocols are optional. It
is named by "fifo" or "package.module:Attribute", with arguments behind it:
`fifo:ms=60`, `voipmon.core.playout.referee:Engine:profile=talk`.
"""

import importlib
from collections import deque
from collections.abc import Callable, Mapping
from typing import Protocol, cast, runtime_checkable

import numpy as np

from tests.bench.referee.trace import Ints, Pcm
from voipmon.core.frame import SAMPLE_RATE

_NOWHERE = -(1 << 40)  # input sample that stays negative whatever is added


class Engine(Protocol):
    """A playout engine."""

    def push(self, frame: Pcm, seq: int | None, arrival_s: float) -> None:
        """One frame arrived.

        Args:
            frame: 160 samples.
            seq: 16-bit RTP sequence number, which wraps and does not begin at 0, or
                None when the stream carries none.
            arrival_s: By the client's clock [s].
        """

    def pull(self, n: int) -> Pcm:
        """Give exactly n samples to the sound card."""


@runtime_checkable
class Clocked(Protocol):
    """An engine that wants to know the time."""

    def set_clock(self, clock: Callable[[], float]) -> None:
        """`clock()` gives the virtual time [s]."""


@runtime_checkable
class Reporting(Protocol):
    """An engine that has something to say for the report."""

    def stats(self) -> Mapping[str, object]:
        """Numbers by name."""


@runtime_checkable
class Tagged(Protocol):
    """An engine that knows which input sample each output sample is a copy of."""

    def push_tagged(
        self, frame: Pcm, seq: int | None, arrival_s: float, first: int
    ) -> None:
        """As `push`, with the place of the frame's first sample in the input."""

    def pull_tagged(self, n: int) -> tuple[Pcm, Ints]:
        """As `pull`, with places in the input; -1 where made up."""


class Fifo:
    """What a simple application does: wait until enough is queued, play until empty.

    Args:
        ms: What is waited for [ms], at the start and after each time it ran empty.
        cap_ms: Bound of the queue, by dropping the oldest frames [ms]; 0: never drop.
    """

    def __init__(self, ms: float = 100, cap_ms: float = 0) -> None:
        self.wanted = int(ms * SAMPLE_RATE / 1000)
        self.cap = int(cap_ms * SAMPLE_RATE / 1000)
        self.queue: deque[tuple[Pcm, int]] = deque()
        self.held = 0
        self._playing = False
        self._underruns = 0

    def push(self, frame: Pcm, seq: int | None, arrival_s: float) -> None:
        self.push_tagged(frame, seq, arrival_s, _NOWHERE)

    def push_tagged(
        self, frame: Pcm, seq: int | None, arrival_s: float, first: int
    ) -> None:
        self.queue.append((frame, first))
        self.held += len(frame)
        while self.cap and self.held > self.cap:
            self.held -= len(self.queue.popleft()[0])

    def pull(self, n: int) -> Pcm:
        return self.pull_tagged(n)[0]

    def pull_tagged(self, n: int) -> tuple[Pcm, Ints]:
        out = np.zeros(n, np.int16)
        origin = np.full(n, -1, np.int64)
        if not self._playing:
            if self.held < max(self.wanted, n):
                return out, origin
            self._playing = True
        i = 0
        while i < n and self.queue:
            frame, first = self.queue[0]
            k = min(n - i, len(frame))
            out[i : i + k] = frame[:k]
            origin[i : i + k] = np.arange(first, first + k)
            i += k
            self.held -= k
            if k == len(frame):
                self.queue.popleft()
            else:
                self.queue[0] = (frame[k:], first + k)
        if i < n:
            self._underruns += 1
            self._playing = False
        return out, origin

    def stats(self) -> Mapping[str, object]:
        return {"underruns": self._underruns}


def make(spec: str) -> Engine:
    """Make the engine that is named.

    Raises:
        ValueError: The name is neither "fifo" nor a module and an attribute of it.
        ImportError: There is no such module.
        AttributeError: It has no such attribute.
    """
    name, *rest = spec.split(":")
    if name == "fifo":
        factory: Callable[..., Engine] = Fifo
    elif rest:
        attribute = getattr(importlib.import_module(name), rest.pop(0))
        factory = cast("Callable[..., Engine]", attribute)
    else:
        raise ValueError(f"unknown engine {spec!r}: fifo, or module:attribute")
    pairs = (item.split("=", 1) for item in ",".join(rest).split(",") if item)
    return factory(**{key: _value(text) for key, text in pairs})


def _value(text: str) -> float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
