"""Figures of two seeded networks, so that a change of any of them is seen."""

import numpy as np
import pytest

from tests.core.playout.scene import frames, play, speech
from voipmon.core.playout.engine import PlayoutEngine, Profile

SENT = frames(speech(24))
STEADY = np.arange(len(SENT)) * 20.0
WITHIN = (15, 25, 60, 1)
# Mean delay, target, squeezed [ms]; stalls.
GOLDEN = {
    0: {Profile.LISTEN: (261, 318, 400, 8), Profile.TALK: (132, 130, 1092, 11)},
    1: {Profile.LISTEN: (263, 321, 360, 8), Profile.TALK: (117, 108, 1183, 10)},
}


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("seed", GOLDEN)
def test_golden_figures_of_a_jittery_network(seed, profile):
    """Exponential jitter of 15 ms with a stall of 300 ms every 4 s, in order."""
    rng = np.random.default_rng(seed)
    late = rng.exponential(15, len(SENT))
    for stall in range(200, len(SENT), 200):
        late[stall : stall + 15] += np.arange(15, 0, -1) * 20
    times = np.maximum.accumulate(STEADY + late)
    engine = PlayoutEngine(profile=profile)
    heard = play(SENT, times, engine=engine, block=80, tail_ms=0)
    last = heard.stats[-40]
    delay = float(np.mean([s.delay_ms for s in heard.stats[500:-40]]))
    figures = (delay, last.target_ms, last.squeezed_ms, last.stalls)
    misses = np.abs(np.subtract(figures, GOLDEN[seed][profile]))
    assert np.all(misses <= WITHIN), [round(figure) for figure in figures]
