import numpy as np

from voipmon.core.frame import AudioFrame
from voipmon.core.playout.intake import Intake


def frame(rate: int) -> AudioFrame:
    t = np.arange(rate // 50)
    pcm = (8000 * np.sin(2 * np.pi * 500 * t / rate)).astype(np.int16)
    return AudioFrame(pcm=pcm, arrival_ns=0, rate=rate)


def test_telephone_sound_is_not_touched():
    telephone = frame(8000)
    assert Intake().accept(telephone) is telephone.pcm


def test_each_rate_becomes_telephone_sound_and_may_change():
    intake = Intake()
    for rate in (16000, 48000, 8000, 44100, 12000):
        intake.restart()
        out = [intake.accept(frame(rate)) for _ in range(3)]
        assert [len(o) for o in out] == [160, 160, 160]
        assert out[2].dtype == np.int16
        assert 7900 < np.max(np.abs(out[2].astype(int))) < 8100
