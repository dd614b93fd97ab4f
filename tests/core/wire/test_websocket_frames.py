"""The frame decoder against two other implementations and its own laws."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websocket import ABNF
from websockets import frames as ws_frames
from websockets.client import ClientProtocol
from websockets.protocol import State
from websockets.uri import parse_uri

from voipmon.core.wire.websocket_frames import (
    LIMIT,
    MAX_FRAGMENTS,
    NO_STATUS,
    PROTOCOL_ERROR,
    TOO_BIG,
    FrameDecoder,
)


def frame(body: bytes, opcode: int = ABNF.OPCODE_BINARY, fin: int = 1) -> bytes:
    """One server frame, built by websocket-client."""
    made = ABNF.create_frame(body, opcode, fin)
    made.mask_value = 0
    return made.format()


def websockets_frame(body: bytes, opcode: int, fin: int) -> bytes:
    """The same by the other implementation."""
    made = ws_frames.Frame(ws_frames.Opcode(opcode), body, bool(fin))
    return made.serialize(mask=False)


messages = st.lists(
    st.one_of(
        st.tuples(st.just("binary"), st.binary(max_size=300)),
        st.tuples(st.just("long"), st.integers(120, 70_000)),
        st.tuples(st.just("text"), st.text(max_size=20)),
        st.tuples(st.just("ping"), st.binary(max_size=125)),
        st.tuples(st.just("pong"), st.binary(max_size=125)),
        st.tuples(st.just("cut"), st.lists(st.binary(max_size=50), min_size=2)),
    ),
    max_size=8,
)


def build(script, make) -> bytes:
    """A byte stream of `script`; "cut" is a fragmented message with pings between."""
    out = []
    for name, value in script:
        if name == "binary":
            out.append(make(value, 2, 1))
        elif name == "long":
            out.append(make(bytes(value % LIMIT), 2, 1))
        elif name == "text":
            out.append(make(value.encode(), 1, 1))
        elif name in {"ping", "pong"}:
            out.append(make(value, 9 if name == "ping" else 10, 1))
        else:
            last = len(value) - 1
            for at, part in enumerate(value):
                out.append(make(part, 0 if at else 2, int(at == last)))
                if at < last:
                    out.append(make(b"between", 9, 1))
    return b"".join(out)


def expected(script) -> list[bytes]:
    bodies = {"binary": bytes, "long": lambda n: bytes(n % LIMIT), "cut": b"".join}
    return [bodies[name](value) for name, value in script if name in bodies]


def websockets_reads(stream: bytes) -> list[bytes]:
    """What the `websockets` client makes of the same bytes."""
    client = ClientProtocol(parse_uri("ws://localhost/"), state=State.OPEN)
    client.receive_data(stream)
    got, chain = [], []
    for event in client.events_received():
        if event.opcode in {2, 0}:
            chain.append(bytes(event.data))
            if event.fin:
                got.append(b"".join(chain))
                chain = []
    return got


def feed_cut(decoder: FrameDecoder, stream: bytes, cuts: list[int]) -> list[bytes]:
    """Feed `stream` cut into pieces whose lengths follow `cuts`, over and over."""
    got, at, turn = [], 0, 0
    while at < len(stream):
        step = cuts[turn % len(cuts)]
        got += decoder.feed(stream[at : at + step])
        assert decoder.buffered <= 2 * LIMIT + 14
        at += step
        turn += 1
    return got


@settings(max_examples=120)
@given(script=messages)
def test_two_builders_and_a_second_reader_agree(script):
    ours = build(script, frame)
    assert ours == build(script, websockets_frame)
    decoder = FrameDecoder()
    assert decoder.feed(ours) == expected(script) == websockets_reads(ours)
    assert decoder.error is None
    assert decoder.buffered == 0
    assert decoder.texts == sum(name == "text" for name, _ in script)
    assert decoder.pongs == sum(name == "pong" for name, _ in script)


@settings(max_examples=120)
@given(script=messages, cuts=st.lists(st.integers(1, 3000), min_size=1, max_size=6))
def test_any_cut_gives_the_same_messages(script, cuts):
    stream = build(script, frame)
    assert feed_cut(FrameDecoder(), stream, cuts) == expected(script)


@settings(max_examples=200)
@given(
    noise=st.lists(
        st.binary(max_size=12)
        | st.sampled_from([frame(b"ok"), frame(b"", 9), b"\x02\x01a", b"\x80\x01b"]),
        max_size=12,
    ),
    cuts=st.lists(st.integers(1, 9), min_size=1, max_size=4),
)
def test_any_bytes_at_any_cut_end_the_same_way(noise, cuts):
    stream = b"".join(noise)
    whole, cut = FrameDecoder(), FrameDecoder()
    assert whole.feed(stream) == feed_cut(cut, stream, cuts)
    assert str(whole.error) == str(cut.error)
    assert whole.close_code == cut.close_code
    assert whole.frames == cut.frames


def test_one_byte_at_a_time_a_long_message():
    stream = frame(bytes(LIMIT))
    got = feed_cut(FrameDecoder(), stream, [1])
    assert got == [bytes(LIMIT)]


def test_the_longest_message_of_each_encapsulation_is_taken():
    for size in (65_535, 3 + 65_535, 12 + 65_535):
        assert FrameDecoder().feed(frame(bytes(size))) == [bytes(size)]


@pytest.mark.parametrize(
    ("name", "stream", "code"),
    [
        ("masked", ABNF.create_frame(b"x", 2).format(), PROTOCOL_ERROR),
        ("masked long", b"\x82\xfe", PROTOCOL_ERROR),
        ("rsv", b"\xc2\x00", PROTOCOL_ERROR),
        ("opcode", b"\x83\x00", PROTOCOL_ERROR),
        ("continuation of nothing", frame(b"x", 0), PROTOCOL_ERROR),
        ("new inside", frame(b"x", 2, 0) + frame(b"y", 2), PROTOCOL_ERROR),
        ("fragmented ping", b"\x09\x00", PROTOCOL_ERROR),
        ("long ping", frame(bytes(126), 9), PROTOCOL_ERROR),
        ("close of one byte", frame(b"x", 8), PROTOCOL_ERROR),
        ("close code", frame(struct.pack("!H", 1005), 8), PROTOCOL_ERROR),
        ("one too many", b"\x82\x7f" + struct.pack("!Q", LIMIT + 1), TOO_BIG),
        ("16 MB", b"\x82\x7f" + struct.pack("!Q", 1 << 24), TOO_BIG),
        ("2**63", b"\x82\x7f" + struct.pack("!Q", 1 << 63), TOO_BIG),
        ("chain", frame(bytes(60_000), 2, 0) + b"\x80\x7e\xea\x60", TOO_BIG),
        ("endless", frame(b"", 2, 0) + frame(b"", 0, 0) * MAX_FRAGMENTS, TOO_BIG),
    ],
)
def test_what_breaks_the_rules_is_an_error_before_its_payload_comes(name, stream, code):
    decoder = FrameDecoder()
    good = decoder.feed(frame(b"before") + stream)
    assert good[0] == b"before"
    assert decoder.error is not None, name
    assert decoder.error.close_code == code
    assert decoder.buffered == 0
    assert decoder.feed(frame(b"after")) == []


def test_close_frame_ends_it_and_tells_its_code():
    decoder = FrameDecoder()
    tail = frame(struct.pack("!H", 1001) + b"bye", 8) + frame(b"late")
    assert decoder.feed(frame(b"last") + tail) == [b"last"]
    assert decoder.close_code == 1001
    assert decoder.feed(frame(b"later")) == []
    empty = FrameDecoder()
    empty.feed(frame(b"", 8))
    assert empty.close_code == NO_STATUS


def test_only_the_newest_ping_is_kept():
    decoder = FrameDecoder()
    decoder.feed(frame(b"one", 9) + frame(b"two", 9))
    assert decoder.take_ping() == b"two"
    assert decoder.take_ping() is None
