"""The waveform: columns by number, gaps seen as gaps."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voipmon.core.domain.settings import ThemeChoice
from voipmon.core.domain.snapshot import ENVELOPE_COLUMNS
from voipmon.ui.theme import Theme
from voipmon.ui.widgets.waveform import Waveform


@pytest.fixture
def wave(qtbot, theme):
    made = Waveform(theme)
    qtbot.addWidget(made)
    made.resize(300, 60)
    return made


def column(number: int) -> tuple[int, int]:
    return -(number % 128), number % 128


def envelope(first: int, count: int) -> bytes:
    pairs = (column(n) for n in range(first, first + count))
    return b"".join(bytes([low % 256, high]) for low, high in pairs)


def feed(wave: Waveform, first: int, count: int, *, stalled: bool = False) -> None:
    wave.advance(0.033, first, envelope(first, count), stalled=stalled, live=True)


def tail(wave: Waveform, count: int) -> list:
    return wave.columns[-count:]


def test_columns_follow_one_another(wave):
    feed(wave, 0, 3)
    feed(wave, 3, 2)
    assert tail(wave, 5) == [column(n) for n in range(5)]


def test_a_column_that_comes_twice_is_drawn_once(wave):
    feed(wave, 0, 3)
    feed(wave, 1, 4)
    assert tail(wave, 5) == [column(n) for n in range(5)]


def test_a_hole_in_the_numbers_is_a_gap(wave):
    feed(wave, 0, 2)
    feed(wave, 5, 1)
    assert tail(wave, 6) == [column(0), column(1), None, None, None, column(5)]


def test_a_stall_is_a_gap_although_filler_arrives(wave):
    feed(wave, 0, 1)
    feed(wave, 1, 2, stalled=True)
    assert tail(wave, 3) == [column(0), None, None]


def test_time_goes_on_when_nothing_arrives(wave):
    feed(wave, 0, 1)
    for _ in range(20):
        wave.advance(0.1, 0, b"", stalled=True, live=True)
    gaps = [c for c in wave.columns if c is None]
    assert wave.columns[-1] is None
    assert column(0) in wave.columns
    assert len(gaps) == ENVELOPE_COLUMNS - 1


def test_but_not_when_it_has_ended(wave):
    feed(wave, 0, 1)
    wave.advance(60.0, 0, b"", stalled=True, live=False)
    assert wave.columns[-1] == column(0)


def test_a_new_engine_counts_anew(wave):
    feed(wave, 200, 2)
    feed(wave, 0, 2)
    assert tail(wave, 2) == [column(0), column(1)]


@cache
def one_theme() -> Theme:
    return Theme()


@settings(max_examples=50)
@given(moves=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 8)), max_size=12))
def test_what_is_shown_is_always_in_order(qapp, moves):
    wave = Waveform(one_theme())
    for first, count in moves:
        feed(wave, first, count)
    shown = [c[1] for c in wave.columns if c is not None]
    assert shown == sorted(set(shown))
    assert len(wave.columns) == ENVELOPE_COLUMNS


def test_sound_is_seen(wave, theme):
    theme.choose(ThemeChoice.LIGHT)
    for first in range(0, ENVELOPE_COLUMNS, 50):
        feed(wave, first, 50)
    picture = wave.grab().toImage()
    colours = {picture.pixelColor(x, 30).name() for x in range(picture.width())}
    assert theme.tokens.wave.lower() in colours


def test_what_is_heard_is_marked_while_it_is_not_the_newest(wave, theme):
    wave.resize(500, 60)
    live = wave.grab().toImage()
    wave.show_heard(4.0)
    behind = wave.grab().toImage()
    column = round(wave.width() * 0.6)
    assert behind.pixelColor(column, 5) == theme.tokens.colour("text")
    wave.show_heard(0.0)
    assert wave.grab().toImage() == live
