import numpy as np

from tests.tour.compare import PHASES, TELEPHONE, compare, first_sound_s, gaps


def speech(seconds=4.0):
    """Noise with the spectrum and the loudness changes of speech."""
    random = np.random.default_rng(7)
    count = int(seconds * TELEPHONE)
    noise = np.convolve(random.standard_normal(count), np.hanning(9), "same")
    loudness = 0.3 + np.abs(np.sin(np.arange(count) * 2 * np.pi * 2.3 / TELEPHONE))
    return (noise * loudness * 2000).astype(np.int16)


def played(sent, delay_s, gain=1.0):
    """As a loudspeaker would: interpolated to 48 kHz, two channels."""
    size = len(sent)
    spectrum = np.fft.rfft(sent.astype(float))
    fine = np.fft.irfft(spectrum, size * PHASES) * PHASES * gain
    silence = np.zeros(int(delay_s * TELEPHONE * PHASES))
    left = np.concatenate((silence, fine, silence, np.zeros(48_000))).astype(np.int16)
    return np.stack((left, left), axis=1)


def test_the_same_sound_is_recognised_whatever_its_delay():
    sent = speech()
    likeness = compare(sent, played(sent, 0.7312))
    assert likeness.windows >= 12
    assert likeness.share == 1.0
    assert abs(likeness.lag_s - 0.7312) < 0.001
    assert abs(likeness.median_level_db) < 0.2


def test_another_sound_and_a_wrong_level_are_not_right():
    sent = speech()
    assert compare(sent, played(sent[::-1], 0.7)).share < 0.1
    assert compare(sent, played(sent, 0.7, gain=0.8)).share < 0.1


def test_a_level_is_right_between_the_gains_it_was_played_with():
    sent = speech()
    heard = played(sent, 0.7, gain=10 ** (-4 / 20))
    assert compare(sent, heard, gain_db=(-4.5, -3.5)).share == 1.0
    assert compare(sent, heard, gain_db=(-12.0, -6.0)).share < 0.1


def test_a_lost_part_costs_its_windows_only():
    sent = speech()
    heard = played(sent, 0.7)
    heard[96_000:120_000] = 0
    likeness = compare(sent, heard)
    assert 0.6 < likeness.share < 0.95


def test_gaps_and_first_sound_are_told_in_seconds():
    heard = played(speech(2.0), 0.5)
    start = first_sound_s(heard)
    assert start is not None
    assert abs(start - 0.5) < 0.02
    assert [round(length, 1) for _, length in gaps(heard, 0.3)] == [0.5, 1.5]
