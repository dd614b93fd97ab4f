import numpy as np
import pytest

from tests.bench.referee import known
from tests.bench.referee.align import origin_of
from tests.bench.referee.speech import activity
from voipmon.core.frame import SAMPLE_RATE


@pytest.mark.parametrize("delay", [240, 1603, 15000])
def test_a_constant_delay_is_found(delay):
    trace = known.steady()
    pcm = known.sent(trace)
    out = known.delayed(pcm, delay)
    true = np.concatenate([np.full(delay, -1), np.arange(len(pcm))])
    found = origin_of(trace, out, pcm, SAMPLE_RATE)
    near, far, cover = known.agreement(found, true, known.where_active(true, pcm))
    assert near > 0.999
    assert far == 0
    assert cover > 0.995


@pytest.mark.long
def test_a_delay_of_many_seconds_is_found():
    trace = known.steady(40)
    pcm = known.sent(trace)
    found = origin_of(trace, known.delayed(pcm, 72000), pcm, SAMPLE_RATE)
    active = activity(pcm)
    assert (found[72000:][active] == np.flatnonzero(active)).mean() > 0.98


@pytest.mark.parametrize(("cross", "shift"), [(0, 160), (40, 57), (80, 91), (24, 30)])
def test_time_scaling_is_followed(cross, shift):
    trace = known.steady(30)
    pcm = known.sent(trace)
    copy, origin = known.spliced(
        pcm, cross=cross, shift=shift, every=1200, seed=cross + shift
    )
    # jumps ahead read sound before it arrives, but for a delay
    out = known.delayed(copy, 8000)
    true = np.concatenate([np.full(8000, -1), origin])
    found = origin_of(trace, out, pcm, SAMPLE_RATE)
    near, far, cover = known.agreement(found, true, known.where_active(true, pcm))
    assert near > 0.96
    assert far < 0.03
    assert cover > 0.97


@pytest.mark.parametrize("ppm", [-500, 500])
def test_resampling_and_companding_do_not_matter(ppm):
    trace = known.steady(60)
    pcm = known.sent(trace)
    place = np.arange(len(pcm) - 300) * (1 + ppm * 1e-6)
    heard = np.interp(place, np.arange(len(pcm)), pcm.astype(float))
    out = known.delayed(known.companded(heard), 2000)
    true = np.concatenate([np.full(2000, -1), np.rint(place).astype(int)])
    found = origin_of(trace, out, pcm, SAMPLE_RATE)
    near, far, cover = known.agreement(found, true, known.where_active(true, pcm))
    assert near > 0.995
    assert far < 0.002
    assert cover > 0.98


def test_what_has_not_arrived_yet_is_no_origin():
    trace = known.steady(10, transit_ms=100.0)
    pcm = known.sent(trace)
    found = origin_of(trace, known.delayed(pcm, 400), pcm, SAMPLE_RATE)
    assert (found < 0).all()
