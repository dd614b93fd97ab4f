"""A folder that nobody else can enter, or none."""

import os
import tempfile

import pytest

from voipmon.store.runtime_folder import runtime_folder


@pytest.fixture(autouse=True)
def _own_temporary(tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))


def test_the_session_s_own(tmp_path):
    (tmp_path / "run").mkdir(mode=0o700)
    given = {"XDG_RUNTIME_DIR": str(tmp_path / "run")}
    assert runtime_folder(given) == tmp_path / "run"


@pytest.mark.parametrize("bad", ["", "relative", "/nonexistent", "/" + "x" * 90])
def test_else_one_of_ours(tmp_path, bad):
    found = runtime_folder({"XDG_RUNTIME_DIR": bad})
    assert found.parent == tmp_path / "tmp"
    assert found.stat().st_mode & 0o777 == 0o700
    assert runtime_folder({}) == found


def test_one_that_others_can_enter_is_not_used(tmp_path):
    (tmp_path / "run").mkdir(mode=0o755)
    found = runtime_folder({"XDG_RUNTIME_DIR": str(tmp_path / "run")})
    assert found.parent == tmp_path / "tmp"
    found.chmod(0o777)
    with pytest.raises(PermissionError, match="another user"):
        runtime_folder({})


def test_a_trap_that_somebody_laid_is_not_used(tmp_path):
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    trap = tmp_path / "tmp" / f"voipmon-{os.geteuid()}"
    trap.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PermissionError):
        runtime_folder({})
