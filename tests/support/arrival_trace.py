"""Arrival traces read back and played again in virtual time, as a referee does."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

FRAME = 160  # [samples] 20 ms
BLOCK = 80  # [samples] that the virtual sound card pulls at once


class Player(Protocol):
    """The playout engine under a referee's interface."""

    def set_clock(self, clock: Any) -> None: ...

    def push(self, frame: NDArray[np.int16], seq: int | None, arrival_s: float) -> None:
        """Take a frame."""

    def pull(self, n: int) -> NDArray[np.int16]:
        """Give sound."""

    def stats(self) -> dict[str, float]:
        """Tell figures."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Times in microseconds, int64, shape (frames,)."""

    sent: NDArray[np.int64]
    transit: NDArray[np.int64]
    facts: dict[str, Any]

    @property
    def lost(self) -> NDArray[np.bool_]:
        return self.transit < 0

    @property
    def arrival(self) -> NDArray[np.int64]:
        """Of those that arrived."""
        return (self.sent + self.transit)[~self.lost]


def parse(text: str) -> Trace:
    """Read a trace; anything but the form raises."""
    magic, facts, comment, *rows = text.splitlines()
    assert magic == "# playout-trace 1"
    assert comment.startswith("# ")
    table = np.array([row.split() for row in rows], np.int64)
    assert table.shape == (len(rows), 2)
    return Trace(np.cumsum(table[:, 0]), table[:, 1], json.loads(facts[2:]))


def read(path: Path) -> Trace:
    """Read a trace file."""
    return parse(gzip.decompress(path.read_bytes()).decode())


def replay(
    trace: Trace, player: Player, sound: NDArray[np.int16]
) -> tuple[NDArray[np.int16], list[dict[str, float]]]:
    """What is heard (int16), and the player's figures after each 10 ms.

    Args:
        trace: When which frame arrives.
        player: Pulled on the beat of a perfect sound card.
        sound: Said again and again, int16.
    """
    numbers = np.flatnonzero(~trace.lost)
    order = np.argsort(trace.arrival, kind="stable")
    times = trace.arrival[order] / 1e6
    now = 0.0
    player.set_clock(lambda: now)
    heard, told, row = [], [], 0
    for pull in range(int(times[-1] * 8000 / BLOCK) + 1):
        due = pull * BLOCK / 8000
        while row < len(times) and times[row] <= due:
            now, number = float(times[row]), int(numbers[order[row]])
            first = number * FRAME % (len(sound) - FRAME)
            sequence = number & 0xFFFF if trace.facts["has_seq"] else None
            player.push(sound[first : first + FRAME].copy(), sequence, now)
            row += 1
        now = due
        heard.append(player.pull(BLOCK))
        told.append(player.stats())
    return np.concatenate(heard), told
