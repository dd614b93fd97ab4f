"""RTP: packets are read back as written, and any bytes are safe."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.wire.rtp import RtpError, RtpPacket, is_rtcp

packets = st.builds(
    RtpPacket,
    payload_type=st.integers(0, 127),
    sequence=st.integers(0, 0xFFFF),
    timestamp=st.integers(0, 0xFFFFFFFF),
    ssrc=st.integers(0, 0xFFFFFFFF),
    payload=st.binary(max_size=20),
    marker=st.booleans(),
)


@given(packets)
def test_parse_undoes_pack(packet):
    assert RtpPacket.parse(packet.pack()) == packet


@given(
    packets,
    st.lists(st.binary(min_size=4, max_size=4), max_size=15),
    st.none() | st.lists(st.binary(min_size=4, max_size=4), max_size=3),
    st.integers(0, 9),
)
def test_csrc_extension_and_padding_do_not_touch_the_payload(
    packet, csrc, extension, padding
):
    data = bytearray(packet.pack())
    header, payload = data[:12], bytes(data[12:])
    header[0] |= len(csrc)
    middle = b"".join(csrc)
    if extension is not None:
        header[0] |= 0x10
        middle += b"\xbe\xde" + len(extension).to_bytes(2) + b"".join(extension)
    tail = b""
    if padding:
        header[0] |= 0x20
        tail = bytes(padding - 1) + bytes((padding,))
    assert RtpPacket.parse(bytes(header) + middle + payload + tail) == packet


@given(st.binary(max_size=64) | st.binary(max_size=60).map(lambda b: b"\xbf" + b))
def test_any_bytes_give_a_packet_or_an_rtp_error(data):
    with contextlib.suppress(RtpError):
        assert len(RtpPacket.parse(data).payload) <= len(data) - 12


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("short header", b"\x80" * 11),
        ("wrong version", b"\x40" + bytes(20)),
        ("short extension", b"\x90" + bytes(14)),
        ("header longer than packet", b"\x8f" + bytes(20)),
        ("header longer than packet", b"\x90" + bytes(13) + b"\x00\x05" + bytes(4)),
        ("bad padding", b"\xa0" + bytes(11) + b"\x09\x05"),
        ("bad padding", b"\xa0" + bytes(13)),
    ],
)
def test_each_fault_has_its_reason(reason, data):
    with pytest.raises(RtpError) as caught:
        RtpPacket.parse(data)
    assert caught.value.reason == reason
    assert caught.value.head == data[:16]


def test_the_bridges_first_packet_reads_as_measured():
    packet = RtpPacket.parse(bytes.fromhex("80600001000000a000000000") + b"\xff" * 160)
    assert (packet.payload_type, packet.sequence, packet.timestamp) == (96, 1, 160)
    assert (packet.ssrc, packet.marker, len(packet.payload)) == (0, False, 160)


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"\x80\xc8", True),
        (b"\x81\xc9rest", True),
        (b"\x80\xdf", True),
        (b"\x80\xe0", False),  # payload type 96 with marker
        (b"\x80\x60", False),
        (b"\x00\xc8", False),
        (b"\x80", False),
        (b"", False),
    ],
)
def test_rtcp_is_told_by_its_second_octet(data, answer):
    assert is_rtcp(data) is answer
