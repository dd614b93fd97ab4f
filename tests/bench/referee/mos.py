"""PESQ over stretches of the speech, against what was heard of them."""

import importlib.util
from dataclasses import dataclass

import numpy as np

from tests.bench.referee.speech import activity
from tests.bench.referee.trace import FRAME_US, Ints, Pcm, Trace
from voipmon.core.frame import FRAME_SAMPLES, SAMPLE_RATE

_STRETCH = 8 * SAMPLE_RATE
_MOST = 40  # stretches; evenly chosen when there are more
_MARGIN = 160  # [samples] heard around a stretch
_WORST = 1.0  # where PESQ finds nothing to compare


@dataclass(frozen=True, slots=True, kw_only=True)
class Mos:
    """Narrow-band MOS-LQO (ITU-T P.862.1).

    Attributes:
        mean: Over the stretches.
        p10: Their 10th percentile.
        stretches: How many.
    """

    mean: float
    p10: float
    stretches: int


def available() -> bool:
    """Whether the pesq package is installed."""
    return importlib.util.find_spec("pesq") is not None


def mos(trace: Trace, out: Pcm, origin: Ints, pcm: Pcm) -> Mos | None:
    """Judge stretches of 8 s; None without the pesq package, or with too little sound.

    Stretches that are mostly silent, or have a sender's pause in them, are left out.
    """
    if not available():
        return None
    have = np.flatnonzero(origin >= 0)
    if len(have) < SAMPLE_RATE:
        return None
    top = np.maximum.accumulate(origin[have])
    keep = np.concatenate([[True], top[1:] > top[:-1]])
    sent, heard = top[keep], have[keep]
    values = []
    for start in _starts(trace, pcm, sent):
        a = int(np.interp(start, sent, heard))
        b = int(np.interp(start + _STRETCH, sent, heard))
        if b - a < _STRETCH // 4:
            values.append(_WORST)
            continue
        piece = out[max(a - _MARGIN, 0) : b + _MARGIN][: 4 * _STRETCH]
        values.append(_pesq(pcm[start : start + _STRETCH], piece))
    if not values:
        return None
    return Mos(
        mean=float(np.mean(values)),
        p10=float(np.percentile(values, 10)),
        stretches=len(values),
    )


def _starts(trace: Trace, pcm: Pcm, sent: Ints) -> list[int]:
    active = activity(pcm)
    steps = np.diff(trace.send_us) > 1.5 * FRAME_US
    breaks = (np.flatnonzero(steps) + 1) * FRAME_SAMPLES
    last = min(sent[-1], len(pcm)) - _STRETCH
    starts = [
        int(start)
        for start in np.arange(sent[0] + 400, last, _STRETCH)
        if active[start : start + _STRETCH].mean() > 0.35
        and not ((breaks > start) & (breaks < start + _STRETCH)).any()
    ]
    if len(starts) > _MOST:
        chosen = np.linspace(0, len(starts) - 1, _MOST).astype(int)
        starts = [starts[i] for i in chosen]
    return starts


def _pesq(reference: Pcm, degraded: Pcm) -> float:
    from pesq import PesqError, pesq

    try:
        return float(pesq(SAMPLE_RATE, reference, degraded, "nb"))
    except PesqError:
        return _WORST
