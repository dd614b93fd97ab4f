"""Where between the ears a sound is heard: one short filter for each ear.

The farther ear gets the sound later, after Woodworth's formula for a rigid sphere
(R. S. Woodworth, Experimental Psychology, 1938: a / c * (angle + sin angle)), and
duller, after the shadow of a sphere by Brown and Duda ("A structural model for
binaural sound synthesis", IEEE Trans. Speech Audio Process. 6, 1998). The nearer ear
gets it as it is.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from voipmon.core.frame import SAMPLE_RATE

RADIUS_M = 0.0875  # of the head
SOUND_M_S = 343.0
LEAD = 8  # [samples] 1 ms: all are so late, so that a sinc fits before the delayed
WIDTH = 22  # [taps] the lead, 5.25 samples between the ears, and the sinc's other half
MOST_DEG = 90.0

_KAISER = 4.0
_POINTS = 256  # of the spectrum from which the taps are made
_SHADOW_LEAST, _SHADOW_DEG = 0.1, 150.0  # of Brown and Duda: alpha_min, theta_min


def delay_s(azimuth_deg: float) -> float:
    """How much later the farther ear hears it [s]: 261 us at 30, 656 us at 90."""
    angle = np.radians(min(abs(azimuth_deg), MOST_DEG))
    return float(RADIUS_M / SOUND_M_S * (angle + np.sin(angle)))


def taps(azimuth_deg: float) -> NDArray[np.float32]:
    """Filters of both ears, float32, shape (WIDTH, 2): left, right; read-only.

    The newest sample is the last row. In the nearer ear, and straight ahead in both,
    it is a delay of `LEAD` whole samples at 0 dB: not one sample is changed.

    Args:
        azimuth_deg: -90 left to +90 right, taken to the nearest degree.
    """
    return _taps(round(min(max(azimuth_deg, -MOST_DEG), MOST_DEG)))


@cache
def one_ear(*, left: bool, right: bool) -> NDArray[np.float32]:
    """Likewise for a sound without a place: in the ears named, nothing in the other."""
    both = _centre() * np.array((left, right), np.float32)
    both.flags.writeable = False
    return both


@cache
def _taps(azimuth: int) -> NDArray[np.float32]:
    both = _centre()
    if azimuth:
        both[:, 0 if azimuth > 0 else 1] = _far_ear(abs(azimuth))
    both.flags.writeable = False
    return both


def _centre() -> NDArray[np.float32]:
    both = np.zeros((WIDTH, 2), np.float32)
    both[WIDTH - 1 - LEAD] = 1.0
    return both


def _far_ear(azimuth: int) -> NDArray[np.float32]:
    """Taps of the ear in the shadow: its spectrum beside the other ear's, windowed."""
    at = LEAD + delay_s(azimuth) * SAMPLE_RATE  # [samples] where its middle is
    angular = 2 * np.pi * np.fft.rfftfreq(_POINTS).astype(np.float64)
    shadow = _sphere(angular, 90.0 + azimuth) / _sphere(angular, 90.0 - azimuth)
    impulse = np.fft.irfft(shadow * np.exp(-1j * angular * at), _POINTS)[:WIDTH]
    beside = np.clip(1 - ((np.arange(WIDTH) - at) / LEAD) ** 2, 0, None)
    shaped = impulse * np.i0(_KAISER * np.sqrt(beside)) * (beside > 0)
    wanted: NDArray[np.float32] = (shaped / shaped.sum()).astype(np.float32)
    return wanted[::-1]


def _sphere(angular: NDArray[np.float64], off_deg: float) -> NDArray[np.float64]:
    """How strong an ear hears what comes from `off_deg` beside its own axis."""
    part = np.cos(np.pi * off_deg / _SHADOW_DEG)
    alpha = 1 + _SHADOW_LEAST / 2 + (1 - _SHADOW_LEAST / 2) * part
    relative = angular * SAMPLE_RATE * RADIUS_M / (2 * SOUND_M_S)
    strength: NDArray[np.float64] = np.sqrt(
        (1 + (alpha * relative) ** 2) / (1 + relative**2)
    )
    return strength
