import wave

import numpy as np

from voipmon.store.wav import WavWriter


def test_what_was_written_is_what_is_read(tmp_path):
    path = tmp_path / "heard.wav"
    pcm = np.arange(-500, 500, dtype=np.int16)
    with WavWriter(path) as writer:
        writer.write(pcm[:300])
        writer.write(pcm[300:])
        assert writer.samples == 1000
    with wave.open(str(path)) as file:
        assert file.getparams()[:4] == (1, 2, 8000, 1000)
        assert np.array_equal(np.frombuffer(file.readframes(1000), "<i2"), pcm)
