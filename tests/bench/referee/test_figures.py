"""Every figure is checked on outputs whose truth is known."""

import numpy as np
import pytest

from tests.bench.referee import known
from tests.bench.referee.align import origin_of
from tests.bench.referee.clicks import clicks
from tests.bench.referee.engines import Fifo
from tests.bench.referee.judge import judge
from tests.bench.referee.oracle import limits
from tests.bench.referee.speech import activity
from tests.bench.referee.timing import DelayTrack, timing, unsteadiness_ms
from tests.bench.referee.tracegen import build
from voipmon.core.frame import FRAME_SAMPLES, SAMPLE_RATE

ESTIMATED = {
    "delay_mean": 2.0,
    "delay_p95": 3.0,
    "gap_pct": 0.25,
    "stretch_pct": 0.3,
    "drop_pct": 0.3,
    "squeeze_pct": 0.3,
}


class Trimmed(Fifo):
    """A FIFO that is cut to `keep` samples when more than `most` are queued."""

    def __init__(self, ms: float, most: int, keep: int) -> None:
        super().__init__(ms)
        self._most, self._keep = most, keep

    def pull_tagged(self, n):
        if self.held > self._most:
            left = self.held - self._keep
            while left > 0:
                frame, first = self.queue.popleft()
                k = min(left, len(frame))
                if k < len(frame):
                    self.queue.appendleft((frame[k:], first + k))
                self.held -= k
                left -= k
        return super().pull_tagged(n)


def test_repetition_is_not_new_speech():
    trace = known.steady(30)
    pcm = known.sent(trace)
    out = known.delayed(pcm, 800)
    active = activity(pcm)
    starts = np.arange(60, 1400, 20) * FRAME_SAMPLES
    hit = [at for at in starts if active[at - 160 : at + 480].all()]
    for at in hit:
        out[800 + at : 800 + at + 320] = out[800 + at - 320 : 800 + at].copy()
    figures, _ = timing(
        trace, origin_of(trace, out, pcm, SAMPLE_RATE), SAMPLE_RATE, pcm
    )
    wanted = 100 * len(hit) * 320 / active.sum()
    assert figures.gap_pct + figures.stretch_pct == pytest.approx(wanted, rel=0.12)
    assert figures.drop_pct + figures.squeeze_pct == pytest.approx(wanted, rel=0.12)
    assert abs(figures.delay_mean - 100) < 1.5


def test_nothing_heard_is_all_gap():
    trace = known.steady(5)
    pcm = known.sent(trace)
    origin = np.full(len(pcm), -1)
    figures, _ = timing(trace, origin, SAMPLE_RATE, pcm)
    assert (figures.gap_pct, figures.drop_pct) == (100.0, 100.0)
    assert np.isnan(figures.delay_mean)


@pytest.mark.parametrize("card_ppm", [0.0, 300.0])
def test_a_fifos_delay_is_what_it_must_be(card_ppm):
    trace = known.steady(30, card_ppm=card_ppm)
    run = judge(trace, known.speech(), Fifo(100), pesq=False)
    # 20 ms of a frame, 10 ms of network, then the fifth frame is awaited
    assert run.timing.delay_p50 == pytest.approx(110, abs=6)
    assert run.timing.gap_pct == 0
    assert run.timing.drop_pct < 0.1
    assert run.bad_pct < 0.1
    assert run.index() == pytest.approx(run.timing.delay_mean - 30, abs=2)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("wifi_stall", {"seconds": 30}),
        ("burst", {"loss": 0.1, "burst": 4, "seconds": 30}),
        pytest.param("loss", {"loss": 0.05}, marks=pytest.mark.long),
        pytest.param("pause10", {}, marks=pytest.mark.long),
        pytest.param("skew", {"seconds": 120, "ppm": 500}, marks=pytest.mark.long),
        pytest.param("mute10", {}, marks=pytest.mark.long),
    ],
)
def test_the_estimate_agrees_with_what_an_engine_knows(kind, options):
    trace = build(kind, 5, **options)
    told = judge(trace, known.speech(), "fifo:ms=60", pesq=False, reported=True)
    seen = judge(trace, known.speech(), "fifo:ms=60", pesq=False)
    for name, tolerance in ESTIMATED.items():
        wanted = getattr(told.timing, name)
        assert getattr(seen.timing, name) == pytest.approx(wanted, abs=tolerance), name


def test_lost_frames_are_gaps_and_not_drops():
    trace = build("loss", 3, loss=0.1, seconds=60)
    run = judge(trace, known.speech(), "fifo:ms=200", pesq=False)
    assert run.timing.lost_pct == pytest.approx(10, abs=1.5)
    assert run.timing.drop_pct < 0.6


@pytest.mark.long
def test_delay_that_grows_without_bound_is_seen():
    """A sender that is 500 ppm fast fills a FIFO: by 60 ms in two minutes."""
    trace = build("skew", 1, seconds=120, ppm=500)
    run = judge(trace, known.speech(), "fifo:ms=100", pesq=False)
    grown = run.timing.delay_max - run.timing.delay_mean
    assert grown == pytest.approx(30, abs=6)
    assert run.unsteady_ms == pytest.approx(27.5, abs=4)


@pytest.mark.long
def test_an_engine_that_keeps_up_with_a_fast_sender_runs_ahead():
    trace = build("skew", 1, seconds=300, ppm=500)
    told = judge(
        trace, known.speech(), Trimmed(40, 480, 480), pesq=False, reported=True
    )
    seen = judge(trace, known.speech(), Trimmed(40, 480, 480), pesq=False)
    assert told.timing.delay_max < 100  # 150 ms of drift: lags below zero
    for name in ("delay_mean", "delay_p95", "delay_p99"):
        wanted = getattr(told.timing, name)
        assert getattr(seen.timing, name) == pytest.approx(wanted, abs=2.0)
    assert seen.timing.gap_pct < 0.1
    assert seen.timing.drop_pct + seen.timing.squeeze_pct < 0.2
    assert seen.unsteady_ms == pytest.approx(told.unsteady_ms, abs=2.0)


def test_recovery_from_a_stall_is_timed():
    trace = known.stalled(10.0, 400, seconds=24)
    assert trace.stalls() == [(pytest.approx(10.03), pytest.approx(10.41, abs=0.03))]
    assert trace.longest_holdup_ms == 400
    fast = judge(trace, known.speech(), Trimmed(60, 1600, 480), pesq=False)
    slow = judge(trace, known.speech(), Fifo(60), pesq=False)
    assert fast.recovery.recover_mean_s < 0.5
    assert fast.timing.drop_pct + fast.timing.squeeze_pct > 0.5
    assert slow.recovery.recover_mean_s > 10
    assert slow.recovery.drain_mean_s > 10
    assert slow.recovery.unrecovered == 1
    assert slow.timing.drop_pct < 0.1


def test_steadiness_is_the_farthest_window():
    heard = np.arange(0, 40, 0.005)
    delay = np.where(heard < 10, 90.0, 50.0)
    speech = np.ones(len(heard), bool)
    track = DelayTrack(heard_s=heard, delay_ms=delay, speech=speech)
    assert unsteadiness_ms(track) == pytest.approx(30.0)


def test_clean_speech_does_not_click():
    pcm = known.speech()[: SAMPLE_RATE * 40]
    assert clicks(pcm, np.arange(len(pcm)), pcm) == 0


def test_hard_cuts_click_and_cross_fades_do_not():
    pcm = known.speech()[: SAMPLE_RATE * 60]
    active = activity(pcm)
    out, origin = pcm.copy(), np.arange(len(pcm))
    cuts = [
        at
        for at in range(4000, len(pcm) - 4000, 2400)
        if active[at - 200 : at + 400].all() and abs(int(pcm[at])) > 1500
    ]
    for at in cuts:
        out[at : at + FRAME_SAMPLES] = 0
        origin[at : at + FRAME_SAMPLES] = -1
    assert len(cuts) > 20
    assert clicks(out, origin, pcm) > 0.6 * len(cuts)
    smooth, true = known.spliced(pcm, cross=80, shift=61, every=2400, seed=2)
    assert clicks(smooth, true, pcm) <= 2


def test_pesq_hears_lost_frames():
    pytest.importorskip("pesq")
    lossy = build("loss", 3, loss=0.1, seconds=30)
    good = judge(known.steady(30), known.speech(), "fifo:ms=100").mos
    poor = judge(lossy, known.speech(), "fifo:ms=200").mos
    assert good.mean > 4.3
    assert poor.mean < 2.5
    assert poor.p10 <= poor.mean


def test_the_limits_are_in_order():
    trace = build("wifi_stall", 5, seconds=60)
    limit = limits(trace)
    assert limit.floor == pytest.approx(trace.floor_ms)
    assert limit.floor <= limit.scaled <= limit.constant_0
    assert limit.constant_1 <= limit.constant_0
    assert limit.grow <= limit.constant_0
    assert limit.gap_pct[20] >= limit.gap_pct[60] >= limit.gap_pct[200] >= 0
