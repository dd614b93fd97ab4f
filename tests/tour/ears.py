"""Two ears: from which side a sound comes, and how loud each of several calls is."""

import numpy as np
from numpy.typing import NDArray

from tests.support.sound_server import RATE
from tests.tour.compare import PHASES, TELEPHONE, mono

Sound = NDArray[np.float64]

_NEAR = RATE // 1000  # [samples] the ears are no further apart than 1 ms
_PIECE = TELEPHONE  # [samples] delays hardly wander within 1 s


def left_later_us(heard: NDArray[np.int16]) -> float:
    """By how much the left ear hears it later, by cross-correlation [us].

    Args:
        heard: int16, shape (n, 2), 48 kHz.
    """
    left, right = (ear.astype(np.float64) for ear in heard.T)
    size = 2 * len(heard)
    cross = np.fft.rfft(left, size) * np.conj(np.fft.rfft(right, size))
    product = np.fft.fftshift(np.fft.irfft(cross, size))
    near = product[size // 2 - _NEAR : size // 2 + _NEAR + 1]
    return float(np.argmax(near) - _NEAR) * 1e6 / RATE


def left_louder_db(heard: NDArray[np.int16]) -> float:
    """Level of the left ear minus that of the right [dB]."""
    power = np.mean(np.square(heard.astype(np.float64)), axis=0) + 1e-9
    return float(10 * np.log10(power[0] / power[1]))


def gains_db(
    sent: list[NDArray[np.int16]], heard: NDArray[np.int16]
) -> list[tuple[float, float]]:
    """How loud each known speech is in a mix of all, left and right [dB].

    Second by second: the one that stands out most is looked for first, then the others
    in what remains, and all are fitted at once. The median of the seconds in which a
    speech was recognised is given, -120 if it never was.

    Args:
        sent: int16 at 8 kHz, each shape (n,); what may be in the recording.
        heard: int16, shape (m, 2), 48 kHz.
    """
    ears = [mono(heard)[::PHASES], mono(heard[:, ::-1])[::PHASES]]
    known = [one.astype(np.float64) for one in sent]
    found: list[list[list[float]]] = [[[], []] for _ in known]
    for side, ear in enumerate(ears):
        for first in range(0, len(ear) - _PIECE + 1, _PIECE):
            piece = ear[first : first + _PIECE].astype(np.float64)
            for number, gain in _fit(known, piece).items():
                found[number][side].append(20 * np.log10(gain))
    return [
        tuple(float(np.median(side)) if side else -120.0 for side in one)
        for one in found
    ]  # type: ignore[misc] # two sides


_LOUD = 300.0  # rms of a second in which somebody speaks
_ALIKE = 0.6  # least correlation with what the others leave over


def _fit(known: list[Sound], piece: Sound) -> dict[int, float]:
    """Gains of those that were recognised in one second, by their numbers."""
    chosen: dict[int, Sound] = {}
    rest, gains = piece, np.zeros(0)
    while len(chosen) < len(known):
        parts = {
            n: _aligned(one, rest) for n, one in enumerate(known) if n not in chosen
        }
        best = max(parts, key=lambda n: _alike(parts[n], rest))
        chosen[best] = parts[best]
        said = np.stack(list(chosen.values()), axis=1)
        gains = np.linalg.lstsq(said, piece, rcond=None)[0]
        rest = piece - said @ gains
    recognised = {}
    for gain, (number, part) in zip(gains, chosen.items(), strict=True):
        loud = np.sqrt(np.mean(part**2)) > _LOUD
        if loud and gain > 0 and _alike(part, rest + gain * part) > _ALIKE:
            recognised[number] = float(gain)
    return recognised


def _alike(part: Sound, piece: Sound) -> float:
    norm = float(np.linalg.norm(part) * np.linalg.norm(piece))
    return float(part @ piece) / norm if norm else 0.0


def _aligned(one: Sound, piece: Sound) -> Sound:
    """The part of a known speech that is most like the piece."""
    size = 1 << (len(one) + len(piece)).bit_length()
    cross = np.fft.rfft(one, size) * np.conj(np.fft.rfft(piece, size))
    product = np.fft.irfft(cross, size)[: len(one) - len(piece)]
    at = int(np.argmax(product))
    return one[at : at + len(piece)]
