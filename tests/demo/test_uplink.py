import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.wire.names import Encapsulation
from voipmon.demo import mulaw
from voipmon.demo.profiles import PROFILES
from voipmon.demo.uplink import Fate, Received, make_uplink, parse_rtp

SPEECH = (np.arange(160, dtype=np.int16) * 91 - 7000).astype("<i2")
PCM = SPEECH.tobytes()
FRAME = b"\x10\x01\x40" + PCM
GOES_ON, ENDS, PANICS, UNFINISHED = Fate


def rtp(payload: bytes, pt: int = 96, first: int = 0x80) -> bytes:
    return struct.pack("!BBHII", first, pt, 7, 1120, 99) + payload


def fate(
    encapsulation: str, *data: bytes, profile: str = "head-ulaw", asterisk: str = "20"
) -> tuple[Fate, Received]:
    got = Received()
    way = make_uplink(Encapsulation(encapsulation), PROFILES[profile], got, asterisk)
    for message in data:
        last = way.accept(message)
    return last, got


@pytest.mark.parametrize(
    ("encapsulation", "data"),
    [
        ("sln", PCM),
        ("rtp", rtp(PCM)),
        ("rtp", rtp(PCM, pt=0x80 | 96)),
        ("rtp", rtp(b"\xbe\xde\x00\x01abcd" + PCM, first=0x90)),
        ("rtp", rtp(bytes(8) + PCM, first=0x82)),
        ("rtp", rtp(PCM + b"\x00\x00\x03", first=0xA0)),
        ("audiosocket", FRAME),
    ],
)
def test_pcm16_is_accepted_as_it_is(encapsulation, data):
    what, got = fate(encapsulation, data)
    assert what is GOES_ON
    assert np.array_equal(got.pcm(), SPEECH)


@pytest.mark.parametrize(
    ("encapsulation", "data"),
    [
        ("rtp", rtp(PCM, pt=0)),
        ("rtp", rtp(PCM, pt=11)),
        ("rtp", PCM),
        ("rtp", b"\x80\x60\x00\x01\x02"),
        ("rtp", b""),
        ("audiosocket", b""),
    ],
)
def test_what_cannot_be_used_is_dropped_without_a_word(encapsulation, data):
    what, got = fate(encapsulation, data)
    assert what is GOES_ON
    assert got.frames == 0


@pytest.mark.parametrize(
    ("encapsulation", "data"),
    [
        ("sln", b""),
        ("rtp", rtp(b"")),
        ("audiosocket", bytes(320)),
        ("audiosocket", PCM),
        ("audiosocket", b"\x10\x00\x00"),
        ("audiosocket", b"\x00\x00\x00"),
        ("audiosocket", b"\x00\x00\x02ab"),
        ("audiosocket", b"\x01\x00\x10" + bytes(16)),
        ("audiosocket", b"\x02\x00\x01a"),
        ("audiosocket", b"\x03\x00\x015"),
        ("audiosocket", b"\x19\x00\x02ab"),
        ("audiosocket", b"\xff\x00\x01\x01"),
    ],
)
@pytest.mark.parametrize("asterisk", ["20", "dev"])
def test_killers_end_the_stream(encapsulation, data, asterisk):
    assert fate(encapsulation, data, asterisk=asterisk)[0] is ENDS


@pytest.mark.parametrize("kind", [0x11, 0x12, 0x16])
def test_other_rates_are_played_by_the_newer_asterisk_alone(kind):
    frame = bytes([kind, 2, 0x80]) + PCM + PCM
    assert fate("audiosocket", frame)[0] is ENDS
    what, got = fate("audiosocket", frame, asterisk="dev")
    assert what is GOES_ON
    assert got.frames == 1


@pytest.mark.parametrize("size", [1, 319, 321, 65534, 65535])
@pytest.mark.parametrize("encapsulation", ["sln", "rtp", "audiosocket"])
def test_odd_lengths_do_no_harm_and_no_byte_slips(encapsulation, size):
    body = bytes(size)
    wrap = {
        "sln": (body, PCM),
        "rtp": (rtp(body), rtp(PCM)),
        "audiosocket": (b"\x10" + struct.pack("!H", size) + body, FRAME),
    }
    what, got = fate(encapsulation, *wrap[encapsulation])
    assert what is GOES_ON
    assert np.array_equal(got.pcm()[-160:], SPEECH)


@pytest.mark.parametrize(
    ("encapsulation", "data"),
    [("sln", bytes(65536)), ("rtp", rtp(bytes(65536)))],
)
def test_a_length_that_does_not_fit_crashes_the_real_bridge(encapsulation, data):
    assert fate(encapsulation, data)[0] is PANICS


def test_two_audiosocket_frames_in_one_message_are_two_frames():
    what, got = fate("audiosocket", FRAME + FRAME)
    assert what is GOES_ON
    assert got.frames == 2


@pytest.mark.parametrize("asterisk", ["20", "dev"])
def test_a_cut_frame_waits_for_its_rest(asterisk):
    assert fate("audiosocket", FRAME[:100], asterisk=asterisk)[0] is UNFINISHED
    what, got = fate("audiosocket", FRAME[:100], FRAME[100:], asterisk=asterisk)
    assert what is GOES_ON
    assert got.frames == 1


def test_in_a_cut_header_only_the_newer_asterisk_is_patient():
    assert fate("audiosocket", FRAME[:2])[0] is UNFINISHED
    assert fate("audiosocket", FRAME[:2], asterisk="dev")[0] is GOES_ON


def test_mulaw_is_taken_for_pcm_except_by_the_relay_of_2024():
    code = mulaw.compress(SPEECH.astype(np.int16))
    assert len(fate("sln", code)[1].pcm()) == 80
    for way, data in (("sln", code), ("rtp", rtp(code, pt=0))):
        got = fate(way, data, profile="2024")[1]
        assert np.array_equal(got.pcm(), mulaw.expand(code))
    assert fate("sln", b"", profile="2024")[0] is GOES_ON


def test_payload_type_0_is_right_for_2025_and_96_is_not():
    assert fate("rtp", rtp(PCM, pt=0), profile="2025")[1].frames == 1
    assert fate("rtp", rtp(PCM, pt=96), profile="2025")[1].frames == 0


def test_what_is_kept_is_bounded():
    got = Received()
    for _ in range(7000):
        got.add(np.zeros(160, dtype=np.int16))
    assert got.samples == 7000 * 160
    assert len(got.pcm()) <= 120 * 8000


@given(st.binary(max_size=64))
def test_no_bytes_upset_the_rtp_parser(data):
    found = parse_rtp(data)
    assert found is None or found[1] in data


@given(st.lists(st.binary(max_size=40), max_size=8), st.sampled_from(["20", "dev"]))
def test_no_bytes_upset_any_way_in(chunks, asterisk):
    for encapsulation in Encapsulation:
        got = Received()
        way = make_uplink(encapsulation, PROFILES["head-ulaw"], got, asterisk)
        for chunk in chunks:
            if way.accept(chunk) is ENDS:
                break
