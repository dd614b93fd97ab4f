"""Delay, made-up and dropped speech, from the map of origins."""

from dataclasses import dataclass

import numpy as np

from tests.bench.referee.speech import activity, close_gaps, runs
from tests.bench.referee.trace import FRAME_US, Floats, Ints, Mask, Pcm, Trace
from voipmon.core.frame import FRAME_SAMPLES, SAMPLE_RATE

_LONG = 160  # [samples] a hole or filler of 20 ms or more is heard as such
_SHORT = 20  # [samples] runs up to here are errors of the estimate
_JOIN = 24  # [samples] runs nearer to each other than this are one
_BACK = 8  # [samples] a step back by less is no repetition
_DELAY_EVERY = 40  # [samples] delays are taken every 5 ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Figures over active speech. NaN where nothing was heard.

    Attributes:
        delay_mean: From the capture of a sample to its being heard [ms]: 20 ms of
            packetisation and the network included, not the sound card.
        delay_p50: Its median; further percentiles and the maximum likewise.
        floor_ms: The least that any engine could have.
        gap_pct: Speech time filled with silence, noise or repetition in runs of 20 ms
            or more [%]; frames lost upstream count, too.
        stretch_pct: The same in shorter runs: slowing down by time-scaling [%].
        longest_gap_ms: Of all these runs.
        gaps: How many of 20 ms or more.
        drop_pct: Speech that arrived and was never played, in runs as above [%].
        squeeze_pct: The same in shorter runs: speeding up by time-scaling [%].
        lost_pct: Speech that was lost upstream [%].
        talk_s: Speech that arrived [s].
    """

    delay_mean: float = np.nan
    delay_p50: float = np.nan
    delay_p95: float = np.nan
    delay_p99: float = np.nan
    delay_max: float = np.nan
    floor_ms: float
    gap_pct: float = 100.0
    stretch_pct: float = 0.0
    longest_gap_ms: float = np.nan
    gaps: int = 0
    drop_pct: float = 100.0
    squeeze_pct: float = 0.0
    lost_pct: float = 0.0
    talk_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayTrack:
    """The delay of every sample that was heard for the first time.

    Attributes:
        heard_s: When, shape (n,).
        delay_ms: How late, shape (n,).
        speech: Whether somebody speaks there, shape (n,).
    """

    heard_s: Floats
    delay_ms: Floats
    speech: Mask


def timing(
    trace: Trace, origin: Ints, rate: float, pcm: Pcm
) -> tuple[Timing, DelayTrack]:
    """Put the figures together.

    Args:
        origin: Input sample of every output sample, -1 where made up.
        rate: Of the card [Hz].
        pcm: What was sent.
    """
    active = activity(pcm)
    fresh = _fresh(origin)
    first = np.flatnonzero(fresh)
    heard = first / rate
    delay = (heard - trace.capture_s(origin[first])) * 1000.0
    speech = active[origin[first]]
    track = DelayTrack(heard_s=heard, delay_ms=delay, speech=speech)
    if not len(first):
        return Timing(floor_ms=trace.floor_ms), track
    spoken = delay[speech][::_DELAY_EVERY] if speech.any() else delay[::_DELAY_EVERY]
    return Timing(
        delay_mean=float(spoken.mean()),
        delay_p50=float(np.percentile(spoken, 50)),
        delay_p95=float(np.percentile(spoken, 95)),
        delay_p99=float(np.percentile(spoken, 99)),
        delay_max=float(spoken.max()),
        floor_ms=trace.floor_ms,
        **_made_up(trace, origin, fresh, first, active),
        **_never_played(trace, origin, active),
    ), track


def _fresh(origin: Ints) -> Mask:
    """Output samples that are heard for the first time.

    Tiny steps back, of a border placed a few samples off or of a resampler, are no
    repetition.
    """
    have = origin >= 0
    top = np.maximum.accumulate(np.where(have, origin, -1))
    before = np.concatenate([[-1], top[:-1]])
    fresh: Mask = have & (origin > before - _BACK)
    return fresh


def _made_up(
    trace: Trace, origin: Ints, fresh: Mask, first: Ints, active: Mask
) -> dict[str, float]:
    """Made-up or repeated output while speech was due."""
    made_up = ~fresh
    made_up[: first[0]] = False
    made_up[first[-1] + 1 :] = False
    due = np.interp(np.arange(len(origin)), first, origin[first]).astype(np.int64)
    speech = active[np.clip(due, 0, len(active) - 1)]
    bad = made_up & speech & ~_paused(trace, due)
    total = max(int((fresh & speech).sum() + bad.sum()), 1)
    _, lengths = runs(close_gaps(bad, _JOIN))
    long = lengths >= _LONG
    short = lengths[~long & (lengths > _SHORT)]
    return {
        "gap_pct": float(100.0 * lengths[long].sum() / total),
        "stretch_pct": float(100.0 * short.sum() / total),
        "longest_gap_ms": float(lengths.max() / 8.0) if len(lengths) else 0.0,
        "gaps": int(long.sum()),
    }


def _never_played(trace: Trace, origin: Ints, active: Mask) -> dict[str, float]:
    """Speech that arrived and was not played, and what did not arrive."""
    played = np.zeros(len(active), bool)
    played[origin[origin >= 0]] = True
    arrived = np.repeat(~trace.lost, FRAME_SAMPLES)[: len(active)]
    missing = active & arrived & ~close_gaps(played, 20)
    _, lengths = runs(close_gaps(missing, _JOIN))
    long = lengths >= _LONG
    short = lengths[~long & (lengths > _SHORT)]
    total = max(int((active & arrived).sum()), 1)
    lost = float((active & ~arrived).sum()) / max(int(active.sum()), 1)
    return {
        "drop_pct": float(100.0 * lengths[long].sum() / total),
        "squeeze_pct": float(100.0 * short.sum() / total),
        "lost_pct": 100.0 * lost,
        "talk_s": total / SAMPLE_RATE,
    }


def _paused(trace: Trace, due: Ints) -> Mask:
    """Where the sender was not sending: silence in the output is right there."""
    mask = np.zeros(len(due), bool)
    for k in np.flatnonzero(np.diff(trace.send_us) > 1.5 * FRAME_US):
        border = (k + 1) * FRAME_SAMPLES
        mask |= (due >= border - 40) & (due <= border + 40)
    return mask


def unsteadiness_ms(track: DelayTrack, window_s: float = 10.0) -> float:
    """How far the delay strays from its mean over the run, in windows [ms].

    Means over 10 s, speech only, so that the pitch period that a drift costs now and
    then, and the 20 ms of a single frame, do not count as drift.
    """
    heard, delay = track.heard_s[track.speech], track.delay_ms[track.speech]
    if not len(heard):
        return np.nan
    window = (heard // window_s).astype(np.int64)
    count = np.bincount(window)
    means = np.bincount(window, delay)[count > 0] / count[count > 0]
    return float(np.abs(means - delay.mean()).max())
