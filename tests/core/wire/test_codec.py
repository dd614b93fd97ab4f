"""The codec decision: right at once, changed at once, never changed without cause."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.speechlike import noise, payloads, pcm, speech, tone
from voipmon.core.wire.codec import HOLD_MS, ByteRate, CodecFinder, Verdict, decode
from voipmon.core.wire.names import Codec

MS = 1_000_000
SHARED_SILENCE = b"\xff" * 320  # 40 ms of mu-law zero or 20 ms of linear minus one


class Stream:
    """A finder fed at the beat of its payloads; notes when it played and as what."""

    def __init__(self, finder: CodecFinder | None = None) -> None:
        self.finder = finder or CodecFinder()
        self.now_ns = 0
        self.verdicts: list[tuple[int, Verdict, Codec | None]] = []

    def feed(self, parts: list[bytes], step_ms: float = 20, hint=None) -> None:
        for part in parts:
            codec = self.finder.codec
            sound = None if codec is None else decode(part, codec)
            verdict = self.finder.examine(part, self.now_ns, pcm=sound, hint=hint)
            at_ms = self.now_ns // MS
            self.verdicts.append((at_ms, verdict, self.finder.codec))
            self.now_ns += int(step_ms * MS)

    def played_as(self) -> list[Codec | None]:
        return [codec for _, verdict, codec in self.verdicts if verdict is Verdict.PLAY]


@pytest.mark.parametrize("samples", [80, 160, 320, 480, 800])
@pytest.mark.parametrize("codec", Codec)
@pytest.mark.parametrize("peak_dbfs", [-40, -20, 0, 12])
def test_speech_is_decided_on_the_first_payload_and_for_good(codec, samples, peak_dbfs):
    stream = Stream()
    stream.feed(payloads(pcm(speech(), peak_dbfs), codec, samples), samples / 8)
    assert set(stream.played_as()) == {codec}
    first = next(at for at, verdict, _ in stream.verdicts if verdict is Verdict.PLAY)
    assert first <= 40
    assert sum(verdict is Verdict.HOLD for _, verdict, _ in stream.verdicts) <= 2
    assert stream.finder.changes == 0


@pytest.mark.parametrize("codec", Codec)
def test_silence_is_decided_on_the_first_payload(codec):
    stream = Stream()
    stream.feed(payloads(np.zeros(1600, np.int16), codec))
    assert {(verdict, found) for _, verdict, found in stream.verdicts} == {
        (Verdict.PLAY, codec)
    }


@pytest.mark.parametrize(("before", "after"), list(permutations(Codec, 2)))
@pytest.mark.parametrize(
    ("samples", "samples_after"), [(160, 160), (160, 80), (80, 160), (480, 480)]
)
@pytest.mark.parametrize("peak_dbfs", [-45, -10, None])
def test_a_change_is_found_within_300_ms(
    before, after, samples, samples_after, peak_dbfs
):
    voice = np.zeros(48000, np.int16)  # None: digital silence
    if peak_dbfs is not None:
        voice = pcm(speech(), peak_dbfs)
    for start in range(0, 16000, 1700):
        stream = Stream()
        lead, follow = voice[start : start + 7000], voice[start + 7000 : start + 16000]
        stream.feed(payloads(lead, before, samples), samples / 8)
        changed_ms = stream.now_ns // MS
        mark = len(stream.verdicts)
        stream.feed(payloads(follow, after, samples_after), samples_after / 8)
        found = [at for at, _, codec in stream.verdicts[mark:] if codec is after]
        assert found[0] - changed_ms <= 300
        assert stream.finder.codec is after
        assert stream.finder.changes == 1


@pytest.mark.parametrize(
    ("before", "after"), [(Codec.L16, Codec.ULAW), (Codec.ULAW, Codec.L16)]
)
def test_not_one_loud_payload_is_played_wrongly_after_a_change(before, after):
    voice = pcm(speech(), -10)
    stream = Stream()
    stream.feed(payloads(voice[:16000], before))
    mark = len(stream.verdicts)
    stream.feed(payloads(voice[16000:], after))
    late = stream.verdicts[mark:]
    assert all(codec is after for _, verdict, codec in late if verdict is Verdict.PLAY)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(list(Codec)),
    st.integers(0, 40_000),
    st.lists(st.integers(0, 90), min_size=60, max_size=60),
)
def test_the_decision_does_not_depend_on_when_payloads_arrive(codec, start, gaps):
    parts = payloads(pcm(speech(), -20)[start:], codec)
    even, uneven = Stream(), Stream()
    even.feed(parts)
    for part, gap in zip(parts, gaps, strict=False):
        uneven.feed([part], gap)
    strip = [(verdict, found) for _, verdict, found in even.verdicts]
    assert [(v, f) for _, v, f in uneven.verdicts] == strip[: len(uneven.verdicts)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.binary(min_size=1, max_size=400), st.integers(0, 300))))
def test_any_bytes_at_any_time_are_held_no_longer_than_allowed(arrivals):
    stream, held_since = Stream(), None
    for part, gap in arrivals:
        stream.feed([part], gap)
        at, verdict, codec = stream.verdicts[-1]
        if verdict is Verdict.PLAY:
            held_since = None
            assert codec is not None
            continue
        held_since = at if held_since is None else held_since
        assert at - held_since < HOLD_MS


def test_what_says_nothing_waits_and_then_follows_the_rate():
    for step_ms, codec in ((40, Codec.ULAW), (20, Codec.L16)):
        stream = Stream()
        stream.feed([SHARED_SILENCE] * 40, step_ms)
        assert stream.verdicts[0][1] is Verdict.HOLD
        assert stream.played_as()[0] is codec
        assert stream.finder.codec is codec


def test_a_lump_that_says_nothing_is_not_held_for_ever():
    stream = Stream()
    stream.feed([SHARED_SILENCE] * 200, 0)
    assert len(stream.played_as()) >= 130


def test_huge_payloads_are_not_held_by_the_megabyte():
    stream = Stream()
    stream.feed([b"\xff" * 64_000] * 4, 0)
    assert stream.played_as()


def test_silence_that_both_share_waits_for_the_first_sound():
    for codec in Codec:
        stream = Stream()
        stream.feed([SHARED_SILENCE] * 3)
        stream.feed(payloads(pcm(speech(), -10)[8000:], codec))
        assert stream.played_as()[0] is codec


def test_a_lone_size_decides_where_nothing_else_does():
    stream = Stream()
    stream.feed([b"\xff" * 320], 20)  # 40 ms of mu-law or 20 ms of minus one
    stream.now_ns += 400 * MS
    stream.feed([b"\xff" * 320], 20)
    assert stream.played_as() == [Codec.L16]


def test_linear_minus_one_is_no_mu_law_once_the_rate_is_known():
    stream = Stream()
    stream.feed(payloads(pcm(speech(), -10)[:8000], Codec.L16))
    stream.feed([b"\xff" * 320] * 200)
    stream.feed(payloads(pcm(speech(), -10), Codec.L16))
    assert set(stream.played_as()) == {Codec.L16}
    assert stream.finder.changes == 0


def test_the_rate_corrects_what_silence_misled():
    stream = Stream()
    stream.feed([b"\xff" * 160] * 40, 10)  # 10 ms payloads of linear minus one
    assert stream.finder.codec is Codec.L16
    stream = Stream()
    stream.feed(payloads(pcm(speech(), -10)[:8000], Codec.L16))
    stream.feed([b"\xff" * 320] * 40, 40)  # mu-law of 40 ms, and nothing said
    assert stream.finder.codec is Codec.ULAW


def test_one_odd_payload_is_delayed_and_changes_nothing():
    parts = payloads(pcm(speech(), -15), Codec.ULAW)
    odd = payloads(pcm(speech(), -15), Codec.L16, 80)
    stream = Stream()
    stream.feed([*parts[:100], odd[90], *parts[100:]])
    assert stream.verdicts[100][1] is Verdict.HOLD
    assert set(stream.played_as()) == {Codec.ULAW}
    assert stream.finder.changes == 0


def test_a_doubt_that_nothing_follows_ends_with_the_old_codec():
    parts = payloads(pcm(speech(), -15), Codec.ULAW)
    odd = payloads(pcm(speech(), -15), Codec.L16, 80)
    stream = Stream()
    stream.feed([*parts[:100], odd[90][:60]])
    stream.now_ns += 5000 * MS
    stream.feed([odd[91][:20]])
    assert stream.verdicts[-1][1:] == (Verdict.PLAY, Codec.ULAW)


def test_a_forced_codec_is_not_questioned():
    stream = Stream(CodecFinder(Codec.ALAW))
    stream.feed(payloads(pcm(speech(), -10)[:8000], Codec.L16))
    assert set(stream.played_as()) == {Codec.ALAW}
    stream.finder.force(None)
    assert stream.finder.codec is None
    stream.feed(payloads(pcm(speech(), -10)[:8000], Codec.L16))
    assert stream.finder.codec is Codec.L16
    stream.finder.force(Codec.ULAW)
    assert stream.finder.codec is Codec.ULAW


def test_a_new_connection_keeps_the_decision_until_contradicted():
    stream = Stream()
    stream.feed(payloads(pcm(speech(), -10)[:8000], Codec.ULAW))
    stream.finder.restart()
    assert stream.finder.codec is Codec.ULAW
    stream.feed(payloads(pcm(speech(), -10), Codec.L16))
    assert stream.finder.codec is Codec.L16
    assert stream.verdicts[50][1] is Verdict.HOLD


def test_a_hint_helps_where_the_laws_look_alike():
    parts = payloads(pcm(tone(2000), -10), Codec.ALAW)
    plain, hinted = Stream(), Stream()
    plain.feed(parts)
    hinted.feed(parts, hint=Codec.ALAW)
    assert plain.finder.codec is Codec.ULAW
    assert hinted.finder.codec is Codec.ALAW


def test_a_hint_does_not_outweigh_the_sound():
    stream = Stream()
    stream.feed(payloads(pcm(speech(), -20), Codec.ULAW), hint=Codec.ALAW)
    assert set(stream.played_as()) == {Codec.ULAW}


@pytest.mark.parametrize("codec", Codec)
def test_loud_hiss_and_high_tones_are_weighed_and_stay(codec):
    sound = np.concatenate((pcm(noise() / 4, -3), pcm(tone(3400), -3)))
    stream = Stream()
    stream.feed(payloads(sound, codec))
    assert set(stream.played_as()) == {codec}
    assert stream.finder.changes == 0


@pytest.mark.long
@pytest.mark.parametrize("codec", Codec)
def test_an_hour_of_speech_at_all_levels_never_changes_the_decision(codec):
    rng = np.random.default_rng(5)
    stream = Stream()
    for minute in range(60):
        voice = speech(60.0, seed=minute)
        room = noise(60.0, seed=minute) * 10 ** rng.uniform(-4, -1.5)
        stream.feed(payloads(pcm(voice + room, rng.uniform(-50, 6)), codec))
    assert set(stream.played_as()) == {codec}
    assert stream.finder.changes == 0


@pytest.mark.parametrize(
    ("size", "gaps_ms", "answer"),
    [
        (160, [20] * 12, 1),
        (320, [20] * 12, 2),
        (160, [10] * 14, 2),
        (800, [100] * 5, 1),
        (160, [16, 25, 19, 21, 18, 22, 20, 23, 17, 20], 1),
        (160, [20] * 5, None),  # too short a time
        (160, [100, 100, 100], None),  # too few
        (160, [20] * 6 + [400] + [1] * 4, None),  # a stall and its lump
        (160, [0] * 14, None),
        (240, [20] * 12, None),  # 12,000 bytes/s mean nothing
    ],
)
def test_the_byte_rate_of_regular_arrivals(size, gaps_ms, answer):
    rate, now = ByteRate(), 0
    rate.add(size, now)
    for gap in gaps_ms:
        now += gap * MS
        rate.add(size, now)
    assert rate.bytes_per_sample() == answer
    rate.add(size + 1, now)
    assert rate.bytes_per_sample() is None


@given(st.binary(max_size=9))
def test_decoding_linear_bytes_leaves_an_odd_one_out(payload):
    expected = [
        int.from_bytes(payload[at : at + 2], "little", signed=True)
        for at in range(0, len(payload) - 1, 2)
    ]
    assert decode(payload, Codec.L16).tolist() == expected
