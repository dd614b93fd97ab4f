"""Files for one pair of eyes: their modes, and that wider ones are not read."""

import os
import stat

import pytest

from voipmon.store.private_file import FileError, FileExposed, PrivateFile


@pytest.fixture
def file(tmp_path):
    return PrivateFile(tmp_path / "private" / "session")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_written_for_the_owner_alone_whatever_the_mask(file):
    before = os.umask(0)
    try:
        file.write("geheim")
    finally:
        os.umask(before)
    assert mode(file.path) == 0o600
    assert mode(file.path.parent) == 0o700
    assert file.read() == "geheim"


def test_folders_above_are_made_for_the_owner_alone(tmp_path):
    before = os.umask(0)
    try:
        PrivateFile(tmp_path / "voipmon" / "profiles" / "Rome" / "file").write("x")
    finally:
        os.umask(before)
    made = (tmp_path / "voipmon").rglob("")
    assert {mode(path) for path in made} == {0o700}


def test_what_a_crash_left_half_written_is_wiped_too(file):
    file.write("old")
    half = file.path.with_name("session.new")
    half.write_text("geh")
    file.wipe()
    assert not list(file.path.parent.iterdir())


def test_replaced_whole_and_nothing_left_beside(file):
    file.write("a" * 1000)
    file.path.with_name("session.new").write_text("half, of a crash")
    file.write("b")
    assert file.read() == "b"
    assert list(file.path.parent.iterdir()) == [file.path]


def test_no_file_is_no_trouble(file):
    assert file.read() is None
    file.wipe()


@pytest.mark.parametrize("wider", [0o640, 0o604, 0o620, 0o601])
def test_a_file_that_others_can_open_is_not_read(file, wider):
    file.write("geheim")
    file.path.chmod(wider)
    with pytest.raises(FileExposed, match=f"mode {wider:04o}") as caught:
        file.read()
    assert "geheim" not in str(caught.value)


def test_nor_one_in_a_folder_that_others_can_open(file):
    file.write("geheim")
    file.path.parent.chmod(0o755)
    with pytest.raises(FileExposed):
        file.read()
    file.write("neu")  # closes it again
    assert file.read() == "neu"


def test_a_link_is_not_followed(file, tmp_path):
    file.write("geheim")
    file.wipe()
    (tmp_path / "other").write_text("x")
    file.path.symlink_to(tmp_path / "other")
    with pytest.raises(FileError):
        file.read()
    file.write("own")
    assert (tmp_path / "other").read_text() == "x"


def test_a_failure_keeps_what_was_there_and_says_which_file(file, tmp_path):
    blocked = PrivateFile(tmp_path / "plain" / "session")
    (tmp_path / "plain").write_text("a file where the folder should be")
    with pytest.raises(FileError, match="session") as caught:
        blocked.write("geheim")
    assert "geheim" not in str(caught.value)
    file.path.mkdir(parents=True)
    with pytest.raises(FileError):
        file.wipe()
