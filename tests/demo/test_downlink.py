import itertools
import struct
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame
from websockets.streams import StreamReader

from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.demo.downlink import Downlink, websocket_message
from voipmon.demo.profiles import PROFILES

BODY = {Codec.ULAW: b"\xab" * 160, Codec.L16: b"\x12\x34" * 160}


def bodies(wire: bytes) -> list[bytes]:
    """Read server frames with another implementation."""
    reader = StreamReader()
    reader.feed_data(wire)
    reader.feed_eof()
    out = []
    while reader.buffer:
        parse = Frame.parse(reader.read_exact, mask=False, max_size=None)
        try:
            while True:
                next(parse)
        except StopIteration as done:
            frame = done.value
        assert frame.opcode == 2
        assert frame.fin
        out.append(bytes(frame.data))
    return out


def sent(encapsulation: str, profile: str, codec: Codec, count: int = 3) -> list[bytes]:
    down = Downlink(Encapsulation(encapsulation), PROFILES[profile], Random(1))
    return bodies(b"".join(down.pack(BODY[codec], codec) for _ in range(count)))


@given(st.binary(max_size=70_000))
def test_any_message_arrives_whole(data):
    assert bodies(websocket_message(data)) == [data]


@pytest.mark.parametrize(
    ("profile", "codec", "heads"),
    [
        ("head-ulaw", Codec.ULAW, ["80600001000000a0", "8060000200000140"]),
        ("head-l16", Codec.L16, ["8060000100000140", "8060000200000280"]),
        ("2025", Codec.ULAW, ["80000001000000a0", "8000000200000140"]),
    ],
)
def test_the_bridges_rtp_counts_bytes_from_one_without_ssrc(profile, codec, heads):
    packets = sent("rtp", profile, codec, 2)
    for packet, head in zip(packets, heads, strict=True):
        assert packet == bytes.fromhex(head + "00000000") + BODY[codec]


def test_the_bridges_sequence_wraps_and_never_marks():
    down = Downlink(Encapsulation.RTP, PROFILES["head-ulaw"], Random(1))
    last = b""
    for _ in range(65536):
        last = down.pack(BODY[Codec.ULAW], Codec.ULAW)
    assert bodies(last)[0][:4] == bytes.fromhex("80600000")
    follower = bodies(down.pack(BODY[Codec.ULAW], Codec.ULAW))[0]
    assert follower[:8] == struct.pack("!BBHI", 0x80, 0x60, 1, 65537 * 160)


def test_the_relay_of_2024_passes_genuine_rtp_and_rtcp():
    packets = sent("rtp", "2024", Codec.ULAW, 260)
    reports = [p for p in packets if 192 <= p[1] <= 223]
    audio = [struct.unpack_from("!BBHII", p) for p in packets if p not in reports]
    assert len(reports) == 1
    assert len(reports[0]) == 28
    assert [a[1] for a in audio] == [0x80] + [0] * 259
    assert len({a[4] for a in audio}) == 1
    assert audio[0][4] != 0
    for before, after in itertools.pairwise(audio):
        assert (after[2] - before[2]) % 65536 == 1
        assert (after[3] - before[3]) % (1 << 32) == 160


@pytest.mark.parametrize(("codec", "size"), [(Codec.ULAW, 160), (Codec.L16, 320)])
def test_audiosocket_says_pcm_whatever_it_carries(codec, size):
    head = b"\x10" + struct.pack("!H", size)
    assert sent("audiosocket", "head-ulaw", codec) == [head + BODY[codec]] * 3


def test_sln_is_the_payload_alone():
    assert sent("sln", "head-ulaw", Codec.ULAW) == [BODY[Codec.ULAW]] * 3
