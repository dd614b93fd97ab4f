"""Where the user's and the administrator's files are, on each system."""

import sys
from pathlib import Path

POLICY = "policy.toml"
SETTINGS = "settings.toml"
WINDOW = "window.ini"  # the window's geometry, Qt's own bytes
_COMMON_APPDATA = 0x23  # CSIDL_COMMON_APPDATA of shlobj_core.h
_MAX_PATH = 260


def config_folder() -> Path:
    """The user's settings of every profile; need not exist."""
    from platformdirs import user_config_path

    return user_config_path("voipmon", appauthor=False)


def profiles_folder() -> Path:
    """One folder for each profile is in it; need not exist."""
    return config_folder() / "profiles"


def policy_file() -> Path:
    """The administrator's file; need not exist.

    Found without asking the environment, which the user could set to point
    elsewhere; that is why platformdirs, which follows ``XDG_CONFIG_DIRS``, does not
    look for it.
    """
    if sys.platform == "win32":
        return _windows_common() / "voipmon" / POLICY
    if sys.platform == "darwin":
        return Path("/Library/Application Support/voipmon") / POLICY
    return Path("/etc/xdg/voipmon") / POLICY


def _windows_common() -> Path:
    """The folder for all users' data, as the system knows it.

    https://learn.microsoft.com/windows/win32/api/shlobj_core/nf-shlobj_core-shgetfolderpathw
    """
    import ctypes

    found = ctypes.create_unicode_buffer(_MAX_PATH)
    shell = getattr(ctypes, "windll").shell32  # noqa: B009 - on Windows alone
    if shell.SHGetFolderPathW(None, _COMMON_APPDATA, None, 0, found):
        return Path("C:/ProgramData")
    return Path(found.value)
