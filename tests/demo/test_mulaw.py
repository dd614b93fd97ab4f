import io

import numpy as np
import soundfile

from voipmon.demo import mulaw

EVERY = np.arange(-32768, 32768, dtype=np.int16)


def test_silence_is_ff_and_the_smallest_steps_follow():
    assert mulaw.compress(np.array([0, 8, -8], dtype=np.int16)) == b"\xff\xfe\x7e"


def test_every_code_decodes_as_another_implementation_does():
    codes = bytes(range(256))
    other, _ = soundfile.read(
        io.BytesIO(codes),
        format="RAW",
        subtype="ULAW",
        samplerate=8000,
        channels=1,
        dtype="int16",
    )
    assert np.array_equal(mulaw.expand(codes), other)


def test_every_code_survives_but_the_second_zero():
    codes = bytes(c for c in range(256) if c != 0x7F)
    assert mulaw.compress(mulaw.expand(codes)) == codes


def test_the_error_is_at_most_half_a_step():
    back = mulaw.expand(mulaw.compress(EVERY)).astype(int)
    size = np.abs(EVERY.astype(int))
    step = 2.0 ** (np.floor(np.log2(np.minimum(size, 32635) + 132)) - 4)
    inside = size <= 32635
    assert np.all(np.abs(back - EVERY)[inside] <= step[inside] / 2)
