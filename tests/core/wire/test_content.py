"""Description length: the codec that a payload was made with costs the least."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.speechlike import (
    noise,
    payloads,
    pcm,
    speech,
    tone,
)
from voipmon.core.wire.content import CODECS, weigh
from voipmon.core.wire.g711 import compress_ulaw, expand_ulaw
from voipmon.core.wire.names import Codec


def cheapest(payload: bytes) -> Codec:
    bits = weigh(payload)
    return CODECS[bits.index(min(bits))]


def share_right(sound, codec: Codec, samples: int) -> float:
    parts = payloads(sound, codec, samples)
    return sum(cheapest(part) is codec for part in parts) / len(parts)


@pytest.mark.parametrize("samples", [80, 160, 320, 800])
@pytest.mark.parametrize("codec", Codec)
@pytest.mark.parametrize("peak_dbfs", [-50, -30, -10, 0, 12])
def test_single_payloads_of_speech_with_room_noise(codec, samples, peak_dbfs):
    room = noise(6.0) * 10 ** ((-81 - peak_dbfs) / 20)
    sound = pcm(speech() + room, peak_dbfs)
    allowed = 0.99 if peak_dbfs > 0 else 1.0  # clipped: a codec needs two payloads
    assert share_right(sound, codec, samples) >= allowed


@pytest.mark.parametrize("codec", Codec)
@pytest.mark.parametrize(
    "sound",
    [
        pcm(noise() / 5, -50),
        pcm(noise() / 5, -20),
        pcm(noise() / 5, -3),
        pcm(tone(440), -15),
        pcm(tone(1000), -3),
        pcm(tone(3400), -10),
        pcm((tone(697) + tone(1209)) / 2, -6),
        pcm(tone(50), -40),
        pcm(sum(tone(f) for f in (220, 277, 330, 660, 990)) / 5, -6),
    ],
    ids=["hiss", "noise", "loud", "a", "test", "high", "dtmf", "hum", "chord"],
)
def test_single_payloads_of_other_sounds(codec, sound):
    assert share_right(sound, codec, 160) == 1.0


@pytest.mark.parametrize("size", [80, 160, 320, 640, 1600])
@pytest.mark.parametrize(
    ("octets", "codec"),
    [
        (b"\xff", Codec.ULAW),
        (b"\x7f", Codec.ULAW),
        (b"\xfe", Codec.ULAW),
        (b"\xd5", Codec.ALAW),
        (b"\x55", Codec.ALAW),
        (b"\x00", Codec.L16),
        (b"\x03\x00", Codec.L16),
        (b"\xfe\xff", Codec.L16),
    ],
)
def test_silence_of_each_codec(octets, codec, size):
    assert cheapest((octets * size)[:size]) is codec


def test_silence_with_dither_and_cut_hard_by_a_gate():
    rng = np.random.default_rng(3)
    dither = rng.integers(-1, 2, 1600).astype(np.int16)
    assert share_right(dither, Codec.L16, 160) == 1.0
    gated = pcm(speech(), -10)
    gated[np.abs(gated) < 60] = 0
    assert share_right(gated, Codec.ULAW, 160) == 1.0
    assert share_right(gated, Codec.L16, 160) >= 0.995


def test_linear_sound_that_went_through_mu_law_is_still_linear():
    sound = expand_ulaw(compress_ulaw(pcm(speech(), -6)))
    assert share_right(sound, Codec.L16, 160) == 1.0


def test_an_exact_2_khz_tone_does_not_tell_the_laws_apart():
    for codec in (Codec.ULAW, Codec.ALAW):
        ulaw, alaw, linear = weigh(payloads(pcm(tone(2000), -10), codec)[0])
        assert ulaw == alaw < linear


@settings(max_examples=60)
@given(st.binary(max_size=700))
def test_any_bytes_have_finite_positive_costs(payload):
    bits = weigh(payload)
    assert all(np.isfinite(bits))
    assert min(bits) > 0.0 if len(payload) > 1 else bits == (0.0, 0.0, 0.0)
    assert weigh(payload) == bits


def test_a_lump_is_sampled_and_still_told():
    for codec in Codec:
        lump = b"".join(payloads(pcm(speech(), -20), codec))
        assert cheapest(lump) is codec
        assert max(weigh(lump)) < 8.5 * 1280 + 4 * 8 * 25
