"""The callback's block: complete, without clicks, counted."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voipmon.audio.feed import FADE_MS, Feed
from voipmon.audio.ring import CHANNELS, SampleRing

RATE = 48_000
BLOCK = 960


def feed_with_ring(rate: int = RATE) -> tuple[Feed, SampleRing]:
    ring = SampleRing(8192)
    return Feed(ring, rate), ring


def play(feed: Feed, frames: int = BLOCK) -> np.ndarray:
    out = np.full((frames, CHANNELS), 777, np.int16)
    feed.fill(out)
    return out


def steady(value: int, frames: int) -> np.ndarray:
    return np.full((frames, CHANNELS), value, np.int16)


def test_passes_sound_through_bit_for_bit_after_the_fade_in():
    feed, ring = feed_with_ring()
    noise = np.random.default_rng(1).integers(-9000, 9000, (4 * BLOCK, 2), np.int16)
    ring.write(noise)
    heard = np.concatenate([play(feed) for _ in range(4)])
    fade = RATE * FADE_MS // 1000
    assert np.array_equal(heard[fade:], noise[fade:])
    assert heard[0].tolist() == [0, 0]
    assert feed.underruns == 0


def test_silence_before_the_first_sound_is_no_underrun():
    feed, _ = feed_with_ring()
    assert not play(feed).any()
    assert feed.underruns == 0


def test_a_hole_fades_out_is_counted_and_fades_in_again():
    feed, ring = feed_with_ring()
    ring.write(steady(20_000, BLOCK + 100))
    blocks = [play(feed), play(feed), play(feed)]
    ring.write(steady(20_000, BLOCK))
    blocks.append(play(feed))
    heard = np.concatenate(blocks).astype(np.int32)
    assert np.abs(np.diff(heard, axis=0)).max() <= 20_000 / (RATE * FADE_MS / 1000) + 1
    assert not blocks[2].any()
    assert heard[-1].tolist() == [20_000, 20_000]
    assert feed.underruns == 2


def test_a_ring_that_is_paused_may_run_dry_until_it_is_written_again():
    feed, ring = feed_with_ring()
    ring.write(steady(0, BLOCK))
    ring.pause()
    for _ in range(3):
        play(feed)
    assert feed.underruns == 0
    ring.write(steady(9000, BLOCK))
    assert play(feed).any()
    play(feed)
    assert feed.underruns == 1


def test_muted_means_a_fade_then_silence_and_an_empty_ring():
    feed, ring = feed_with_ring()
    ring.write(steady(-15_000, 3 * BLOCK))
    play(feed)
    feed.muted = True
    out = play(feed).astype(np.int32)
    fade = RATE * FADE_MS // 1000
    assert np.abs(np.diff(out[:fade], axis=0)).max() <= 40
    assert not out[fade:].any()
    assert feed.quiet
    assert not play(feed).any()
    assert ring.fill == 0
    assert feed.underruns == 0


@pytest.mark.parametrize("rate", [8000, 44_100, 192_000])
def test_every_rate_has_its_fade(rate):
    feed, ring = feed_with_ring(rate)
    ring.write(steady(10_000, 4000))
    out = play(feed, 4000)
    reached = int(np.flatnonzero(out[:, 0] == 10_000)[0])
    assert reached == rate * FADE_MS // 1000


@settings(deadline=None)
@given(
    moves=st.lists(
        st.tuples(st.integers(0, 1500), st.integers(1, 1500)), min_size=1, max_size=12
    ),
    mute_at=st.integers(0, 14),
)
def test_never_a_click_and_never_an_unwritten_sample(moves, mute_at):
    """Whatever arrives and whatever is asked for, a steady tone has no steps."""
    feed, ring = feed_with_ring()
    heard = []
    for number, (write, ask) in enumerate(moves):
        feed.muted = number >= mute_at
        ring.write(steady(12_000, write))
        heard.append(play(feed, ask))
    pcm = np.concatenate([np.zeros((1, CHANNELS), np.int16), *heard]).astype(np.int32)
    assert pcm.min() >= 0
    assert pcm.max() <= 12_000
    assert np.abs(np.diff(pcm, axis=0)).max() <= 12_000 / (RATE * FADE_MS / 1000) + 1
