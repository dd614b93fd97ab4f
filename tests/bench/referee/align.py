"""Which input sample is each output sample a copy of?

The output of any engine is, piece by piece, a delayed copy of the input mixed with
made-up sound. For every 5 ms of output the delays are found at which a window of 20 ms
matches the input, then the most plausible track of delays through them; what fits
nowhere was made up.
"""

import numpy as np

from tests.bench.referee.matching import (
    FLOOR,
    HOP,
    NULL,
    WINDOW,
    compare,
    prefilter,
    search,
    segment,
)
from tests.bench.referee.trace import FRAME_US, Floats, Ints, Mask, Pcm, Trace
from tests.bench.referee.track import fill_quiet, plausible, refine
from voipmon.core.frame import FRAME_SAMPLES

_WIDE = 800  # [samples] 100 ms: windows of the coarse search, end to end
_FAR = 200_000  # [samples] lags that are tried when nothing nearer fits
_AROUND = 2400  # [samples] about the coarse lag, where it does not fit finely
_WIDEST = 30_000  # [samples] of one such search
_GAIN = (0.4, 2.5)  # a copy is about as loud as its original
_CANDIDATES = 6


def delay_track(out: Pcm, ref: Pcm, *, min_lag: int, max_lag: int) -> Ints:
    """Find the lag of each output sample: out[n] is a copy of ref[n - lag[n]].

    `NULL` where made up or unknowable. Lags up to 25 s are looked for when nothing
    within `max_lag` fits.
    """
    x, r = prefilter(out), prefilter(ref)
    hops = len(out) // HOP
    power = np.concatenate([[0], np.cumsum(x**2)])
    lag = np.full(len(out), NULL, np.int64)
    starts = np.arange(0, max(len(out) - _WIDE, 1), _WIDE)
    coarse = _coarse(x, r, power, starts, min_lag=min_lag, max_lag=max_lag)
    known = np.flatnonzero(coarse != NULL)
    if not len(known):
        return lag
    # base lags of each hop: of two good coarse windows before, of two after
    centres = np.arange(hops) * HOP + HOP // 2
    at = np.searchsorted(starts[known] + _WIDE // 2, centres)
    pick = np.clip(at[:, None] + np.array([-2, -1, 0, 1]), 0, len(known) - 1)
    a = np.maximum(centres - WINDOW // 2, 0)
    b = np.minimum(centres + WINDOW // 2, len(x))
    informative = (power[b] - power[a]) / WINDOW > FLOOR
    found, fit = _candidates(
        x, r, centres, coarse[known[pick]], informative=informative, min_lag=min_lag
    )
    state = plausible(found, fit, informative)
    chosen = found[np.arange(hops), np.maximum(state, 0)]
    hop_lag = fill_quiet(np.where(state >= 0, chosen, NULL), informative)
    lag[: hops * HOP] = np.repeat(hop_lag, HOP)
    refine(lag, hop_lag, out.astype(float), ref.astype(float))
    return lag


def _coarse(
    x: Floats,
    r: Floats,
    power: Floats,
    starts: Ints,
    *,
    min_lag: int,
    max_lag: int,
) -> Ints:
    """Lag of each window of 100 ms, or `NULL`; cheap while it does not change."""
    mean = (power[np.minimum(starts + _WIDE, len(x))] - power[starts]) / _WIDE
    live = np.flatnonzero(mean > 4 * FLOOR)
    coarse = np.full(len(starts), NULL, np.int64)
    last: int | None = None
    unknown = []
    for i in live:
        if last is not None and (same := _follow(x, r, starts[i], last)) is not None:
            coarse[i] = last = same
            continue
        low = np.array([min_lag])
        high = np.maximum(np.array([min(max_lag, starts[i] + _WIDE)]), low + 1)
        lags, fits, _ = search(
            x, r, starts[[i]], _WIDE, lowest=low, highest=high, count=1, guard=0
        )
        if fits[0, 0] > 0.7:
            coarse[i] = lags[0, 0]
            if fits[0, 0] > 0.9:
                last = int(lags[0, 0])
        else:
            unknown.append(i)
    if max_lag < _FAR and len(unknown) > 0.3 * len(live):
        todo = np.array(unknown)
        low = np.full(len(todo), max_lag)
        high = np.maximum(np.minimum(_FAR, starts[todo] + _WIDE), low + 1)
        lags, fits, _ = search(
            x, r, starts[todo], _WIDE, lowest=low, highest=high, count=1, guard=0
        )
        sure = fits[:, 0] > 0.7
        coarse[todo[sure]] = lags[sure, 0]
    return coarse


def _follow(x: Floats, r: Floats, start: int, last: int) -> int | None:
    """The lag within 6 samples of the last one that fits very well."""
    window = x[start : start + _WIDE]
    piece = segment(r, start - last - 6, _WIDE + 12)
    product = np.correlate(piece, window, "valid")
    running = np.cumsum(np.concatenate([[0], piece**2]))
    theirs = np.maximum(running[_WIDE:] - running[:-_WIDE], FLOOR * _WIDE)
    fit = product / np.sqrt(theirs * max((window**2).sum(), FLOOR * _WIDE))
    best = int(fit.argmax())
    return last + 6 - best if fit[best] > 0.93 else None


def _candidates(
    x: Floats,
    r: Floats,
    centres: Ints,
    base: Ints,
    *,
    informative: Mask,
    min_lag: int,
) -> tuple[Ints, Floats]:
    """Six lags and fits for each hop: two near the coarse ones, four searched for."""
    shape = (len(centres), _CANDIDATES)
    lag = np.full(shape, NULL // 4, np.int64)
    fit = np.full(shape, -1.0)
    gain = np.zeros(shape)
    live = np.flatnonzero(informative)
    lags, fits, gains = compare(x, r, centres[live], base[live], 2)
    rows = np.arange(len(live))
    for q in range(2):
        j = fits.argmax(1)
        lag[live, q], fit[live, q] = lags[rows, j], fits[rows, j]
        gain[live, q] = gains[rows, j]
        fits = np.where(np.abs(lags - lags[rows, j][:, None]) <= 4, -1.0, fits)
    hard = live[fit[live, 0] < 0.97]
    if len(hard):
        low = np.maximum(base[hard].min(1) - _AROUND, min_lag)
        high = np.maximum(base[hard].max(1) + _AROUND, low + 8)
        high = np.minimum(high, low + _WIDEST)
        starts = centres[hard] - WINDOW // 2
        lag[hard, 2:], fit[hard, 2:], gain[hard, 2:] = search(
            x, r, starts, WINDOW, lowest=low, highest=high, count=4, guard=4
        )
    return lag, np.where((gain < _GAIN[0]) | (gain > _GAIN[1]), -1.0, fit)


def origin_of(trace: Trace, out: Pcm, pcm: Pcm, rate: float) -> Ints:
    """Estimate the input sample of every output sample, -1 where made up.

    A match with a frame that was lost, or that had not yet arrived when the sample was
    played, cannot be a copy and is refused.

    Args:
        out: What the sound card was given.
        pcm: What was sent.
        rate: Of the card [Hz].
    """
    position, ref = _sent(trace, pcm)
    late = int(trace.transit_us.max() * 8 // 1000)
    # against a fast sender an engine that keeps its delay runs ahead in samples
    fast = (trace.sender_ppm - trace.card_ppm) * 1e-6
    lag = delay_track(
        out,
        ref,
        min_lag=-int(max(fast, 0.0) * len(out)) - 80,
        max_lag=min(max(late + 12_000, 16_000), 120_000),
    )
    n = np.arange(len(out))
    place = np.where(lag == NULL, -1, n - lag)
    frame = np.searchsorted(position, place, "right") - 1
    inside = (place >= position[0]) & (frame >= 0)
    offset = place - position[np.maximum(frame, 0)]
    inside &= offset < FRAME_SAMPLES
    frame = np.where(inside, frame, 0)
    arrival = trace.arrival_us[frame]
    inside &= (arrival >= 0) & (arrival <= n / rate * 1e6 + 2000)
    return np.where(inside, frame * FRAME_SAMPLES + offset, -1)


def _sent(trace: Trace, pcm: Pcm) -> tuple[Ints, Pcm]:
    """First sample of each frame, and the sound, where lag zero is no delay at all."""
    position = trace.timeline()
    ref = np.zeros(int(position[-1]) + FRAME_SAMPLES, np.int16)
    place = (position[:, None] + np.arange(FRAME_SAMPLES)).ravel()
    ref[place] = pcm[: len(place)]
    shift = round((trace.send_us[0] - FRAME_US) * 1e-6 * 8000)
    if shift:
        ref = np.concatenate([np.zeros(shift, np.int16), ref])
        position = position + shift
    return position, ref
