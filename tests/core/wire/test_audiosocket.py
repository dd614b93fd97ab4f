"""AudioSocket: any cut of a stream gives the same messages; garbage costs itself."""

import contextlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.wire.audiosocket import (
    AUDIO,
    HANGUP,
    IDENTITY,
    SUSPICIOUS_BYTES,
    AudioSocketError,
    AudioSocketMessage,
    AudioSocketParser,
)

KINDS = (0x00, 0x01, 0x02, 0x03, 0x10, 0x12, 0x18, 0xFF)
messages = st.builds(
    AudioSocketMessage, kind=st.sampled_from(KINDS), body=st.binary(max_size=12)
)
SPEECH = AudioSocketMessage(kind=AUDIO, body=b"\xab\x9e" * 80)


@given(messages)
def test_parse_undoes_pack(message):
    assert AudioSocketMessage.parse(message.pack()) == message


@given(st.binary(max_size=8))
def test_any_bytes_are_one_message_or_an_error(data):
    with contextlib.suppress(AudioSocketError):
        assert AudioSocketMessage.parse(data).pack() == data


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("short header", b"\x10\x00"),
        ("unknown kind", b"\x19\x00\x00"),
        ("wrong length", b"\x10\x00\x02a"),
        ("wrong length", b"\x10\x00\x00a"),
    ],
)
def test_each_fault_has_its_reason(reason, data):
    with pytest.raises(AudioSocketError) as caught:
        AudioSocketMessage.parse(data)
    assert caught.value.reason == reason


def test_a_body_over_the_formats_limit_is_our_own_bug():
    assert len(AudioSocketMessage(kind=AUDIO, body=bytes(65535)).pack()) == 65538
    with pytest.raises(ValueError, match="65535"):
        AudioSocketMessage(kind=AUDIO, body=bytes(65536)).pack()


@given(st.lists(messages, max_size=8), st.data())
def test_any_cut_of_the_stream_gives_the_same_messages(sent, data):
    stream = b"".join(message.pack() for message in sent)
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=12))
    edges = [0, *sorted(cuts), len(stream)]
    parser, received = AudioSocketParser(), []
    for start, end in pairwise(edges):
        received += parser.feed(stream[start:end])
    assert received == sent
    assert (parser.pending_bytes, parser.unknown, parser.abandoned) == (0, 0, 0)


@given(st.lists(st.binary(max_size=400), max_size=20))
def test_any_bytes_stay_bounded_and_are_accounted_for(chunks):
    parser = AudioSocketParser()
    got = sum(3 + len(m.body) for chunk in chunks for m in parser.feed(chunk))
    fed = sum(len(chunk) for chunk in chunks)
    assert got + parser.discarded_bytes + parser.pending_bytes == fed
    assert parser.pending_bytes <= 65537


def test_what_came_before_garbage_in_the_same_message_is_kept():
    parser = AudioSocketParser()
    assert parser.feed(SPEECH.pack() + b"\x77garbage") == [SPEECH]
    assert (parser.unknown, parser.discarded_bytes) == (1, 8)


def test_after_garbage_the_next_whole_message_is_understood():
    parser = AudioSocketParser()
    parser.feed(b"\x55\x00\x01\x02")
    assert parser.feed(b"\x56 more of it") == []
    assert parser.feed(SPEECH.pack()[:100]) == []  # the format is not proven by a part
    assert parser.feed(SPEECH.pack() * 2) == [SPEECH, SPEECH]
    assert parser.unknown == 1


def test_a_stream_without_headers_is_thrown_away_as_it_comes():
    parser = AudioSocketParser()
    for _ in range(500):
        assert parser.feed(b"\xab\x9e\x9a\x9b" * 40) == []
    assert parser.pending_bytes == 0
    assert parser.discarded_bytes == 500 * 160


def test_a_promise_too_long_is_given_up_when_whole_messages_follow():
    parser = AudioSocketParser()
    parser.feed(b"\x10\xff\xff garbage that looks like a header")
    received = [message for _ in range(6) for message in parser.feed(SPEECH.pack())]
    assert received == [SPEECH] * 3
    assert parser.abandoned == 1


def test_a_long_message_in_parts_that_are_no_messages_is_kept():
    parser = AudioSocketParser()
    long = AudioSocketMessage(kind=AUDIO, body=b"\x99" * (SUSPICIOUS_BYTES + 1))
    wire = long.pack()
    received = []
    for at in range(0, len(wire), 500):
        received += parser.feed(wire[at : at + 500])
    assert received == [long]


def test_the_measured_opening_of_asterisk():
    parser = AudioSocketParser()
    opening = b"\x01\x00\x10" + bytes(16) + b"\x10\x00\xa0" + b"\xff" * 160
    kinds = [(m.kind, len(m.body)) for m in parser.feed(opening + b"\x00\x00\x00")]
    assert kinds == [(IDENTITY, 16), (AUDIO, 160), (HANGUP, 0)]
