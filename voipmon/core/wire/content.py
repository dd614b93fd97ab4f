"""Which codec explains these bytes best: description length per hypothesis.

Each hypothesis (mu-law, A-law, 16-bit little-endian) decodes the payload, predicts the
samples, and pays for what the prediction leaves: a Laplacian of the residual's mean
magnitude, minus the width of each code's quantisation cell. The right decoding is
smooth and cheap; a wrong one pays nearly eight bits for each byte. Bits of different
payloads add up, need no calibration by codec, level, packet time or language, and one
20 ms payload is enough as a rule.

Where smoothness alone cannot tell:

- Sound is not a constant far from zero; silence `00 00` or `D5` read wrongly is one.
- `FF` throughout is zero in mu-law and minus one in L16: far likelier the former.
- Clipped and gated sound repeats a value exactly, so repeats are priced apart.
- Any four octets that go on repeating are an exact 2 kHz tone in mu-law and in A-law.
"""

from math import e, inf, log2
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voipmon.core.wire.g711 import ALAW_LEVELS, ULAW_LEVELS
from voipmon.core.wire.names import Codec

CODECS: Final = (Codec.ULAW, Codec.ALAW, Codec.L16)  # order of `weigh`'s answer
SEGMENT_BYTES: Final = 320  # weighed at once; a lump is sampled, so cost is bounded
_SEGMENTS: Final = 4
_LAPLACE_BITS: Final = log2(2 * e)  # entropy of a unit Laplacian
_LEAST_RESIDUAL: Final = 0.19  # [LSB] a 16-bit residual below it costs nothing
_LEAST_BITS: Final = 0.05  # per sample: even digital silence says something
_BLOCK_BYTES: Final = 40  # 5 ms of mu-law: sound has its own level in each
_DC_BITS: Final = 25.0  # price of a block that stands still away from zero
_LEVEL_SHARE: Final = 0.05  # [LSB] a difference alone does not tell the level
_DC_LEVEL: Final = 100.0  # [LSB] below it offsets do occur; FE FE read as L16 is -258
_LOUD: Final = 6000.0  # [LSB] mean magnitude from which clipping is looked for
_ULAW_SILENCE: Final = (4.0, 200.0, 40.0)  # [bit] a payload of nothing but FF


def _cell_bits(levels: NDArray[np.int16]) -> NDArray[np.float32]:
    """log2 of the width of each code's quantisation cell [16-bit LSB], shape (256,)."""
    ordered = np.unique(levels).astype(np.float64)
    widths = np.gradient(ordered)
    return np.log2(widths[np.searchsorted(ordered, levels)]).astype(np.float32)


_LEVELS: Final = np.stack((ULAW_LEVELS, ALAW_LEVELS)).astype(np.float32)
_CELLS: Final = np.stack((_cell_bits(ULAW_LEVELS), _cell_bits(ALAW_LEVELS)))


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
    if payload.count(0xFF) == len(payload):
        return _ULAW_SILENCE
    octets = np.frombuffer(payload, np.uint8)
    ulaw, alaw = _bits(
        _LEVELS.take(octets, axis=1), _CELLS.take(octets, axis=1), _BLOCK_BYTES
    )
    if payload[4:] == payload[:-4] and payload[1:] != payload[:-1]:
        ulaw = alaw = min(ulaw, alaw)
    linear = np.frombuffer(payload, "<i2", len(payload) // 2).astype(np.float32)
    return ulaw, alaw, _bits(linear[np.newaxis], None, _BLOCK_BYTES // 2)[0]


def _bits(
    pcm: NDArray[np.float32], cells: NDArray[np.float32] | None, block: int
) -> list[float]:
    """Description length of each row of samples, float32 (hypotheses, n).

    `cells` are the log2 widths of the samples' quantisation cells, None where all
    are one; `block` the samples that share a level.
    """
    rows, n = pcm.shape
    price = _DC_BITS if n >= block else 0.0  # a few samples may well stand still
    block = min(block, n)
    whole = n - n % block
    shape = (rows, -1, block)
    level = np.add.reduce(np.abs(pcm[:, :whole]).reshape(shape), axis=2) / block
    loudness = np.add.reduce(level, axis=1).tolist()
    loud = [total > _LOUD * level.shape[1] for total in loudness]
    steps = np.empty_like(pcm)
    steps[:, 0] = 0.0
    np.abs(pcm[:, 1:] - pcm[:, :-1], out=steps[:, 1:])
    repeats = steps[:, 1:].copy() if any(loud) else steps
    steps[:, ::block] = 0.0  # of another block: says nothing about this one
    step = np.add.reduce(steps[:, :whole].reshape(shape), axis=2) / block
    left = np.add.reduce(_residual(pcm)[:, :whole].reshape(shape), axis=2) / block
    mean = np.minimum(np.minimum(level, left), step + _LEVEL_SHARE)
    bits = block * (_LAPLACE_BITS + np.log2(np.maximum(mean, _LEAST_RESIDUAL)))
    if cells is not None:
        bits -= np.add.reduce(cells[:, :whole].reshape(shape), axis=2)
    np.maximum(bits, block * _LEAST_BITS, out=bits)
    totals: list[float] = (np.add.reduce(bits, axis=1) * (n / whole)).tolist()
    for row in range(rows):
        if loud[row]:
            held = 0.0 if cells is None else float(cells[row].sum())
            totals[row] = min(totals[row], _repeating_bits(repeats[row], held))
    if step.all():
        return totals  # nothing stands still
    stuck = np.add.reduce((step == 0.0) & (level > _DC_LEVEL), axis=1).tolist()
    return [bits + price * count for bits, count in zip(totals, stuck, strict=True)]


def _residual(pcm: NDArray[np.float32]) -> NDArray[np.float32]:
    """Magnitude that a second-order linear prediction leaves, shape as `pcm`."""
    ahead, behind = pcm[:, 1:], pcm[:, :-1]
    correlated = zip(
        np.vecdot(pcm, pcm).tolist(),
        np.vecdot(ahead, behind).tolist(),
        np.vecdot(pcm[:, 2:], pcm[:, :-2]).tolist(),
        strict=True,
    )
    taps = np.array([_predictor(*lags) for lags in correlated], np.float32)
    left = pcm.copy()
    left[:, 1:] -= taps[:, :1] * behind
    left[:, 2:] -= taps[:, 1:] * pcm[:, :-2]
    return np.abs(left, out=left)


def _predictor(r0: float, r1: float, r2: float) -> tuple[float, float]:
    """Weights of the last sample and the one before it, from autocorrelations."""
    r0 = r0 * 1.0001 + 1.0  # white-noise correction keeps it solvable
    scale = r0 * r0 - r1 * r1
    return (r1 * r0 - r1 * r2) / scale, (r0 * r2 - r1 * r1) / scale


def _repeating_bits(steps: NDArray[np.float32], cells: float) -> float:
    """Description length when exact repeats are told apart from the rest."""
    n = len(steps) + 1
    moving = int(np.count_nonzero(steps))
    if not 0 < moving < n - 1:
        return inf
    share = moving / n
    which = -(share * log2(share) + (1 - share) * log2(1 - share)) * n
    mean = float(steps.sum()) / moving
    bits = which + moving * (_LAPLACE_BITS + log2(mean)) - cells * (moving + 1) / n
    return max(bits, n * _LEAST_BITS)
