"""A folder for locks and sockets that no other user of this computer can enter."""

import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

# A socket's whole path has room for 107 bytes (sun_path of unix(7)); our names are
# shorter than 32.
_LONGEST = 107 - 32


def runtime_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The session's own, as the XDG Base Directory Specification has it, or ours.

    Raises:
        OSError: There is none, and none can be made that is ours alone.
    """
    if os.name != "posix":  # pipes have an access list, and no folder
        return Path(tempfile.gettempdir())
    given = Path(environment.get("XDG_RUNTIME_DIR", ""))
    if given.is_absolute() and len(os.fsencode(given)) <= _LONGEST and _is_ours(given):
        return given
    made = Path(tempfile.gettempdir()) / f"voipmon-{os.geteuid()}"
    made.mkdir(mode=0o700, exist_ok=True)
    if not _is_ours(made):
        raise PermissionError(f"{made} could be used by another user")
    return made


def _is_ours(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    private = not stat.S_IMODE(found.st_mode) & 0o077
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and private
