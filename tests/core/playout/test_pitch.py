import numpy as np
import pytest

from voipmon.core.playout import pitch


def voice(hz: float, n: int, start: int = 0) -> np.ndarray:
    t = (start + np.arange(n)) / 8000
    return sum(
        2000 * np.cos(2 * np.pi * hz * k * t + k) / k for k in range(1, 8)
    ).astype(np.float32)


@pytest.mark.parametrize("hz", [80, 100, 125, 200, 250])
def test_the_period_is_found(hz):
    ahead, alike = pitch.period_ahead(voice(hz, pitch.REMOVE_NEEDS))
    behind, also = pitch.period_behind(voice(hz, 2 * pitch.REMOVE_NEEDS))
    for period in (ahead, behind):
        assert period % (8000 / hz) == pytest.approx(0, abs=1) or period % (
            8000 / hz
        ) == pytest.approx(8000 / hz, abs=1)
    assert min(alike, also) > 0.99


@pytest.mark.parametrize("hz", [100, 125, 200])
def test_removing_and_inserting_a_period_is_inaudible_on_a_tone(hz):
    sound = voice(hz, 800)
    period, _ = pitch.period_ahead(sound[300:])
    shorter = np.concatenate(
        (sound[:300], pitch.removed(sound[300:], period), sound[300 + 2 * period :])
    )
    longer = np.concatenate(
        (sound[:300], pitch.inserted(sound[:300], sound[300:], period), sound[300:])
    )
    np.testing.assert_allclose(shorter, sound[: len(shorter)], atol=300)
    np.testing.assert_allclose(longer, voice(hz, len(longer)), atol=300)


def test_a_continuation_goes_on_without_a_step():
    sound = voice(110, 900)
    going = pitch.continuation(sound[:300], 300)
    assert np.corrcoef(going, sound[300:600])[0, 1] > 0.95
    joined = np.concatenate((sound[:300], going))
    assert np.max(np.abs(np.diff(joined, 2))) < 2 * np.max(np.abs(np.diff(sound, 2)))


@pytest.mark.parametrize("missing", [160, 320, 480])
def test_a_bridge_meets_both_sides(missing):
    sound = voice(120, 1200)
    left, right = sound[:300], sound[300 + missing : 460 + missing]
    whole = np.concatenate((left, pitch.bridge(left, right, missing), right))
    assert np.max(np.abs(np.diff(whole, 2))) < 2 * np.max(np.abs(np.diff(sound, 2)))
    if missing == 160:
        filled = whole[300:460]
        assert np.corrcoef(filled, sound[300:460])[0, 1] > 0.9


def test_golden_gain_over_one_side_only():
    """A gliding voice: knowing both sides halves the error of knowing one."""
    t = np.arange(4000) / 8000
    phase = 2 * np.pi * np.cumsum(130 + 25 * np.sin(2 * np.pi * 3 * t)) / 8000
    sound = sum(3000 * np.sin(k * phase) / k for k in range(1, 6)).astype(np.float32)
    errors = []
    for right_size in (160, 0):
        error = 0.0
        for at in range(400, 3200, 200):
            left, right = sound[at - 300 : at], sound[at + 160 : at + 160 + right_size]
            filled = pitch.bridge(left, right, 160)
            error += float(np.sum((filled - sound[at : at + 160]) ** 2))
        errors.append(error)
    assert errors[0] < 0.5 * errors[1]


def test_silence_repeats_perfectly_and_stays():
    nothing = np.zeros(300, np.float32)
    assert pitch.period_ahead(nothing)[1] == pytest.approx(1)
    assert not pitch.continuation(nothing, 500).any()
    assert not pitch.bridge(nothing, nothing[:160], 160).any()
