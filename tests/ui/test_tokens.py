"""Contrast of every text on every ground it stands on (WCAG 2.2 AA)."""

import pytest
from PySide6.QtGui import QColor

from tests.ui.access.contrast import contrast
from voipmon.ui.tokens import BANNER_BLUE, BANNER_GREY, DARK, LIGHT, PRACTICE, Tokens

GROUNDS = ("surface", "window", "tint", "hover", "select")
WORDS = ("text", "soft", "accent", "good", "patchy", "late", "broken", "lost")


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("word", [*WORDS, "faint"])
def test_words_can_be_read(tokens: Tokens, word: str):
    for ground in GROUNDS:
        found = contrast(tokens.colour(word), tokens.colour(ground))
        assert found >= 4.5, ground


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_borders_of_controls_can_be_seen(tokens: Tokens):
    for ground in ("surface", "window"):
        assert contrast(tokens.colour("edge"), tokens.colour(ground)) >= 3.0
    assert contrast(tokens.colour("on_accent"), tokens.colour("accent")) >= 4.5


def test_the_banner_can_be_read():
    for fill in (BANNER_GREY, BANNER_BLUE):
        assert contrast(QColor("#FFFFFF"), QColor(fill)) >= 6.0


def test_practice_stripes_stand_out_from_the_frame_they_cross():
    for fill in (BANNER_GREY, BANNER_BLUE):
        assert contrast(QColor(PRACTICE), QColor(fill)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_lamp_zone_and_heard_line_can_be_seen(tokens: Tokens):
    for ground in ("surface", "window"):
        assert contrast(tokens.colour("meter_high"), tokens.colour(ground)) >= 3.0
        assert contrast(tokens.colour("accent"), tokens.colour(ground)) >= 3.0
    assert contrast(tokens.colour("text"), tokens.colour("sunken")) >= 4.5
    assert contrast(tokens.colour("wave"), tokens.colour("sunken")) >= 3.0
