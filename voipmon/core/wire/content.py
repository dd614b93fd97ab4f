"""Which codec explains these bytes best: description length per hypothesis.

Each hypothesis (mu-law, A-law, 16-bit little-endian) decodes the payload, predicts the
samples, and pays for what the prediction leaves: a Laplacian of the residual's mean
magnitude, minus the width of each code's quantisation cell. The right decoding is
smooth and cheap; a wrong one pays nearly eight bits for each byte. Bits of different
payloads add up, need no calibration by codec, level, packet time or language, and one
20 ms payload is enough as a rule.

Priors for what smoothness cannot tell: sound is not a constant far from zero (silence
`00 00`, `FF` or `D5` read under a wrong law is one), and clipped sound repeats its
ceiling exactly.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from voipmon.core.wire.g711 import ALAW_LEVELS, ULAW_LEVELS
from voipmon.core.wire.names import Codec

CODECS: Final = (Codec.ULAW, Codec.ALAW, Codec.L16)  # order of `weigh`'s answer
SEGMENT_BYTES: Final = 320  # weighed at once; a lump is sampled, so cost is bounded
_SEGMENTS: Final = 4
_LAPLACE_BITS: Final = float(np.log2(2 * np.e))  # entropy of a unit Laplacian
_LEAST_RESIDUAL: Final = 0.25  # [LSB] below it a 16-bit residual costs next to nothing
_LEAST_BITS: Final = 0.05  # per sample: even digital silence says something
_DC_BITS: Final = 100.0  # price of a payload that stays on one side of zero
_DC_LEVEL: Final = 64.0  # [LSB] offsets below it are known of cheap analogue adapters
_LOUD: Final = 6000.0  # [LSB] mean magnitude from which clipping is looked for


def _cell_bits(levels: NDArray[np.int16]) -> NDArray[np.float32]:
    """log2 of the width of each code's quantisation cell [16-bit LSB], shape (256,)."""
    ordered = np.unique(levels).astype(np.float64)
    widths = np.gradient(ordered)
    return np.log2(widths[np.searchsorted(ordered, levels)]).astype(np.float32)


_LAWS: Final = tuple(
    (levels.astype(np.float32), _cell_bits(levels))
    for levels in (ULAW_LEVELS, ALAW_LEVELS)
)


def weigh(payload: bytes) -> tuple[float, float, float]:
    """Bits needed to describe `payload` as mu-law, A-law and L16, in this order.

    At most 1280 bytes of a longer payload are looked at, evenly spread. A payload
    of less than two bytes says nothing.
    """
    if len(payload) <= SEGMENT_BYTES:
        return _weigh(payload)
    ulaw = alaw = linear = 0.0
    last = len(payload) - SEGMENT_BYTES
    count = min(_SEGMENTS, -(-len(payload) // SEGMENT_BYTES))
    for i in range(count):
        at = last * i // (count - 1) & ~1  # 16-bit samples stay aligned
        bits = _weigh(payload[at : at + SEGMENT_BYTES])
        ulaw += bits[0]
        alaw += bits[1]
        linear += bits[2]
    return ulaw, alaw, linear


def _weigh(payload: bytes) -> tuple[float, float, float]:
    if len(payload) < 2:
        return 0.0, 0.0, 0.0
    octets = np.frombuffer(payload, np.uint8)
    ulaw, alaw = (
        _bits(levels.take(octets), float(cells.take(octets).sum()))
        for levels, cells in _LAWS
    )
    linear = np.frombuffer(payload, "<i2", len(payload) // 2).astype(np.float32)
    return ulaw, alaw, _bits(linear, 0.0)


def _bits(pcm: NDArray[np.float32], cells: float) -> float:
    """Description length of samples whose cells hold `cells` bits together."""
    n = len(pcm)
    magnitude = float(np.abs(pcm).sum()) / n
    residual = min(magnitude, _residual(pcm))
    bits = n * (_LAPLACE_BITS + float(np.log2(max(residual, _LEAST_RESIDUAL)))) - cells
    if magnitude > _LOUD:
        bits = min(bits, _clipped_bits(pcm, cells))
    bits = max(bits, n * _LEAST_BITS)
    if magnitude > _DC_LEVEL and abs(float(pcm.sum())) > 0.9 * n * magnitude:
        bits += _DC_BITS
    return bits


def _residual(pcm: NDArray[np.float32]) -> float:
    """Mean magnitude that a second-order linear prediction leaves."""
    if len(pcm) < 8:
        return float("inf")
    r0 = float(pcm @ pcm) * 1.0001 + 1.0  # white-noise correction keeps it solvable
    r1 = float(pcm[1:] @ pcm[:-1])
    r2 = float(pcm[2:] @ pcm[:-2])
    scale = r0 * r0 - r1 * r1
    near = np.float32((r1 * r0 - r1 * r2) / scale)
    far = np.float32((r0 * r2 - r1 * r1) / scale)
    left = pcm[2:] - near * pcm[1:-1] - far * pcm[:-2]
    return float(np.abs(left).sum()) / len(left)


def _clipped_bits(pcm: NDArray[np.float32], cells: float) -> float:
    """Description length when exact repeats are told apart from the rest."""
    steps = np.abs(pcm[1:] - pcm[:-1])
    n = len(pcm)
    moving = int(np.count_nonzero(steps))
    still = n - 1 - moving
    if not moving or not still:
        return float("inf")
    share = moving / n
    which = -(share * np.log2(share) + (1 - share) * np.log2(1 - share)) * n
    mean = float(steps.sum()) / moving
    return float(
        which + moving * (_LAPLACE_BITS + np.log2(mean)) - cells * (moving + 1) / n
    )
