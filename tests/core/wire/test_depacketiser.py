"""Messages to frames: every encapsulation, every kind of damage, nothing raised."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.speechlike import payloads, pcm, speech
from voipmon.core.frame import AudioFrame
from voipmon.core.wire.audiosocket import RATES, AudioSocketMessage
from voipmon.core.wire.codec import decode
from voipmon.core.wire.depacketiser import Depacketiser
from voipmon.core.wire.names import Codec, Encapsulation
from voipmon.core.wire.rtp import RtpPacket
from voipmon.core.wire.wake import WAKE

MS = 1_000_000
VOICE = pcm(speech(), -12)[4000:]
SILENCE = b"\xff" * 160
REASONS = {
    "empty message", "empty payload", "short header", "wrong version",
    "short extension", "header longer than packet", "bad padding", "odd byte",
    "unknown kind", "incomplete message", "after end", "undecided",
}  # fmt: skip
KINDS = {
    "rtcp", "comfort noise", "telephone event", "hangup", "peer error", "dtmf",
    "identity", "silence",
}  # fmt: skip


def rtp(payload: bytes, sequence: int = 1, *, payload_type: int = 96, ssrc: int = 0):
    return RtpPacket(
        payload_type=payload_type,
        sequence=sequence,
        timestamp=160 * sequence,
        ssrc=ssrc,
        payload=payload,
    ).pack()


def audio(payload: bytes, kind: int = 0x10) -> bytes:
    return AudioSocketMessage(kind=kind, body=payload).pack()


def wrap(encapsulation: Encapsulation, parts: list[bytes]) -> list[bytes]:
    if encapsulation is Encapsulation.RTP:
        return [rtp(part, number & 0xFFFF) for number, part in enumerate(parts, 1)]
    if encapsulation is Encapsulation.AUDIOSOCKET:
        return [audio(part) for part in parts]
    return parts


def feed(
    depacketiser: Depacketiser, messages: list[bytes], start_ms: int = 0
) -> list[AudioFrame]:
    frames = []
    for number, message in enumerate(messages):
        frames += depacketiser.feed(message, (start_ms + 20 * number) * MS)
    return frames


def joined(frames: list[AudioFrame]) -> list[int]:
    return np.concatenate([frame.pcm for frame in frames]).tolist()


@pytest.mark.parametrize("encapsulation", Encapsulation)
@pytest.mark.parametrize("codec", Codec)
def test_every_sample_arrives_in_every_profile(encapsulation, codec):
    parts = payloads(VOICE, codec)
    depacketiser = Depacketiser(encapsulation)
    frames = feed(depacketiser, wrap(encapsulation, parts))
    assert depacketiser.codec is codec
    assert joined(frames) == decode(b"".join(parts), codec).tolist()
    assert [frame.arrival_ns for frame in frames] == [
        20 * MS * number for number in range(len(parts))
    ]
    numbers = [frame.sequence for frame in frames]
    numbered = encapsulation is Encapsulation.RTP
    assert numbers == [n if numbered else None for n in range(1, len(parts) + 1)]
    assert {frame.rate for frame in frames} == {8000}
    assert frames[0].pcm.dtype == np.int16
    assert not depacketiser.bad


@pytest.mark.parametrize("encapsulation", Encapsulation)
def test_a_change_in_mid_stream_loses_no_sample_and_plays_none_wrongly(encapsulation):
    before = payloads(VOICE[:16000], Codec.ULAW)
    after = payloads(VOICE[16000:], Codec.L16)
    depacketiser = Depacketiser(encapsulation)
    frames = feed(depacketiser, wrap(encapsulation, before + after))
    expected = decode(b"".join(before), Codec.ULAW).tolist()
    assert joined(frames) == expected + VOICE[16000:].tolist()[: len(after) * 160]
    assert depacketiser.codec_changes == 1
    times = [frame.arrival_ns for frame in frames]
    assert all(0 < later - sooner == 20 * MS for sooner, later in pairwise(times))


def test_undecided_frames_come_out_with_their_own_times():
    depacketiser = Depacketiser(Encapsulation.SLN)
    lead = [b"\xff" * 320] * 3  # 40 ms of mu-law silence, or 20 ms of minus one
    assert not depacketiser.holding
    assert feed(depacketiser, lead) == []
    assert depacketiser.codec is None
    assert depacketiser.holding
    frames = depacketiser.feed(payloads(VOICE, Codec.ULAW, 320)[5], 60 * MS)
    assert [frame.arrival_ns for frame in frames] == [0, 20 * MS, 40 * MS, 60 * MS]
    assert [len(frame.pcm) for frame in frames] == [320] * 4
    assert not depacketiser.holding


def test_forcing_decodes_at_once_and_releasing_finds_again():
    depacketiser = Depacketiser(Encapsulation.SLN, Codec.L16)
    assert len(feed(depacketiser, [SILENCE])[0].pcm) == 80
    depacketiser.force(Codec.ULAW)
    assert len(feed(depacketiser, [SILENCE])[0].pcm) == 160
    depacketiser.force(None)
    feed(depacketiser, payloads(VOICE, Codec.L16)[:20])
    assert depacketiser.codec is Codec.L16


def test_a_restart_forgets_numbers_and_parts_but_not_the_codec():
    depacketiser = Depacketiser(Encapsulation.RTP)
    feed(depacketiser, [rtp(SILENCE, 1), rtp(SILENCE, 2)])
    depacketiser.restart()
    assert len(feed(depacketiser, [rtp(SILENCE, 1)])) == 1
    assert depacketiser.duplicates == 0
    assert depacketiser.codec is Codec.ULAW
    socket = Depacketiser(Encapsulation.AUDIOSOCKET)
    feed(socket, [audio(SILENCE)[:50]])
    feed(socket, [b"\x00\x00\x00"])
    socket.restart()
    assert len(feed(socket, [audio(SILENCE)])) == 1
    assert not socket.ended


def test_rtp_counts_duplicates_disorder_gaps_and_passes_the_rest():
    depacketiser = Depacketiser(Encapsulation.RTP)
    order = [1, 2, 2, 4, 3, 7]
    frames = feed(depacketiser, [rtp(SILENCE, number) for number in order])
    assert [frame.sequence for frame in frames] == [1, 2, 4, 3, 7]
    counts = (depacketiser.duplicates, depacketiser.reordered, depacketiser.missing)
    assert counts == (1, 1, 2)


def test_what_is_no_audio_in_rtp_is_ignored_and_counted():
    depacketiser = Depacketiser(Encapsulation.RTP)
    frames = feed(
        depacketiser,
        [
            rtp(SILENCE, 1),
            b"\x80\xc8\x00\x06" + bytes(24),
            rtp(b"\x40", 2, payload_type=13),
            rtp(b"\x05\x0a\x00\xa0", 3, payload_type=101),
            rtp(b"", 4),
            rtp(SILENCE, 2),
        ],
    )
    assert [frame.sequence for frame in frames] == [1, 2]
    assert depacketiser.ignored == {
        "rtcp": 1, "comfort noise": 1, "telephone event": 1,
    }  # fmt: skip
    assert depacketiser.bad == {"empty payload": 1}
    assert depacketiser.payload_type == 96


@pytest.mark.parametrize(("ssrc", "legacy"), [(0, False), (0x3B901CE4, True)])
def test_a_server_of_2024_gives_itself_away_by_its_source(ssrc, legacy):
    depacketiser = Depacketiser(Encapsulation.RTP)
    assert depacketiser.payload_type is None
    feed(depacketiser, [rtp(SILENCE, 9, payload_type=0, ssrc=ssrc), rtp(SILENCE, 10)])
    assert depacketiser.legacy is legacy
    assert depacketiser.payload_type == 96


def test_another_source_in_mid_stream_goes_on():
    depacketiser = Depacketiser(Encapsulation.RTP)
    messages = [rtp(SILENCE, 500, ssrc=1), rtp(SILENCE, 2, ssrc=9), rtp(SILENCE, 3)]
    assert len(feed(depacketiser, messages)) == 3
    assert depacketiser.missing == 0


def test_a_static_payload_type_of_a_law_is_believed_only_in_doubt():
    depacketiser = Depacketiser(Encapsulation.RTP)
    parts = payloads(VOICE, Codec.ULAW)
    messages = [rtp(part, n, payload_type=8) for n, part in enumerate(parts)]
    feed(depacketiser, messages)
    assert depacketiser.codec is Codec.ULAW


@given(st.lists(st.integers(0, 3 * 163), max_size=6))
def test_audiosocket_may_be_cut_and_joined(cuts):
    parts = payloads(VOICE[8000:8480], Codec.ULAW)
    stream = b"".join(audio(part) for part in parts)
    depacketiser = Depacketiser(Encapsulation.AUDIOSOCKET)
    edges = [0, *sorted(set(cuts) - {0, len(stream)}), len(stream)]
    pieces = [stream[start:end] for start, end in pairwise(edges)]
    assert joined(feed(depacketiser, pieces)) == joined(
        feed(Depacketiser(Encapsulation.SLN), parts)
    )
    assert not depacketiser.bad


@pytest.mark.parametrize(("kind", "rate"), list(RATES.items())[1:])
def test_audiosocket_kinds_that_name_their_rate_are_linear(kind, rate):
    depacketiser = Depacketiser(Encapsulation.AUDIOSOCKET, Codec.ULAW)
    wave = np.arange(rate // 50, dtype="<i2")
    (frame,) = feed(depacketiser, [audio(wave.tobytes(), kind)])
    assert frame.rate == rate
    assert frame.pcm.tolist() == wave.tolist()
    assert depacketiser.codec is Codec.L16
    (frame,) = feed(depacketiser, [audio(SILENCE)])
    assert (frame.rate, depacketiser.codec) == (8000, Codec.ULAW)


def test_a_rate_named_while_undecided_gives_up_what_was_held():
    depacketiser = Depacketiser(Encapsulation.AUDIOSOCKET)
    messages = [audio(b"\xff" * 320), audio(bytes(640), 0x12), audio(SILENCE)]
    frames = feed(depacketiser, messages)
    assert [(frame.rate, len(frame.pcm)) for frame in frames] == [
        (16000, 320),
        (8000, 160),
    ]
    assert depacketiser.bad == {"undecided": 1}


@pytest.mark.parametrize(
    ("last", "kind"), [(b"\x00\x00\x00", "hangup"), (b"\xff\x00\x01\x01", "peer error")]
)
def test_audiosocket_ends_once(last, kind):
    depacketiser = Depacketiser(Encapsulation.AUDIOSOCKET)
    opening = b"\x01\x00\x10" + bytes(16)
    digits = b"\x03\x00\x015" + b"\x02\x00\x00"
    frames = feed(
        depacketiser, [opening + audio(SILENCE) + digits, last, audio(SILENCE)]
    )
    assert len(frames) == 1
    assert depacketiser.ended
    assert depacketiser.ignored == {"identity": 1, "dtmf": 1, "silence": 1, kind: 1}
    assert depacketiser.bad == {"after end": 1}


def test_damaged_audiosocket_costs_itself():
    depacketiser = Depacketiser(Encapsulation.AUDIOSOCKET)
    frames = feed(
        depacketiser,
        [b"\x77junk", audio(SILENCE), audio(b""), b"\x10\xff\xff"]
        + [audio(SILENCE)] * 5,
    )
    assert len(frames) == 3
    assert depacketiser.bad == {
        "unknown kind": 1, "empty payload": 1, "incomplete message": 1,
    }  # fmt: skip


def test_half_samples_of_linear_sound_are_dropped_and_counted():
    depacketiser = Depacketiser(Encapsulation.SLN, Codec.L16)
    frames = feed(depacketiser, [b"\x01\x00\x02", b"\x07", b""])
    assert [frame.pcm.tolist() for frame in frames] == [[1]]
    assert depacketiser.bad == {"odd byte": 2, "empty message": 1}


def test_an_echo_of_the_wake_frame_is_twenty_milliseconds_of_silence():
    for encapsulation in Encapsulation:
        depacketiser = Depacketiser(encapsulation)
        (frame,) = feed(depacketiser, [WAKE[encapsulation]])
        assert frame.pcm.tolist() == [0] * 160


noise = st.binary(max_size=40) | st.binary(max_size=40).map(lambda b: b"\x80\x60" + b)
noise |= st.binary(max_size=30).map(audio) | st.binary(max_size=30).map(rtp)


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(list(Encapsulation)),
    st.sampled_from([None, *Codec]),
    st.lists(st.tuples(noise, st.integers(0, 250)), max_size=40),
)
def test_whatever_arrives_is_counted_and_never_raises(encapsulation, codec, arrivals):
    depacketiser = Depacketiser(encapsulation, codec)
    now, times = 0, []
    for message, gap in arrivals:
        now += gap * MS
        for frame in depacketiser.feed(message, now):
            times.append(frame.arrival_ns)
            assert frame.pcm.dtype == np.int16
            assert len(frame.pcm) > 0
    assert times == sorted(times)
    assert set(depacketiser.bad) <= REASONS
    assert set(depacketiser.ignored) <= KINDS
