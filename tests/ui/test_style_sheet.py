"""The style sheet is complete for both themes."""

import re

import pytest

from voipmon.ui.style_sheet import style_sheet
from voipmon.ui.tokens import DARK, LIGHT


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_is_filled_in(tokens):
    sheet = style_sheet(tokens)
    assert sheet.count("{") == sheet.count("}")
    assert not re.search(r"\{\w+\}", sheet)
    assert tokens.accent in sheet
