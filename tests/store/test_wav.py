import wave
from contextlib import closing

import numpy as np
import pytest

from voipmon.store.wav import WavWriter


def test_what_was_written_is_what_is_read(tmp_path):
    path = tmp_path / "heard.wav"
    pcm = np.arange(-500, 500, dtype=np.int16)
    with closing(WavWriter(path)) as writer:
        writer.write(pcm[:300])
        writer.write(pcm[300:])
        assert writer.samples == 1000
    with wave.open(str(path)) as file:
        assert file.getparams()[:4] == (1, 2, 8000, 1000)
        assert np.array_equal(np.frombuffer(file.readframes(1000), "<i2"), pcm)


def test_a_file_that_cannot_be_made_is_an_os_error_alone(tmp_path, recwarn):
    with pytest.raises(OSError, match="No such file"):
        WavWriter(tmp_path / "no" / "folder.wav")
    assert not recwarn.list
