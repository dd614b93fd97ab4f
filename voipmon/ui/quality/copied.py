"""Ten minutes of history as a compact table of plain text. No Qt."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

from voipmon.core.domain.snapshot import HistoryPoint

STEP_S = 10  # seconds in a line
_HEAD = (
    "   before   behind ms   target  concealed  frames  stalls  skipped",
    "      now  mean   max       ms         ms      /s                s",
)


def history_table(history: Sequence[HistoryPoint]) -> list[str]:
    """One line for each ten seconds, oldest first; "-" where nothing played."""
    if not history:
        return []
    head = ["", f"Last {len(history)} s, a line for each {STEP_S} s:", *_HEAD]
    first = len(history) % STEP_S
    cuts = [0, *range(first or STEP_S, len(history) + 1, STEP_S)]
    return head + [
        _line(history[begin:end], len(history) - begin) for begin, end in pairwise(cuts)
    ]


def _line(points: Sequence[HistoryPoint], before_s: int) -> str:
    lags = [point.lag_ms for point in points if point.lag_ms >= 0]
    mean, most = (f"{fmean(lags):.0f}", f"{max(lags):.0f}") if lags else ("-", "-")
    last = points[-1]  # the device's part is in what is behind live, and so in both
    aim = last.target_ms + last.lag_ms - last.delay_ms
    target = f"{aim:.0f}" if last.lag_ms >= 0 else "-"
    concealed = sum(point.concealed_ms for point in points)
    frames = fmean(point.frames for point in points)
    stalls = sum(point.stalls for point in points)
    skipped = sum(point.skipped_ms for point in points) / 1000
    clock = f"{before_s // 60}:{before_s % 60:02}"
    return (
        f"{clock:>9}{mean:>6}{most:>6}{target:>9}{concealed:>11.0f}{frames:>8.0f}"
        f"{stalls:>8}{skipped:>9.1f}"
    )
