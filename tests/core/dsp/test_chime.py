"""The test sound itself."""

import numpy as np
import pytest

from voipmon.core.dsp.chime import LEVEL_DBFS, NOTES_HZ, SECONDS, chime


def test_whole_blocks_of_a_friendly_length_and_level():
    sound = chime()
    assert sound.dtype == np.float32
    assert len(sound) == SECONDS * 8000
    assert len(sound) % 160 == 0
    levels = np.sqrt(np.square(sound.reshape(-1, 160)).mean(axis=1))
    assert 20 * np.log10(levels.max()) == pytest.approx(LEVEL_DBFS, abs=0.01)
    assert np.abs(sound).max() < 10 ** (-12 / 20)


def test_three_notes_one_after_the_other():
    for place, hz in enumerate(NOTES_HZ):
        start = round((0.22 * place + 0.02) * 8000)
        part = chime()[start : start + 1440] * np.hanning(1440)
        spectrum = np.abs(np.fft.rfft(part, 16000))
        assert np.argmax(spectrum) / 2 == pytest.approx(hz, abs=3)


def test_both_ends_are_soft():
    sound = chime()
    inside = np.abs(np.diff(sound, 2)).max()
    edges = np.concatenate((np.zeros(2), sound, np.zeros(2)))
    assert np.abs(np.diff(edges, 2))[[0, 1, -2, -1]].max() < inside / 1000
    assert np.abs(sound[-160:]).max() < 1e-3


def test_nobody_can_change_it_for_all():
    with pytest.raises(ValueError, match="read-only"):
        chime()[0] = 1.0
