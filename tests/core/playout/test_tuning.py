"""What must hold between the profiles, whatever their values are."""

import pytest

from voipmon.core.playout.tuning import TUNING, Profile

LISTEN, TALK = TUNING[Profile.LISTEN], TUNING[Profile.TALK]


def test_there_is_one_for_each_profile():
    assert set(TUNING) == set(Profile)


def test_a_talker_waits_for_less():
    assert TALK.window < LISTEN.window
    assert TALK.step_ms < LISTEN.step_ms
    assert TALK.cap_ms <= LISTEN.cap_ms
    assert TALK.start_ms <= LISTEN.start_ms
    assert TALK.forgiven >= LISTEN.forgiven


def test_a_talker_is_brought_near_sooner():
    assert TALK.patience_ms < LISTEN.patience_ms
    assert TALK.gentle_ms < LISTEN.gentle_ms
    assert TALK.brisk_kept <= LISTEN.brisk_kept
    assert TALK.brisk_slack >= LISTEN.brisk_slack
    assert TALK.band_ms <= LISTEN.band_ms


@pytest.mark.parametrize("profile", list(Profile))
def test_each_is_sound_in_itself(profile):
    tuning = TUNING[profile]
    assert 0 < tuning.window <= 150  # as many bins as are remembered
    assert 0 <= tuning.start_ms <= tuning.step_ms <= tuning.cap_ms
    assert 0 < tuning.pause_band_ms <= tuning.band_ms <= tuning.gentle_ms
    assert tuning.brisk_kept > 0
    assert 0 <= tuning.brisk_slack < 0.5


def test_their_windows_tell_them_apart():
    """What was found for one window is kept under its length."""
    assert LISTEN.window != TALK.window
