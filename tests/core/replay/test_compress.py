import numpy as np
import pytest

from tests.core.replay.player import steepest
from tests.support.heard import _spikes
from tests.support.speechlike import noise, pcm, tone
from voipmon.core.replay.compress import Compressor, joined
from voipmon.core.replay.ring import SoundRing
from voipmon.demo.speech import voices

RATE = 8000
SPEEDS = [1.25, 1.5]


def compressed(sound, speed):
    ring, compressor = SoundRing(), Compressor()
    ring.append(sound)
    at, pieces = 0, []
    while at < ring.end:
        piece, used = compressor.piece(ring, at, 160, speed)
        pieces.append(piece)
        at += used
    return np.concatenate(pieces)


def voice(name, seconds=20):
    return voices()[name].pcm[: seconds * RATE]


def pitches(sound):
    """Quartiles of the pitch of the voiced parts [Hz], by autocorrelation."""
    found = []
    for at in range(0, len(sound) - 480, 160):
        window = sound[at : at + 480].astype(float)
        window -= window.mean()
        likeness = np.correlate(window, window, "full")[479:]
        lag = 20 + int(np.argmax(likeness[20:130]))
        if likeness[0] > 480 * 500**2 and likeness[lag] > 0.6 * likeness[0]:
            found.append(RATE / lag)
    return np.percentile(found, (25, 50, 75))


def spikes_a_second(sound):
    error, ratio = _spikes(sound.astype(float))
    at = np.flatnonzero((ratio > 9) & (error > 250))
    return float(np.sum(np.diff(at, prepend=-1000) > 80)) * RATE / len(sound)


def rms(sound):
    return float(np.sqrt(np.mean(sound.astype(float) ** 2)))


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("name", ["allison", "carlo"])
def test_speech_is_shorter_at_its_own_pitch_and_level_and_without_clicks(name, speed):
    sound = voice(name)
    short = compressed(sound, speed)
    assert len(short) * speed == pytest.approx(len(sound), rel=0.01)
    assert pitches(short) == pytest.approx(pitches(sound), rel=0.05)
    assert 20 * np.log10(rms(short) / rms(sound)) == pytest.approx(0, abs=1.0)
    assert spikes_a_second(short) < 1.3 * speed * spikes_a_second(sound) + 0.5


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("hertz", [90, 123, 200, 310, 440, 1000])
def test_a_tone_keeps_its_pitch_and_has_no_step(hertz, speed):
    sound = pcm(tone(hertz, 3.0), -6.0)
    short = compressed(sound, speed)
    spectrum = np.abs(np.fft.rfft(short * np.hanning(len(short))))
    heard = np.argmax(spectrum) * RATE / len(short)
    assert heard == pytest.approx(hertz, abs=1.5)
    assert steepest(short) < 1.6 * steepest(sound)


@pytest.mark.parametrize("speed", SPEEDS)
def test_what_has_no_period_keeps_its_level(speed):
    sound = pcm(noise(6.0) / 5, -12.0)
    short = compressed(sound, speed)
    assert len(short) * speed == pytest.approx(len(sound), rel=0.02)
    assert 20 * np.log10(rms(short) / rms(sound)) == pytest.approx(0, abs=0.5)


def test_at_its_own_pace_nothing_changes():
    sound = voice("june", 3)
    assert np.array_equal(compressed(sound, 1.0), sound)


def test_silence_stays_silence():
    assert not compressed(np.zeros(RATE, np.int16), 1.5).any()


def test_a_fade_of_two_sounds_that_are_not_alike_keeps_the_level():
    rng = np.random.default_rng(1)
    faded = [
        joined(*rng.standard_normal((2, 80)).astype(np.float32) * 1000)
        for _ in range(400)
    ]
    power = np.sqrt(np.mean(np.square(faded), axis=0))
    assert power.min() > 850
    assert power.max() < 1200


def test_a_fade_of_a_sound_with_itself_is_that_sound():
    sound = pcm(tone(300, 0.01), -6.0).astype(np.float32)
    assert np.allclose(joined(sound, sound), sound, atol=0.5)
