"""What holds for any network, however foolish."""

import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.playout.scene import MS, frames, letters, play, unbroken
from tests.support.heard import track
from voipmon.core.playout.engine import PlayoutEngine, Profile
from voipmon.core.playout.line import AHEAD
from voipmon.core.playout.tuning import TUNING

drawings = st.lists(
    st.tuples(st.sampled_from("PPPGx-"), st.integers(1, 40)), min_size=1, max_size=12
).map(lambda runs: "P" * 10 + "".join(letter * n for letter, n in runs) + "P" * 10)
profiles = st.sampled_from(list(Profile))


# Each of 65536 values once, in an order that no concealment can imitate.
ORDER = np.random.default_rng(12).permutation(65536)
PLACE = np.argsort(ORDER)
SAID = frames(unbroken(20))
MARGIN_MS = 18.0  # of pulls of 20 ms
NEAR_MS = 10.0  # a period is not removed in part
COUNTS = (
    "holes", "stalls", "concealed_ms", "squeezed_ms", "stretched_ms", "skipped_ms",
    "late", "duplicates",
)  # fmt: skip


def counting(n: int) -> list[np.ndarray]:
    """Frames whose samples say where in the stream they belong."""
    return frames((ORDER[: n * 160] - 32768).astype(np.int16))


def untouched(sound: np.ndarray, shortest: int) -> list[tuple[int, int]]:
    """Runs of output that are the source's own samples: places of first and last."""
    places = PLACE[sound.astype(np.int64) + 32768]
    edges = np.flatnonzero(np.diff(places, prepend=-9, append=-9) != 1)
    return [
        (int(places[a]), int(places[b - 1]))
        for a, b in pairwise(edges)
        if b - a >= shortest
    ]


def assert_in_order(sound: np.ndarray, shortest: int) -> None:
    last = -1
    for first, end in untouched(sound, shortest):
        assert first > last
        last = end


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
    assert_in_order(heard.sound, 20)


@settings(max_examples=40, deadline=None)
@given(drawing=drawings, profile=profiles, numbered=st.booleans())
def test_heard_no_frame_is_played_twice_nor_out_of_order(drawing, profile, numbered):
    """Heard, at most 17 ms of sound go on in pitch; no frame of 20 ms comes again."""
    times = letters(drawing)[:400]
    if not np.any(np.isfinite(times)):
        return
    numbers = list(range(len(times))) if numbered else None
    engine = PlayoutEngine(profile=profile)
    heard = play(counting(len(times)), times, sequences=numbers, engine=engine)
    assert_in_order(heard.sound, 145)


def test_the_order_of_a_good_network_is_found():
    heard = play(counting(300), np.arange(300) * 20.0)
    assert untouched(heard.sound, 145)[0][1] >= 160 * 290
    again = np.concatenate((heard.sound[:20_000], heard.sound[19_000:]))
    with pytest.raises(AssertionError):
        assert_in_order(again, 145)


def any_network(seed: int) -> str:
    rng = np.random.default_rng(seed)
    runs = (rng.choice(list("PPPGGx")) * int(rng.integers(1, 30)) for _ in range(25))
    return ("P" * 50 + "".join(runs))[:500] + "P" * 100


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("seed", range(2))
def test_of_speech_nothing_is_said_twice(seed, profile):
    """Each 200 ms of the output are looked for in what was sent."""
    times = letters(any_network(seed))
    said = unbroken(len(times) / 50)
    engine = PlayoutEngine(profile=profile)
    heard = play(frames(said), times, sequences=list(range(len(times))), engine=engine)
    where = track(said, heard.sound)
    assert len(where.at) > 50
    assert where.repeated_ms() <= 5


@settings(max_examples=40, deadline=None)
@given(drawing=drawings, profile=profiles, numbered=st.booleans())
def test_8_s_after_any_trouble_the_delay_is_as_aimed_at(drawing, profile, numbered):
    times = letters(drawing + "P" * 400)
    numbers = list(range(len(times))) if numbered else None
    sent = SAID[: len(times)]
    engine = PlayoutEngine(profile=profile)
    heard = play(sent, times, sequences=numbers, engine=engine, tail_ms=0)
    tuning, last = TUNING[profile], heard.stats[-1]
    assert last.playing
    # A hold-up may be forgotten just now; then 3 s remain to come down.
    aimed = max(s.target_ms for s in heard.stats[-150:])
    assert last.delay_ms <= aimed + tuning.band_ms + NEAR_MS
    assert last.target_ms <= tuning.cap_ms + MARGIN_MS
    assert len(heard.sound) == 160 * len(heard.stats)


@settings(max_examples=40, deadline=None)
@given(drawing=drawings, profile=profiles, numbered=st.booleans())
def test_counts_never_go_back(drawing, profile, numbered):
    times = letters(drawing + "P" * 20)
    numbers = list(range(len(times))) if numbered else None
    engine = PlayoutEngine(profile=profile)
    heard = play(SAID[: len(times)], times, sequences=numbers, engine=engine)
    for before, after in pairwise(heard.stats):
        for name in COUNTS:
            assert getattr(after, name) >= getattr(before, name), name


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
    told = 0.0
    before = engine.stats
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
        assert min(stats.delay_ms, stats.target_ms) >= 0
        for name in COUNTS:
            if name != "concealed_ms":  # taken back if the frame comes in time
                assert getattr(stats, name) >= getattr(before, name), name
        before = stats
        told += engine.take_skips()
        assert told == stats.skipped_ms


def test_a_flood_without_pulls_costs_no_memory():
    engine = PlayoutEngine()
    frame = np.full(160, 1000, np.int16)
    for k in range(2000):
        engine.put(frame, k & 0xFFFF, k * MS)
    tracemalloc.start()
    for k in range(2000, 15_000):
        engine.put(frame, k & 0xFFFF, k * MS)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 300_000
    assert engine.stats.buffer_ms <= AHEAD / 8
    assert np.max(np.abs(engine.pull(160, 15_000 * MS))) <= 1000


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
