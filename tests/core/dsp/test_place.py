import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.dsp.place import LEAD, WIDTH, delay_s, one_ear, taps

TELEPHONE = np.linspace(100, 3400, 200)  # [Hz]


def response(azimuth):
    """Complex response of both ears over the telephone band, (200, 2)."""
    angular = 2 * np.pi * TELEPHONE / 8000
    return np.exp(-1j * np.outer(angular, np.arange(WIDTH))) @ taps(azimuth)[::-1]


def test_the_delay_between_the_ears_is_woodworths():
    assert delay_s(30) == pytest.approx(261e-6, abs=1e-6)
    assert delay_s(90) == pytest.approx(656e-6, abs=1e-6)
    assert delay_s(0) == 0.0
    assert delay_s(-30) == delay_s(30)


def test_straight_ahead_not_one_sample_is_changed():
    for ear in taps(0).T:
        assert ear[WIDTH - 1 - LEAD] == 1.0
        assert np.count_nonzero(ear) == 1


@given(azimuth=st.integers(-90, 90).filter(bool))
def test_the_nearer_ear_keeps_its_level_and_the_farther_is_late_and_dull(azimuth):
    both = response(azimuth)
    near, far = (1, 0) if azimuth > 0 else (0, 1)
    np.testing.assert_allclose(np.abs(both[:, near]), 1.0, atol=1e-6)
    beside = both[:, far] / both[:, near]
    late = -np.unwrap(np.angle(beside)) / (2 * np.pi * TELEPHONE)
    np.testing.assert_allclose(late, delay_s(azimuth), atol=3e-6)
    level_db = 20 * np.log10(np.abs(beside))
    assert np.all(level_db < 0.01)
    assert level_db[-1] <= level_db[0]


def test_the_shadow_of_the_head_deepens_to_the_side():
    at_3_khz = int(np.argmin(np.abs(TELEPHONE - 3000)))
    depth = [-20 * np.log10(np.abs(response(-a)[at_3_khz, 1])) for a in (10, 30, 60)]
    assert depth == sorted(depth)
    assert 7 < depth[1] < 10


@given(azimuth=st.floats(-200, 200))
def test_both_sides_are_mirrored_and_beyond_the_side_is_the_side(azimuth):
    np.testing.assert_array_equal(taps(azimuth), taps(-azimuth)[:, ::-1])
    np.testing.assert_array_equal(taps(azimuth), taps(min(max(azimuth, -90), 90)))


@pytest.mark.parametrize(("left", "right"), [(True, False), (False, True)])
def test_one_ear_gets_all_and_the_other_nothing(left, right):
    both = one_ear(left=left, right=right)
    chosen, other = (0, 1) if left else (1, 0)
    np.testing.assert_array_equal(both[:, chosen], taps(0)[:, chosen])
    assert not both[:, other].any()


def test_mono_is_the_same_as_straight_ahead():
    np.testing.assert_array_equal(one_ear(left=True, right=True), taps(0))
