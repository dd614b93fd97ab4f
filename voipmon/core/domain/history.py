"""The last ten minutes of a stream, one `HistoryPoint` a second, in little memory."""

import numpy as np
from numpy.typing import NDArray

from voipmon.core.domain.snapshot import HISTORY_S, HistoryPoint

_FIELDS = len(HistoryPoint.__struct_fields__)


class HistoryRing:
    """Points by the number of their second; one thread appends, one other reads.

    Single precision in one block: as objects, the history of 50 streams grew by
    8 MB within ten minutes.

    Attributes:
        next_number: Of the second that comes next.
    """

    def __init__(self) -> None:
        self.next_number = 0
        self._rows = np.zeros((HISTORY_S, _FIELDS), np.float32)

    def append(self, point: HistoryPoint) -> None:
        """Add one second; the oldest is forgotten."""
        self._rows[self.next_number % HISTORY_S] = (
            point.lag_ms,
            point.buffer_ms,
            point.target_ms,
            point.concealed_ms,
            point.frames,
            point.stalls,
            point.delay_ms,
            point.skipped_ms,
        )
        self.next_number += 1

    def since(self, number: int) -> tuple[int, tuple[HistoryPoint, ...]]:
        """Points from second `number` on, as far as they are kept.

        Returns:
            Number of the first, and the points.
        """
        end = self.next_number
        first = min(max(number, end - HISTORY_S, 0), end)
        return first, tuple(self._point(at % HISTORY_S) for at in range(first, end))

    def lags_ms(self) -> NDArray[np.float32]:
        """Lag of the kept seconds in which something played [ms]: float32 (n,)."""
        lags = self._rows[: min(self.next_number, HISTORY_S), 0]
        return lags[lags >= 0]

    def _point(self, row: int) -> HistoryPoint:
        lag, buffer, target, concealed, frames, stalls, delay, skipped = self._rows[
            row
        ].tolist()
        return HistoryPoint(
            lag_ms=round(lag, 1),
            buffer_ms=round(buffer, 1),
            target_ms=round(target, 1),
            concealed_ms=round(concealed, 1),
            frames=int(frames),
            stalls=int(stalls),
            delay_ms=round(delay, 1),
            skipped_ms=round(skipped, 1),
        )
