import numpy as np

from voipmon.core.playout.conceal import Filler
from voipmon.core.playout.noise import NoiseFloor

T = np.arange(800) / 8000
TONE = (6000 * np.sin(2 * np.pi * 160 * T)).astype(np.int16)


def test_full_level_for_12_ms_gone_after_80():
    filler = Filler(TONE, NoiseFloor())
    made = np.concatenate([filler.take(80) for _ in range(10)])
    assert 5500 < np.max(np.abs(made[:96])) < 6500
    assert np.max(np.abs(made[560:640])) < 1200
    assert not made[640:].any()
    assert filler.taken == 800


def test_it_goes_on_from_the_last_sample():
    for noise in (NoiseFloor(), None):
        made = Filler(TONE, noise).take(20)
        assert abs(float(made[0]) - float(TONE[-1])) < 1000


def test_unheard_the_last_sample_just_dies_away():
    made = Filler(TONE, None).take(200)
    assert np.all(np.abs(np.diff(made)) < 100)
    assert not made[80:].any()
