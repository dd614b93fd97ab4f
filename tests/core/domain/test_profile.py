"""Names of profiles: what may be one, and that it is a folder on every system."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voipmon.core.domain.profile import NAME_MAX, Keeping, fault_of, lasts, tidy


@pytest.mark.parametrize("name", ["Berlin team", "Zürich", "a.b-c_d", "日本", "2nd"])
def test_names_that_people_give(name):
    assert fault_of(tidy(name)) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "needs a name"),
        ("   ", "needs a name"),
        ("..", "dot"),
        (".hidden", "dot"),
        ("a/b", "letters"),
        ("a\\b", "letters"),
        ("a\x00b", "letters"),
        ("C:", "letters"),
        ("con", "Windows"),
        ("LPT1.txt", "Windows"),
        ("com¹", "Windows"),
        ("x" * (NAME_MAX + 1), "at most"),
        ("BERLIN", "already"),
        ("practice", "already"),
    ],
)
def test_names_that_are_refused_and_why(name, why):
    assert why in fault_of(tidy(name), taken=("Berlin",))


@given(st.text(max_size=60))
def test_an_accepted_name_is_one_plain_folder(text):
    name = tidy(text)
    if fault_of(name) == "":
        assert name == tidy(name)
        assert not set(name) & set('/\\:*?"<>|') | set(map(chr, range(32))) & set(name)
        assert name not in {".", ".."}
        assert len(name.encode()) <= 255
        assert name == name.strip(" .")


def test_a_file_is_easier_to_get_at_than_a_keychain():
    assert lasts(Keeping.SESSION) < lasts(Keeping.KEYCHAIN) < lasts(Keeping.FILE)
