import gzip
from contextlib import closing

import pytest

from voipmon.store.trace import TraceFile


def test_it_replaces_what_was_there_when_it_is_saved_and_not_before(tmp_path):
    path = tmp_path / "a.trace.gz"
    path.write_text("old")
    with closing(TraceFile(path)) as file:
        assert path.read_text() == "old"
        file.save("1 2\n")
    assert gzip.decompress(path.read_bytes()) == b"1 2\n"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_what_is_not_saved_leaves_nothing(tmp_path):
    with closing(TraceFile(tmp_path / "a.trace.gz")):
        pass
    assert not list(tmp_path.iterdir())


def test_the_file_tells_neither_its_name_nor_a_time(tmp_path):
    bytes_of = []
    for name in ("call-of-dana-lee.gz", "other.gz"):
        with closing(TraceFile(tmp_path / name)) as file:
            file.save("1 2\n")
        bytes_of.append((tmp_path / name).read_bytes())
    assert bytes_of[0] == bytes_of[1]


@pytest.mark.parametrize("name", ["no/such/folder.gz", "."])
def test_a_place_that_cannot_be_written_is_told_at_once(tmp_path, name):
    path = tmp_path / name
    with pytest.raises(OSError, match="director") as caught:
        TraceFile(path)
    assert caught.value.filename == str(path)
