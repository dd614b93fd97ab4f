"""The fields themselves: each says what it is, and its usual value is allowed."""

import pytest

from voipmon.core.domain.settings import PAGES, Settings
from voipmon.core.domain.settings_rules import allowed, check, default, sentence

FIELDS = [
    (page, name) for page, kind in PAGES.items() for name in kind().__struct_fields__
]


@pytest.mark.parametrize(("page", "name"), FIELDS)
def test_a_field_has_a_sentence_and_allows_its_usual_value(page, name):
    assert sentence(page, name).endswith(".")
    assert allowed(page, name)
    assert check(page, name, default(page, name)) == default(page, name)


def test_the_pages_are_those_of_the_settings():
    assert {*PAGES, "keys"} == set(Settings.__struct_fields__)
