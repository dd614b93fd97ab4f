"""Limits of any engine from a trace alone, with the future known."""

from dataclasses import dataclass

import numpy as np

from tests.bench.referee.trace import FRAME_US, Floats, Trace

_BUDGETS_MS = (20, 60, 100, 200)
_STRETCH = 0.12  # speech may be played slower or faster by so much


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Delays [ms] of a frame's first sample from capture to play.

    Packetisation and the network are included; loss upstream does not count as late.

    Attributes:
        floor: The luckiest frame.
        constant_0: Smallest constant delay with no frame late.
        constant_1: The same with at most 1 % late.
        grow: Mean delay when nothing is skipped or time-scaled: every late frame pushes
            everything after it, as in an unbounded FIFO that starts empty.
        scaled: Smallest mean delay without any gap, when speech may be played up to
            12 % slower before a stall, which is foreseen, or faster after it.
        gap_pct: Least gap time [% of the stream] of any engine that does not foresee
            stalls, stays so many ms above the floor (the key), and catches up at once.
    """

    floor: float
    constant_0: float
    constant_1: float
    grow: float
    scaled: float
    gap_pct: dict[int, float]


def limits(trace: Trace) -> Limits:
    """Compute them."""
    ok = ~trace.lost
    send = trace.send_us[ok].astype(float)
    capture = send - FRAME_US / (1 + trace.sender_ppm * 1e-6)
    arrival = send + trace.transit_us[ok]
    need = (arrival - capture) / 1000.0
    floor = float(need.min())
    seconds = (arrival[-1] - arrival[0]) / 1000
    return Limits(
        floor=floor,
        constant_0=float(need.max()),
        constant_1=float(np.percentile(need, 99, method="higher")),
        grow=_grow(capture, arrival),
        scaled=_scaled(capture, arrival),
        gap_pct={
            budget: _gaps(np.maximum(need - floor - budget, 0), seconds)
            for budget in _BUDGETS_MS
        },
    )


def _gaps(late: Floats, milliseconds: float) -> float:
    return float(100 * np.maximum(np.diff(late, prepend=0), 0).sum() / milliseconds)


def _grow(capture: Floats, arrival: Floats) -> float:
    step = np.minimum(np.diff(capture), FRAME_US)  # more over lost frames and pauses
    play = arrival.copy()
    for i in range(1, len(play)):
        play[i] = max(arrival[i], play[i - 1] + step[i - 1])
    return float(((play - capture) / 1000).mean())


def _scaled(capture: Floats, arrival: Floats) -> float:
    slow = np.diff(capture) * (1 + _STRETCH)
    fast = np.minimum(np.diff(capture), FRAME_US) / (1 + _STRETCH)
    play = arrival.copy()
    for i in range(len(play) - 2, -1, -1):
        play[i] = max(play[i], play[i + 1] - slow[i])
    for i in range(1, len(play)):
        play[i] = max(play[i], play[i - 1] + fast[i - 1])
    return float(((play - capture) / 1000).mean())
