"""The banner: its sentence, its name, its announcements."""

from dataclasses import replace

import pytest

from tests.ui.access.reader import Reader
from voipmon.ui.hearing import Hearing
from voipmon.ui.tokens import BANNER_BLUE
from voipmon.ui.widgets.banner import HEIGHT, Banner


@pytest.fixture
def banner(qtbot):
    made = Banner()
    qtbot.addWidget(made)
    made.resize(800, HEIGHT)
    made.show()
    return made


def heard(lag: int, *, practice: bool = False) -> Hearing:
    detail = f"listening to Dana Lee · {lag} ms behind"
    return Hearing(
        "NOBODY CAN HEAR YOU",
        detail,
        "headphones",
        "listening to Dana Lee",
        BANNER_BLUE,
        practice=practice,
    )


def test_the_name_is_the_sentence(banner):
    banner.show_hearing(heard(60))
    assert banner.text == "NOBODY CAN HEAR YOU — listening to Dana Lee · 60 ms behind"
    assert banner.accessibleName() == banner.text
    assert banner.fill == BANNER_BLUE
    assert banner.height() == HEIGHT


def test_news_is_announced_a_moving_number_is_not(banner, monkeypatch):
    reader = Reader(monkeypatch)
    banner.show_hearing(heard(60))
    banner.show_hearing(heard(70))
    assert reader.said(urgent=True) == reader.sentences == [heard(60).text]


def grounds(banner: Banner) -> set[str]:
    """Colours above the words."""
    picture = banner.grab().toImage()
    return {picture.pixelColor(x, 2).name() for x in range(picture.width())}


def test_its_ground_is_its_fill_hatched_when_not_live(banner):
    banner.show_hearing(heard(60))
    assert grounds(banner) == {BANNER_BLUE.lower()}
    banner.show_hearing(replace(heard(60), hatched=True))
    assert len(grounds(banner)) > 1


def test_practice_comes_first(banner):
    banner.show_hearing(heard(60, practice=True))
    assert banner.text.startswith("PRACTICE — NOBODY")
