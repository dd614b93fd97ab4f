"""G.711 tables against an implementation that follows the Recommendation's text."""

from bisect import bisect_right
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.wire.g711 import (
    compress_alaw,
    compress_ulaw,
    expand_alaw,
    expand_ulaw,
)

OCTETS = bytes(range(256))
ALL = np.arange(-32768, 32768).astype(np.int16)
# Decision values x_n of tables 1a and 2a at the ends of the segments.
ULAW_ENDS = (0, 31, 95, 223, 479, 991, 2015, 4063, 8159)
ALAW_ENDS = (0, 32, 64, 128, 256, 512, 1024, 2048, 4096)


def decisions(law: str) -> list[float]:
    """Decision values of one polarity, in the Recommendation's own units."""
    ends = ULAW_ENDS if law == "ulaw" else ALAW_ENDS
    values: list[float] = []
    for low, high in pairwise(ends):
        if law == "ulaw" and low == 0:
            values += [0, *range(1, high, 2)]  # one step of 1, then 15 of 2
        else:
            values += list(np.arange(low, high, (high - low) / 16))
    return [*values, ends[-1]]


def outputs(law: str) -> list[float]:
    """Quantised values: the middle of two decisions; 0 in mu-law's first step."""
    x = decisions(law)
    middles = [(low + high) / 2 for low, high in pairwise(x)]
    return [0.0, *middles[1:]] if law == "ulaw" else middles


@pytest.mark.parametrize(
    ("law", "expand", "unit"), [("ulaw", expand_ulaw, 4), ("alaw", expand_alaw, 8)]
)
def test_every_octet_expands_to_the_recommendations_output_value(law, expand, unit):
    levels = expand(OCTETS)
    for rank, value in enumerate(outputs(law)):
        positive = 0xFF - rank if law == "ulaw" else (0x80 | rank) ^ 0x55
        assert levels[positive] == unit * value
        assert levels[positive ^ 0x80] == -unit * value


@pytest.mark.parametrize(
    ("law", "compress", "unit"),
    [("ulaw", compress_ulaw, 4), ("alaw", compress_alaw, 8)],
)
def test_every_sample_compresses_to_the_interval_it_lies_in(law, compress, unit):
    x = [unit * value for value in decisions(law)]
    octets = compress(ALL)
    for sample, octet in zip(ALL.tolist(), octets, strict=True):
        # One's complement for negative values, as ITU-T G.191 does.
        magnitude = ~sample if sample < 0 else sample
        rank = min(bisect_right(x, magnitude) - 1, 127)
        code = 0xFF - rank if law == "ulaw" else (0x80 | rank) ^ 0x55
        expected = code ^ 0x80 if sample < 0 else code
        assert octet == expected, (sample, octet, expected)


@given(st.binary(max_size=40))
def test_compression_undoes_expansion(payload):
    assert compress_alaw(expand_alaw(payload)) == payload
    again = compress_ulaw(expand_ulaw(payload))
    assert again == payload.replace(b"\x7f", b"\xff")  # minus zero is zero


def test_empty_payloads_and_strided_samples():
    assert expand_ulaw(b"").shape == expand_alaw(b"").shape == (0,)
    assert expand_ulaw(b"").dtype == np.int16
    assert compress_ulaw(ALL[:0]) == compress_alaw(ALL[:0]) == b""
    assert compress_ulaw(ALL[::7]) == compress_ulaw(ALL[::7].copy())


def test_expanded_samples_may_be_written_to_without_harm_to_the_table():
    first = expand_ulaw(b"\x80")
    first[:] = 0
    assert expand_ulaw(b"\x80")[0] == 32124
