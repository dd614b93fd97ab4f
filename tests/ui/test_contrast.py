"""Contrast of what the style sheet, the palette and the painted widgets put together.

WCAG 2.2: 4.5:1 for text (1.4.3), 3:1 for what is needed to know a control or a
picture (1.4.11). What is switched off is exempt there; ours keeps 3:1 all the same.
"""

import re

import pytest
from PySide6.QtGui import QColor, QPalette

from tests.ui.access.contrast import contrast
from voipmon.ui.style_sheet import style_sheet
from voipmon.ui.theme import _palette
from voipmon.ui.tokens import DARK, LIGHT, Tokens

TEXT, SHAPE = 4.5, 3.0
THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("surface", "window", "sunken", "tint", "hover", "select")


def rules(tokens: Tokens) -> list[tuple[str, dict[str, str]]]:
    """Selector and properties of every rule."""
    found = []
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", style_sheet(tokens)):
        pairs = (part.partition(":") for part in body.split(";"))
        found.append((selector.strip(), {k.strip(): v.strip() for k, _, v in pairs}))
    return found


@THEMES
def test_words_on_the_grounds_of_their_rules(tokens):
    checked = 0
    for selector, style in rules(tokens):
        colour, ground = style.get("color", ""), style.get("background", "")
        if not colour.startswith("#"):
            continue
        least = SHAPE if ":disabled" in selector else TEXT
        grounds = [ground] if ground.startswith("#") else ["surface", "window"]
        for name in grounds:
            under = QColor(name if name.startswith("#") else getattr(tokens, name))
            assert contrast(QColor(colour), under) >= least, selector
            checked += 1
    assert checked > 20


@THEMES
def test_the_mark_of_the_focus_on_every_ground(tokens):
    for selector, style in rules(tokens):
        if ":focus" not in selector:
            continue
        border = style.get("border", "") or style.get("border-color", "")
        for colour in re.findall(r"#[0-9A-Fa-f]{6}", border):
            for ground in ("surface", "window"):
                found = contrast(QColor(colour), tokens.colour(ground))
                assert found >= SHAPE, (selector, ground)
    for ground in GROUNDS:  # the ring of rows and of cards
        assert contrast(tokens.colour("accent"), tokens.colour(ground)) >= SHAPE


@THEMES
def test_edges_of_controls(tokens):
    for ground in ("surface", "window", "sunken"):
        assert contrast(tokens.colour("edge"), tokens.colour(ground)) >= SHAPE, ground


@THEMES
def test_what_is_painted_on_wells(tokens):
    assert contrast(tokens.colour("wave"), tokens.colour("sunken")) >= SHAPE
    assert contrast(tokens.colour("edge"), tokens.colour("sunken")) >= SHAPE
    assert contrast(tokens.colour("patchy"), tokens.colour("sunken")) >= SHAPE


@THEMES
def test_the_palette(tokens):
    made, role = _palette(tokens), QPalette.ColorRole
    for words, ground in (
        (role.WindowText, role.Window), (role.Text, role.Base),
        (role.ButtonText, role.Button), (role.ToolTipText, role.ToolTipBase),
        (role.HighlightedText, role.Highlight), (role.PlaceholderText, role.Base),
        (role.Link, role.Base), (role.Text, role.AlternateBase),
    ):  # fmt: skip
        found = contrast(made.color(words), made.color(ground))
        assert found >= TEXT, (words, ground, found)


@THEMES
@pytest.mark.parametrize("zone", ["meter_low", "meter_mid", "meter_high"])
def test_the_end_of_a_level_on_what_is_left_of_the_bar(tokens, zone):
    for ground in ("line", "surface", "tint", "select"):
        assert contrast(tokens.colour(zone), tokens.colour(ground)) >= SHAPE, ground
