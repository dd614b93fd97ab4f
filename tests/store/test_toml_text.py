"""Reading TOML of any make: small plain values, or words, and never for ever."""

import os

import pytest

from voipmon.store.toml_text import LARGEST, NotToml, parse, read_text


def test_a_byte_order_mark_is_left_out(tmp_path):
    path = tmp_path / "file.toml"
    path.write_bytes(b"\xef\xbb\xbfversion = 1\r\n")
    assert parse(read_text(path)) == {"version": 1}


def make_pipe(path):
    os.mkfifo(path)


def make_endless(path):
    path.symlink_to("/dev/zero")


def make_large(path):
    path.write_bytes(b"#" * (LARGEST + 1))


@pytest.mark.skipif(os.name != "posix", reason="has neither pipes nor devices")
@pytest.mark.parametrize("make", [make_pipe, make_endless, make_large])
def test_what_is_no_small_file_is_refused_at_once(tmp_path, make):
    make(tmp_path / "file.toml")
    with pytest.raises(OSError, match=r"it is (not a file|larger than)"):
        read_text(tmp_path / "file.toml")


@pytest.mark.parametrize(
    "text",
    [
        f"a = {'9' * 5000}",
        f"a = {'[' * 50_000}{']' * 50_000}",
        f"{'a.' * 40}a = 1",
        "a = 1\0",
        "[a]\n[a]",
    ],
)
def test_what_the_parser_gives_up_on_is_not_toml(text):
    with pytest.raises(NotToml):
        parse(text)
