import numpy as np
import pytest

from tests.support.speechlike import noise, pcm, tone
from voipmon.core.replay.pauses import Pauses
from voipmon.core.replay.ring import SoundRing

RATE = 8000


def line(*parts, noise_dbfs=-65.0):
    """A ring of (seconds, speaks) on a line with noise."""
    sound = np.concatenate(
        [
            tone(200, seconds) * 0.1 * speaks + noise(seconds) * 10 ** (noise_dbfs / 20)
            for seconds, speaks in parts
        ]
    )
    ring = SoundRing()
    ring.append(pcm(sound, 0.0))
    return ring


@pytest.mark.parametrize("noise_dbfs", [-120.0, -65.0, -50.0])
def test_a_pause_is_left_shortly_before_its_end(noise_dbfs):
    ring = line((2, True), (2, False), (2, True), noise_dbfs=noise_dbfs)
    landing = Pauses(ring).landing(int(2.2 * RATE))
    assert landing == pytest.approx(3.85 * RATE, abs=0.03 * RATE)


def test_its_beginning_is_heard():
    ring = line((2, True), (2, False), (2, True))
    pauses = Pauses(ring)
    assert pauses.landing(int(2.1 * RATE)) is None
    assert pauses.landing(int(2.2 * RATE)) is not None


def test_a_short_pause_is_heard_whole():
    ring = line((2, True), (0.34, False), (2, True))
    pauses = Pauses(ring)
    assert all(pauses.landing(at) is None for at in range(0, ring.end, 160))


def test_a_pause_that_goes_on_is_left_to_the_end_of_what_is_kept():
    ring = line((2, True), (3, False))
    assert Pauses(ring).landing(int(2.5 * RATE)) == ring.end


def test_what_is_as_loud_as_everything_else_is_no_pause():
    ring = line((10, False), noise_dbfs=-45.0)
    pauses = Pauses(ring)
    assert all(pauses.landing(at) is None for at in range(0, ring.end, 800))


def test_quiet_speech_on_a_line_that_pauses_in_silence_is_heard():
    ring = SoundRing()
    loud, quiet = pcm(tone(200, 2), -12.0), pcm(tone(200, 2), -48.0)
    ring.append(np.concatenate((loud, np.zeros(2 * RATE, np.int16), quiet)))
    pauses = Pauses(ring)
    assert pauses.landing(int(4.5 * RATE)) is None
    assert pauses.landing(int(2.5 * RATE)) is not None


def test_what_came_since_is_measured_too():
    ring = line((2, True), (1, False))
    pauses = Pauses(ring)
    assert pauses.landing(int(2.5 * RATE)) == ring.end
    ring.append(line((2, True)).view(0, 2 * RATE))
    assert pauses.landing(int(2.5 * RATE)) == pytest.approx(2.85 * RATE, abs=240)
    for _ in range(80):  # more than is kept
        ring.append(line((0.5, True), (0.5, False)).view(0, RATE))
    at = ring.end - int(1.25 * RATE)
    assert pauses.landing(at) is not None
