"""What a media link tells about itself, and the mark it leaves between connections."""

import logging
import time
from dataclasses import dataclass
from enum import Enum
from typing import Final

from voipmon.core.domain.snapshot import EndCause, Problem, StreamHint, StreamState
from voipmon.core.wire.names import Codec

_log = logging.getLogger(__name__)


class Mark(Enum):
    """Items of an inbox that are no frames."""

    RESTARTED = "restarted"


RESTARTED: Final = Mark.RESTARTED  # the frames behind it are of a new connection


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStatus:
    """One instant of a `MediaLink`; counters since its beginning.

    Attributes:
        opened_ns: Monotonic time of the first upgrade, 0 before.
        first_frame_ns: Monotonic time of the first frame ever, 0 before.
        state_history: (monotonic ns, state), the newest 200.
        wall_offset_ns: Add it to a monotonic time to get Unix time.
        arrival_gap_ms: Longest time between two frames of the last 10 s.
        longest_gap_ms: The same since the beginning, within connections.
        overflow: Frames dropped because playout did not take them.
        discarded: Frames of the lump that a wake frame freed: old sound.
        bad: Unusable messages by reason.
        missing: RTP sequence numbers left out by the sender.
    """

    state: StreamState
    cause: EndCause | None
    hint: StreamHint
    problem: Problem | None
    attempt: int
    retry_in_s: float
    codec: Codec | None
    codec_forced: bool
    frames: int
    frames_per_s: float
    received_bytes: int
    bad: dict[str, int]
    duplicates: int
    reordered: int
    missing: int
    arrival_gap_ms: float
    longest_gap_ms: float
    stalls: int
    stall_ms: float
    reconnects: int
    wakes: int
    discarded: int
    overflow: int
    opened_ns: int
    first_frame_ns: int
    state_history: tuple[tuple[int, StreamState], ...]
    wall_offset_ns: int


class History:
    """State changes, the newest `KEPT`, also logged; one thread writes, any reads.

    Attributes:
        changes: (monotonic ns, state), replaced as a whole.
        wall_offset_ns: Unix time minus monotonic time.
    """

    KEPT = 200

    def __init__(self, stream_id: int, now: int) -> None:
        self._stream_id = stream_id
        self.wall_offset_ns = time.time_ns() - time.monotonic_ns()
        self.changes: tuple[tuple[int, StreamState], ...] = (
            (now, StreamState.CONNECTING),
        )

    def note(self, now: int, state: StreamState) -> None:
        """The state is `state`; the hot path where it is not news."""
        if state is not self.changes[-1][1]:
            self.changes = (*self.changes, (now, state))[-self.KEPT :]
            _log.info("stream %d %s", self._stream_id, state.value)
