import numpy as np
import pytest

from voipmon.core.analysis.level import SILENCE_DBFS, block_levels


def test_levels_of_known_signals():
    t = np.arange(160)
    rows = np.stack(
        (
            np.zeros(160),
            32767 * np.sin(2 * np.pi * t / 16),
            np.where(t % 2 == 0, 16384, -16384),
            np.full(160, -32768),
        )
    ).astype(np.int16)
    peaks, rms = block_levels(rows)
    np.testing.assert_allclose(peaks, [-120, 0, -6.02, 0], atol=0.02)
    np.testing.assert_allclose(rms, [-120, -3.01, -6.02, 0], atol=0.02)


@pytest.mark.parametrize("shape", [(0, 160), (3, 0)])
def test_nothing_is_silence(shape):
    peaks, rms = block_levels(np.zeros(shape, np.int16))
    assert peaks.shape == rms.shape == (shape[0],)
    assert np.all(peaks == SILENCE_DBFS)
