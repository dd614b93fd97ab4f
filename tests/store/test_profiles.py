"""Profiles in their folders."""

import pytest

from voipmon.core.domain.profile import DEFAULT, Keeping, Profile
from voipmon.store.private_file import FileError
from voipmon.store.profiles import ProfileError, Profiles, record, save


@pytest.fixture
def profiles(tmp_path):
    return Profiles(tmp_path / "profiles")


def test_the_default_one_is_always_there(profiles):
    assert profiles.names() == (DEFAULT,)
    assert profiles.load(DEFAULT) == Profile()
    assert profiles.last() == DEFAULT


def test_made_remembered_renamed_and_removed(profiles):
    profiles.make("Berlin team")
    profiles.make("aachen")
    assert profiles.names() == (DEFAULT, "aachen", "Berlin team")
    kept = Profile(
        name="Berlin team",
        server="https://s",
        user="sam",
        ca_file="/ca.pem",
        keeping=Keeping.KEYCHAIN,
    )
    save(profiles.folder("Berlin team"), kept)
    profiles.note_last("Berlin team")
    assert profiles.load("Berlin team") == kept
    assert profiles.last() == "Berlin team"
    profiles.rename("Berlin team", "berlin Team")  # case alone
    profiles.rename("berlin Team", "Köln")
    assert profiles.load("Köln").server == "https://s"
    assert profiles.load("Köln").name == "Köln"
    assert profiles.last() == DEFAULT, "the last one is gone under its name"
    profiles.remove("Köln")
    assert profiles.names() == (DEFAULT, "aachen")
    profiles.remove("Köln")


@pytest.mark.parametrize("name", ["..", "a/b", "", "BERLIN"])
def test_a_name_that_cannot_be_one_is_refused(profiles, name):
    profiles.make("Berlin")
    with pytest.raises(ProfileError):
        profiles.make(name)
    profiles.make("Rome")
    with pytest.raises(ProfileError):
        profiles.rename("Rome", name)


@pytest.mark.parametrize("text", ["", "{", '{"server": 5}', '{"keeping": "cloud"}'])
def test_a_spoilt_record_costs_what_it_remembered_not_the_start(profiles, text):
    record(profiles.folder("Rome")).write(text)
    assert profiles.load("Rome") == Profile(name="Rome")


def test_a_strange_folder_is_no_profile(profiles, tmp_path):
    profiles.make("Rome")
    (tmp_path / "profiles" / ".hidden").mkdir()
    (tmp_path / "profiles" / "Practice").mkdir()
    (tmp_path / "profiles" / "a file").write_text("")
    assert profiles.names() == (DEFAULT, "Rome")


def test_a_folder_that_cannot_be_moved_is_told(profiles, tmp_path):
    profiles.make("Rome")
    (tmp_path / "profiles" / "Oslo").write_text("in the way")
    with pytest.raises(FileError, match="Rome"):
        profiles.rename("Rome", "Oslo")
    assert profiles.names() == (DEFAULT, "Rome")
