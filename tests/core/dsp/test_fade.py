import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.dsp.fade import cross_fade, ramp, to_int16


@given(st.integers(1, 400))
def test_a_ramp_and_its_mirror_are_one(n):
    np.testing.assert_allclose(ramp(n) + ramp(n)[::-1], 1, atol=1e-6)


def test_a_cross_fade_of_equals_changes_nothing():
    sound = np.arange(64, dtype=np.float32)
    np.testing.assert_array_equal(cross_fade(sound, sound), sound)


def test_rounding_saturates():
    assert to_int16(np.float32([40000, -40000, 1.6])).tolist() == [32767, -32768, 2]
