"""The user's folders follow the environment, the administrator's never does."""

import sys
from pathlib import Path

import pytest

from voipmon.store.folders import config_folder, policy_file, profiles_folder


@pytest.mark.skipif(sys.platform != "linux", reason="the paths of Linux")
def test_on_linux(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config_folder() == tmp_path / "voipmon"
    assert profiles_folder() == tmp_path / "voipmon" / "profiles"
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert policy_file() == Path("/etc/xdg/voipmon/policy.toml")
