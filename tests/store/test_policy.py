"""The administrator's file: absent, good, broken."""

import os

import pytest

from voipmon.core.domain.policy import SAFE, Policy
from voipmon.store.policy import load_policy


def test_no_file_is_no_policy(tmp_path):
    assert load_policy(tmp_path / "policy.toml") == Policy()


def test_a_good_file_is_followed(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text('version = 1\n[session]\non_lock = "pause"\n[limits]\ntaps = 3\n')
    found = load_policy(path)
    assert found.locked == {"session.on_lock"}
    assert found.most == {"listening.taps": 3}
    assert not found.complaints


@pytest.mark.parametrize(
    "content",
    [
        b"[listening\n",
        b"\xff\xfe",
        b"version = 2\n",
        b'version = "x"\n',
        b"a = " + b"[" * 50_000 + b"]" * 50_000,
        b"a = " + b"9" * 5000,
    ],
)
def test_a_broken_file_restricts_and_is_told(tmp_path, content):
    path = tmp_path / "policy.toml"
    path.write_bytes(content)
    found = load_policy(path)
    assert found.locked == set(SAFE)
    (complaint,) = found.complaints
    assert str(path) in complaint
    assert "the strictest settings hold" in complaint


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything"
)
def test_a_file_that_may_not_be_read_restricts(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text("[listening]\nmono = true\n")
    path.chmod(0)
    assert load_policy(path).locked == set(SAFE)


def test_a_folder_in_its_place_restricts(tmp_path):
    (tmp_path / "policy.toml").mkdir()
    assert load_policy(tmp_path / "policy.toml").locked == set(SAFE)


def test_a_link_to_nowhere_restricts(tmp_path):
    (tmp_path / "policy.toml").symlink_to(tmp_path / "moved.toml")
    assert load_policy(tmp_path / "policy.toml").locked == set(SAFE)
