"""What holds for any network, however foolish."""

import tracemalloc
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.playout.scene import MS, frames, letters, play
from voipmon.core.playout.engine import PlayoutEngine, Profile
from voipmon.core.playout.line import AHEAD

drawings = st.lists(
    st.tuples(st.sampled_from("PPPGx-"), st.integers(1, 40)), min_size=1, max_size=12
).map(lambda runs: "P" * 10 + "".join(letter * n for letter, n in runs) + "P" * 10)
profiles = st.sampled_from(list(Profile))


STRIDE = 12347  # odd: each of 65536 samples has its own value, and no ramp looks so
PLACE = pow(STRIDE, -1, 65536)


def counting(n: int) -> list[np.ndarray]:
    """Frames whose samples say where in the stream they belong."""
    return frames((np.arange(n * 160, dtype=np.int64) * STRIDE).astype(np.int16))


def untouched(sound: np.ndarray, shortest: int = 80) -> list[tuple[int, int]]:
    """Runs of output that are the source's own samples: place of the first, length."""
    steps = np.flatnonzero(np.diff(sound.astype(np.int64)) % 65536 != STRIDE)
    edges = np.concatenate(([-1], steps, [len(sound) - 1]))
    return [
        (int(sound[a + 1]) * PLACE % 65536, int(b - a))
        for a, b in pairwise(edges)
        if b - a >= shortest
    ]


@settings(max_examples=60, deadline=None)
@given(drawing=drawings, numbered=st.booleans())
def test_nothing_is_played_twice(drawing, numbered):
    """Unheard, nothing is made up of real sound; each sample comes at most once."""
    times = letters(drawing)[:400]  # so that 65536 values are enough
    if not np.any(np.isfinite(times)):
        return
    numbers = list(range(len(times))) if numbered else None
    engine = PlayoutEngine(heard=False)
    heard = play(counting(len(times)), times, sequences=numbers, engine=engine)
    last = -1
    for first, length in untouched(heard.sound):
        assert first > last
        last = first + length - 1


@settings(max_examples=40, deadline=None)
@given(drawing=drawings, profile=profiles, numbered=st.booleans())
def test_after_any_trouble_the_delay_is_small_again(drawing, profile, numbered):
    times = letters(drawing + "P" * 400)
    numbers = list(range(len(times))) if numbered else None
    rng = np.random.default_rng(len(times))
    sent = frames(rng.normal(0, 2000, len(times) * 160).astype(np.int16))
    heard = play(
        sent, times, sequences=numbers, engine=PlayoutEngine(profile=profile),
        tail_ms=0,
    )  # fmt: skip
    assert heard.stats[-1].delay_ms < 400
    assert heard.stats[-1].playing


@settings(max_examples=40, deadline=None)
@given(drawing=drawings, profile=profiles, numbered=st.booleans())
def test_silence_in_is_silence_out(drawing, profile, numbered):
    times = letters(drawing)
    numbers = list(range(len(times))) if numbered else None
    sent = [np.zeros(160, np.int16)] * len(times)
    engine = PlayoutEngine(profile=profile)
    heard = play(sent, times, sequences=numbers, engine=engine)
    assert not heard.sound.any()


acts = st.one_of(
    st.tuples(
        st.just("put"),
        st.integers(1, 8000),
        st.one_of(st.none(), st.integers(0, 65535)),
        st.integers(-100, 3000),
    ),
    st.tuples(st.just("pull"), st.integers(0, 1000), st.booleans()),
    st.tuples(st.just("wait"), st.integers(0, 8000)),
    st.tuples(st.just("restart")),
    st.tuples(st.just("heard"), st.booleans()),
    st.tuples(st.just("profile"), profiles),
)


@settings(max_examples=150, deadline=None)
@given(story=st.lists(acts, max_size=40))
def test_any_use_gives_the_samples_asked_for_and_keeps_bounds(story):
    engine, now = PlayoutEngine(), 0
    rng = np.random.default_rng(1)
    for act in story:
        match act:
            case ("put", n, number, late):
                pcm = rng.integers(-32768, 32767, n).astype(np.int16)
                engine.put(pcm, number, (now - late) * MS)
            case ("pull", n, timed):
                out = engine.pull(n, now * MS if timed else None)
                assert out.shape == (n,)
                assert out.dtype == np.int16
            case ("wait", ms):
                now += ms
            case ("restart",):
                engine.restart()
            case ("heard", on):
                engine.set_heard(on)
            case ("profile", profile):
                engine.set_profile(profile)
        stats = engine.stats
        assert 0 <= stats.buffer_ms <= (AHEAD + 8000) / 8
        assert stats.concealed_ms >= 0
        assert engine.take_skips() >= 0


def test_a_flood_without_pulls_costs_no_memory():
    engine = PlayoutEngine()
    frame = np.full(160, 1000, np.int16)
    for k in range(2000):
        engine.put(frame, k & 0xFFFF, k * MS)
    tracemalloc.start()
    for k in range(2000, 30_000):
        engine.put(frame, k & 0xFFFF, k * MS)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 300_000
    assert engine.stats.buffer_ms <= AHEAD / 8
    assert np.max(np.abs(engine.pull(160, 30_000 * MS))) <= 1000


@settings(max_examples=30, deadline=None)
@given(start=st.integers(0, 65535), sizes=st.lists(st.integers(1, 800), min_size=30))
def test_sequence_wraps_and_frame_sizes_do_not_matter(start, sizes):
    sound = np.random.default_rng(7).integers(-9000, 9000, sum(sizes)).astype(np.int16)
    engine, at, out = PlayoutEngine(), 0, []
    for k, size in enumerate(sizes):
        pcm = sound[at : at + size]
        engine.put(pcm, (start + k) & 0xFFFF, at * 125_000)
        at += size
    assert engine.stats.duplicates == engine.stats.holes == engine.stats.late == 0
    out = [engine.pull(160, k * 20 * MS) for k in range(3)]
    assert len(np.concatenate(out)) == 480
