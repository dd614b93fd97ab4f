"""Pieces of `listen`; the whole command runs in tests/e2e."""

import json

import pytest

from voipmon.cli.listen import write_stats


def test_a_report_replaces_the_old_one_whole(tmp_path):
    path = tmp_path / "stats.json"
    path.write_text("old")
    write_stats(path, {"frames": 3})
    assert json.loads(path.read_text()) == {"frames": 3}
    assert [p.name for p in tmp_path.iterdir()] == ["stats.json"]


def test_a_report_that_cannot_be_written_is_an_os_error(tmp_path):
    path = tmp_path / "no" / "stats.json"
    with pytest.raises(OSError, match="No such file") as caught:
        write_stats(path, {})
    assert caught.value.filename == str(path)
