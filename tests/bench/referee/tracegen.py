"""Seeded generators of arrival traces.

All model a stream of 50 frames a second that is delivered over one TCP connection
(WebSocket): order is kept, and a late segment holds back everything behind it. Loss in
a trace is loss before the WebSocket's server. Cellular ones run over recordings of
delivery opportunities, one integer millisecond per line, each for one MTU, as
Saturator makes them (Winstein, Sivaraman, Balakrishnan, "Stochastic Forecasts Achieve
High Throughput and Low Delay over Cellular Networks", NSDI 2013).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.bench.referee.trace import FRAME_US, LOST, Floats, Ints, Mask, Trace

Options = Mapping[str, Any]
Rng = np.random.Generator

_PAYLOAD, _MTU = 300, 1500  # [bytes] a frame with all headers; a delivery opportunity
_CELL_BASE_MS = 25.0


@dataclass(slots=True)
class _Draft:
    """A trace in the making."""

    rng: Rng
    seconds: float
    send: Ints
    meta: dict[str, Any] = field(default_factory=dict)

    def skewed(self, ppm: float) -> None:
        """Let the sender's clock run fast (positive) or slow."""
        self.send = _send(self.seconds, ppm)
        self.meta["sender_ppm"] = ppm


def _send(seconds: float, ppm: float = 0.0) -> Ints:
    k = np.arange(1, round(seconds * 50) + 1)
    return np.rint(k * FRAME_US / (1.0 + ppm * 1e-6)).astype(np.int64)


def _in_order(send: Ints, transit: Floats) -> Ints:
    """TCP: nothing overtakes.

    Arrivals, not transits, are rounded up to 10 us: that keeps the order.
    """
    arrival = np.maximum.accumulate(send + transit)
    return np.ceil(arrival / 10).astype(np.int64) * 10 - send


def jitter(
    rng: Rng, n: int, base_ms: float, mean_ms: float, heavy: float = 0.5
) -> Floats:
    """Log-normal jitter of each frame above a base [us]; `heavy` is its sigma."""
    drawn = rng.lognormal(np.log(mean_ms) - heavy**2 / 2, heavy, n)
    return (base_ms + drawn) * 1000.0


def add_stalls(
    rng: Rng,
    send: Ints,
    transit: Floats,
    mean_gap_s: float,
    *,
    lo_ms: float,
    hi_ms: float,
    min_gap_s: float = 0.0,
    start_s: float = 6.0,
    drain_mbps: float = 20.0,
) -> Floats:
    """Stop the link for lo..hi ms now and then; the backlog comes as a burst."""
    t = start_s + rng.exponential(mean_gap_s)
    end = send[-1] / 1e6
    transit = transit.astype(float).copy()
    spacing = 2400 / drain_mbps  # [us] per frame of about 300 bytes in the burst
    while t < end - 3:
        stall = rng.uniform(lo_ms, hi_ms) / 1e3
        a, b = t * 1e6, (t + stall) * 1e6
        held = np.flatnonzero((send + transit > a) & (send + transit < b))
        if len(held):
            transit[held] = b + np.arange(len(held)) * spacing - send[held]
        t += stall + max(min_gap_s, rng.exponential(mean_gap_s))
    return transit


def tcp_loss(rng: Rng, send: Ints, transit: Floats, p: float, rtt_ms: float) -> Floats:
    """Lose packets on the WebSocket's own hop, where TCP repairs it.

    A lost segment comes one RTT and about a quarter of one for reordering later (RACK,
    RFC 8985), and when the repair is lost too after the retransmission timer, which
    doubles; everything behind it waits.
    """
    transit = transit.astype(float).copy()
    lost = rng.random(len(send)) < p
    for k in np.flatnonzero(lost):
        extra = rtt_ms * 1.25 + 20.0  # noticed when the next frame is acknowledged
        timer = max(200.0, 1.5 * rtt_ms + 50)
        while rng.random() < p:
            extra += timer
            timer *= 2
        transit[k] += extra * 1000.0
    return transit


def bursty_loss(rng: Rng, n: int, rate: float, burst: float) -> Mask:
    """Lose frames after Gilbert and Elliott: mean rate, mean burst in frames."""
    if burst <= 1:
        return rng.random(n) < rate
    leave = 1.0 / burst
    enter = rate * leave / (1 - rate)
    out, bad = np.zeros(n, bool), False
    drawn = rng.random(n)
    for i in range(n):
        bad = bool(drawn[i] >= leave) if bad else bool(drawn[i] < enter)
        out[i] = bad
    return out


def cellular(opportunities_ms: Ints, send: Ints, start_ms: int) -> Floats:
    """Transit [us] over delivery opportunities, from `start_ms` of the recording on."""
    span = int(opportunities_ms[-1])
    skip = int(np.searchsorted(opportunities_ms, start_ms))
    again = int((send[-1] / 1000 + 60_000) // max(span, 1)) + 2
    rounds = [opportunities_ms + r * span for r in range(again)]
    slots = np.concatenate(rounds)[skip:] - start_ms
    arrival = np.empty(len(send))
    j, left = 0, _MTU
    for k, sent in enumerate(send):
        sent_ms = sent / 1000.0
        while slots[j] < sent_ms:
            j += 1
            left = _MTU
        if left < _PAYLOAD:
            j += 1
            left = _MTU
        left -= _PAYLOAD
        arrival[k] = max(slots[j], sent_ms)
    transit: Floats = arrival * 1000.0 - send + _CELL_BASE_MS * 1000.0
    return transit


def pause(send: Ints, at_s: float, for_s: float) -> Ints:
    """Let the sender stop for a while; the frames after it come later."""
    later = send.copy()
    later[int(at_s * 50) :] += int(for_s * 1e6)
    return later


def _lan(draft: _Draft, _: Options) -> Floats:
    return jitter(draft.rng, len(draft.send), 2.0, 0.4, 0.6)


def _wifi(draft: _Draft, mean_gap_s: float, hi_ms: float) -> Floats:
    transit = jitter(draft.rng, len(draft.send), 12.0, 3.0, 0.8)
    return add_stalls(
        draft.rng, draft.send, transit, mean_gap_s, lo_ms=20, hi_ms=hi_ms, start_s=2.0
    )


def _wifi_micro(draft: _Draft, _: Options) -> Floats:
    return _wifi(draft, 1.2, 90)


def _wifi_stall(draft: _Draft, _: Options) -> Floats:
    transit = _wifi(draft, 2.5, 60)
    return add_stalls(
        draft.rng,
        draft.send,
        transit,
        5.0,
        lo_ms=200,
        hi_ms=800,
        min_gap_s=8.0,
        start_s=8.0,
    )


def _tcploss(draft: _Draft, options: Options) -> Floats:
    p, rtt = options["p"], options["rtt"]
    draft.meta["source"] = f"synthetic, {p:.1%} loss repaired by TCP, RTT {rtt} ms"
    transit = jitter(draft.rng, len(draft.send), rtt / 2, 1.5, 0.7)
    return tcp_loss(draft.rng, draft.send, transit, p, rtt)


def _loss(draft: _Draft, _: Options) -> Floats:
    return jitter(draft.rng, len(draft.send), 15.0, 1.5, 0.7)


def _mute10(draft: _Draft, _: Options) -> Floats:
    transit = _wifi(draft, 4.0, 90)
    a = int(draft.rng.uniform(25, 45) * 50)
    draft.meta["mute"] = [[a, a + 500], [a + 2000, a + 2500]]
    return transit


def _pause10(draft: _Draft, _: Options) -> Floats:
    a = draft.rng.uniform(25, 45)
    draft.send = pause(pause(draft.send, a, 10.0), a + 40, 10.0)
    return _wifi(draft, 4.0, 90)


def _skew(draft: _Draft, options: Options) -> Floats:
    draft.skewed(options["ppm"])
    return jitter(draft.rng, len(draft.send), 12.0, 1.5, 0.7)


def _over_cell(draft: _Draft, options: Options) -> Floats:
    draft.meta["source"] = options["source"]
    draft.meta["start_ms"] = options["start_ms"]
    return cellular(options["opportunities"], draft.send, options["start_ms"])


def _cell(draft: _Draft, options: Options) -> Floats:
    transit = _over_cell(draft, options)
    return tcp_loss(draft.rng, draft.send, transit, 0.002, 70)


def _combined(draft: _Draft, options: Options) -> Floats:
    draft.skewed(120.0)
    draft.send = pause(draft.send, draft.seconds * 0.55, 4.0)
    draft.meta["card_ppm"] = -60.0
    transit = _over_cell(draft, options)
    transit = add_stalls(
        draft.rng,
        draft.send,
        transit,
        10.0,
        lo_ms=200,
        hi_ms=600,
        min_gap_s=12.0,
        start_s=15.0,
    )
    return tcp_loss(draft.rng, draft.send, transit, 0.005, 80)


_KINDS: Mapping[str, Callable[[_Draft, Options], Floats]] = {
    "lan": _lan,
    "wifi_micro": _wifi_micro,
    "wifi_stall": _wifi_stall,
    "tcploss": _tcploss,
    "loss": _loss,
    "burst": _loss,
    "noseq": _loss,
    "mute10": _mute10,
    "pause10": _pause10,
    "skew": _skew,
    "cell": _cell,
    "combined": _combined,
}


def build(kind: str, seed: int, **options: Any) -> Trace:
    """Make one trace; the same arguments give the same trace.

    Args:
        kind: A key of the table above.
        seed: Of everything that is drawn.
        options: `seconds` (120), `name` (the kind), `loss` and `burst` (upstream),
            and what the kind asks for.

    Raises:
        KeyError: No such kind, or it lacks an option.
    """
    seconds = options.get("seconds", 120)
    meta = {"seed": seed, "has_seq": kind != "noseq", "card_ppm": 0.0}
    meta |= {
        "sender_ppm": 0.0,
        "source": "synthetic",
        "name": options.get("name", kind),
    }
    draft = _Draft(np.random.default_rng(seed), seconds, _send(seconds), meta)
    raw = _KINDS[kind](draft, options)  # may move draft.send, too
    transit = _in_order(draft.send, raw)
    if options.get("loss"):
        rate, burst = options["loss"], options.get("burst", 1)
        transit = np.where(_hits(draft.rng, len(transit), rate, burst), LOST, transit)
        draft.meta |= {"loss": rate, "burst": burst}
    return Trace(draft.send, transit, draft.meta)


def _hits(rng: Rng, n: int, rate: float, burst: float) -> Mask:
    """Lost frames: short traces insist on roughly the rate asked for."""
    for _ in range(1000):
        hit = bursty_loss(rng, n, rate, burst)
        hit[:25] = False
        if abs(hit.mean() / rate - 1) < 0.06:
            break
    return hit
